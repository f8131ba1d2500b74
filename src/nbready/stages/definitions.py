"""What a notebook and the modules beside it define: functions, classes, their objects."""

from __future__ import annotations

import ast

from nbready.stages.scope import Scope
from nbready.stages.values import Held, Value


class Function(Held):
    """A function or lambda of the notebook or of a module beside it; ``defaults`` are its parameters'.

    ``role`` is what a decorator makes of a method: ``property``, ``staticmethod``, ``classmethod``.
    """

    __slots__ = ("bound", "defaults", "name", "node", "place", "role", "scope")

    def __init__(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        scope: Scope,
        place: str,
        defaults: dict[str, Value],
    ) -> None:
        self.node = node
        self.name = "lambda" if isinstance(node, ast.Lambda) else node.name
        self.scope = scope
        self.place = place
        self.defaults = defaults
        self.bound: Value = None
        self.role = ""

    def of(self, owner: Value, name: str = "") -> Function:
        """This function as a method of ``owner``, known by another name if one is given."""
        method = Function(self.node, self.scope, self.place, self.defaults)
        method.bound = owner
        method.role = self.role
        method.name = name or self.name
        return method


class Class(Held):
    """A class of the notebook or of a module beside it."""

    __slots__ = ("bases", "members", "name")

    def __init__(self, name: str, bases: list[Value], members: dict[str, Value]) -> None:
        self.name = name
        self.bases = bases
        self.members = members


class Object(Held):
    """An instance of a notebook class; ``kind`` is what its library base class makes it."""

    __slots__ = ("attributes", "cls", "kind", "made_by")

    def __init__(self, cls: Class, kind: str) -> None:
        self.cls = cls
        self.made_by = cls.name
        self.kind = kind
        self.attributes: dict[str, Value] = {}


class Module(Held):
    """A module beside the notebook that could be read."""

    __slots__ = ("scope",)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
