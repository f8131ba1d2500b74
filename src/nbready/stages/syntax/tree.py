"""What stands inside an expression."""

from __future__ import annotations

import ast

# What these say beside it are words: no other node stands there.
_WORDS = frozenset({"arg", "attr", "conversion", "ctx", "op", "ops"})
_BESIDE = (ast.arguments, ast.arg, ast.comprehension, ast.keyword, ast.Assert, ast.Raise)
# Fields by the type of a node, last first; a type that is not here has nothing inside.
_KINDS: tuple[type[ast.AST], ...] = (*ast.expr.__subclasses__(), *_BESIDE)
INSIDE: dict[type, list[str]] = {
    kind: [field for field in reversed(kind._fields) if field not in _WORDS]
    for kind in _KINDS
    if kind not in (ast.Name, ast.Constant)
}


def inside(node: ast.AST) -> list[ast.AST]:
    """The nodes right inside a node, last first, as a stack takes them; ``None`` for one that is left out."""
    found: list[ast.AST] = []
    for field in INSIDE[type(node)]:
        child = getattr(node, field)
        if type(child) is list:
            found += child[::-1]
        else:
            found.append(child)
    return found
