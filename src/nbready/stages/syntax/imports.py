"""What import statements bind."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nbready.stages import local
from nbready.stages.definitions import Module
from nbready.stages.scope import MISSING
from nbready.stages.values import Value

if TYPE_CHECKING:
    from nbready.stages.interpreter import Interpreter


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
