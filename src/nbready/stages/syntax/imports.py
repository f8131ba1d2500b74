"""What import statements bind, and what names stand for that nothing binds."""

from __future__ import annotations

import ast
import builtins

from nbready.stages import local
from nbready.stages.definitions import Module
from nbready.stages.interpreter import Interpreter
from nbready.stages.scope import MISSING, Scope
from nbready.stages.values import Value

_BUILTINS = frozenset(dir(builtins))


def import_modules(walk: Interpreter, node: ast.Import) -> None:
    """``import a.b`` binds ``a``; ``import a.b as c`` binds ``c`` to ``a.b``."""
    for alias in node.names:
        if alias.asname:
            walk.bind(alias.asname, module(walk, alias.name, node))
        else:
            root = alias.name.partition(".")[0]
            walk.bind(root, module(walk, root, node))


def import_names(walk: Interpreter, node: ast.ImportFrom) -> None:
    """``from a import b as c``, relative ones and ``*`` included."""
    name = node.module or ""
    source = module(walk, name, node)
    for alias in node.names:
        if alias.name == "*":
            _star(walk, source, name)
        else:
            walk.bind(alias.asname or alias.name, _member(walk, source, name, alias.name))


def module(walk: Interpreter, name: str, node: ast.AST | None = None) -> Value:
    """A module by its dotted name: one that could be read beside the notebook, or a library's."""
    if not name or walk.catalogue.knows(name.partition(".")[0]):
        return name
    found = local.read_module(walk, name, node)
    if isinstance(found, Module):
        # What the project says of its own functions counts for more than what can be read of them.
        found.scope.names.update(walk.catalogue.own_members(name))
    return found or name


def _member(walk: Interpreter, source: Value, module_name: str, name: str) -> Value:
    if isinstance(source, Module):
        found = source.scope.find(name)
        if found is not MISSING:
            return found
        return module(walk, f"{module_name}.{name}")
    return f"{module_name}.{name}" if module_name else name


def _star(walk: Interpreter, source: Value, name: str) -> None:
    if isinstance(source, Module):
        for bound, value in source.scope.names.items():
            walk.bind(bound, value)
        walk.scope.star(source.scope.starred)
    elif name:
        walk.scope.star([name])


def look_up(walk: Interpreter, name: str) -> Value:
    """What a name is worth."""
    found = walk.find(name)
    return _missing(walk, name) if found is MISSING else found


def _missing(walk: Interpreter, name: str) -> Value:
    """What a name stands for that the notebook binds nowhere: a builtin, or a star import's."""
    known = walk.catalogue.unbound(name)
    if known is not None or name in _BUILTINS:
        return known
    scope: Scope | None = walk.scope
    while scope is not None:
        if scope.starred:
            return _starred(walk, scope.starred, name)
        scope = scope.outer
    return None


def _starred(walk: Interpreter, modules: list[str], name: str) -> Value:
    """What a name stands for that only a star import can have bound.

    A pattern for all of a module (its classes) counts only where no module is known to have that name.
    """
    dotted = [f"{module}.{name}" for module in reversed(modules)]
    for full in dotted:
        if walk.catalogue.names(full):
            return full
    for full in dotted if name[0].isupper() else ():
        entry = walk.catalogue.call(full)
        if entry is not None and entry.result and not entry.stage:
            return full
    return None
