"""Names and what they hold."""

from __future__ import annotations

from enum import Enum
from typing import Final

from nbready.stages.values import Value


class Missing(Enum):
    """A name that is bound nowhere, told apart from None, which is a name that holds something unknown."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


class Scope:
    """Names of a module, class or function, with the enclosing scope behind them."""

    __slots__ = ("names", "outer", "starred")

    def __init__(self, outer: Scope | None = None) -> None:
        self.names: dict[str, Value] = {}
        self.outer = outer
        self.starred: list[str] = []

    def find(self, name: str) -> Value | Missing:
        """What a name holds, or :data:`MISSING`; the enclosing scopes are asked too."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return MISSING

    def clear(self) -> None:
        """Forget everything: names and functions refer to each other, and would wait for the collector."""
        self.names.clear()
