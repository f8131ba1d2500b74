"""How code names things: hints, where a value cannot be followed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from nbready.stages.lexicon import lexicon
from nbready.stages.syntax.tree import INSIDE, inside

# An expression that names more than this says nothing clear.
_MOST_LEAVES = 40
# Nor does a longer name.
_LONGEST = 200


def name_of(node: ast.expr) -> str:
    """How the code names a value: the last name in its expression."""
    while True:
        kind = type(node)
        if kind is ast.Name:
            return node.id  # type: ignore[attr-defined, no-any-return]
        if kind is ast.Attribute:
            return node.attr  # type: ignore[attr-defined, no-any-return]
        if kind is ast.Subscript or kind is ast.Await:
            node = node.value  # type: ignore[attr-defined]
        elif kind is ast.Call:
            node = node.func  # type: ignore[attr-defined]
        else:
            return ""


def dotted_of(node: ast.expr) -> str:
    """An expression of names, attributes and calls as it is written, without arguments; else empty."""
    parts: list[str] = []
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute):
            parts.append(f".{node.attr}")
            node = node.value
        elif isinstance(node, ast.Call):
            parts.append("()")
            node = node.func
        elif isinstance(node, ast.Subscript):
            parts.append("[]")
            node = node.value
        else:
            return ""
    parts.append(node.id)
    return "".join(reversed(parts))


def leaves(node: ast.AST | None) -> Iterator[str | ast.Name]:
    """The names (as nodes), attributes and texts of an expression, outermost first."""
    stack: list[ast.AST] = [node] if node is not None else []
    count = 0
    while stack and count < _MOST_LEAVES:
        top = stack.pop()
        count += 1
        kind = type(top)
        if kind is ast.Name:
            yield top  # type: ignore[misc]
            continue
        if kind is ast.Constant:
            if type(top.value) is str:  # type: ignore[attr-defined]
                yield top.value[:2000]  # type: ignore[attr-defined]
            continue
        if kind is ast.Attribute:
            yield top.attr[:_LONGEST]  # type: ignore[attr-defined]
            if not _holds_settings(top.value):  # type: ignore[attr-defined]
                stack.append(top.value)  # type: ignore[attr-defined]
            continue
        if kind is ast.Subscript and _holds_settings(top.value):  # type: ignore[attr-defined]
            stack.append(top.slice)  # type: ignore[attr-defined]
            continue
        if kind in INSIDE:
            stack += inside(top)


def _holds_settings(node: ast.AST) -> bool:
    """Whether a name says nothing of what it has: ``args.train_file`` is a file for training."""
    return type(node) is ast.Name and _is_holder(node.id)


@lru_cache(maxsize=4096)
def _is_holder(name: str) -> bool:
    return bool(lexicon("holder").word(name))


def words_of(node: ast.AST | None) -> str:
    """The names and texts of an expression in one lower-case string."""
    return " ".join([leaf if type(leaf) is str else leaf.id[:_LONGEST] for leaf in leaves(node)]).lower()  # type: ignore[union-attr]


def stem_of(node: ast.expr | None) -> Iterator[ast.expr]:
    """An expression, and what its attributes, items and calls are of: ``a``, ``a.b`` and ``a.b(c)[d]``."""
    while node is not None:
        yield node
        if isinstance(node, ast.Attribute | ast.Subscript | ast.Await | ast.Starred):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            node = node.elt if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp) else None
