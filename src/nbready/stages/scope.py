"""Names and what they hold."""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias

from nbready.stages.values import Value, join


class Missing(Enum):
    """A name that is bound nowhere, told apart from None, which is a name that holds something unknown."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


# What names hold at the end of a branch; what they held before it, None outside of any.
Branch: TypeAlias = "dict[str, Value]"
Before: TypeAlias = "dict[str, Value | Missing] | None"


MOST_STARRED = 40
"""Star imports that are remembered: more would be asked for every name that is bound nowhere."""


class Scope:
    """Names of a module, class or function, with the enclosing scope behind them."""

    __slots__ = ("before", "names", "outer", "starred")

    def __init__(self, outer: Scope | None = None) -> None:
        self.names: dict[str, Value] = {}
        self.outer = outer
        self.starred: list[str] = []
        # What names held before the branch that is being walked; None outside of any.
        self.before: dict[str, Value | Missing] | None = None

    def star(self, modules: list[str]) -> None:
        """Modules of which every name may be here now; the last one that has a name gives it."""
        new = dict.fromkeys(modules)
        self.starred = [*(module for module in self.starred if module not in new), *new][-MOST_STARRED:]

    def find(self, name: str) -> Value | Missing:
        """What a name holds, or :data:`MISSING`; the enclosing scopes are asked too."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return MISSING

    def bind(self, name: str, value: Value) -> None:
        """Give a name of this scope a value."""
        before = self.before
        if before is not None and name not in before:
            before[name] = self.names.get(name, MISSING)
        self.names[name] = value

    def begin_branch(self) -> Before:
        """From here on remember what the names held; returns what :meth:`end_branch` needs."""
        outer = self.before
        self.before = {}
        return outer

    def end_branch(self, outer: Before) -> Branch:
        """Undo what was bound since :meth:`begin_branch`; returns what the names hold at its end."""
        branch = self.before or {}
        after: dict[str, Value] = {}
        for name, value in branch.items():
            after[name] = self.names.get(name)
            if value is MISSING:
                self.names.pop(name, None)
            else:
                self.names[name] = value
        self.before = outer
        return after

    def merge(self, branches: list[Branch]) -> None:
        """Go on with what any of several branches may have bound."""
        bound: Branch = {}
        for branch in branches:
            bound.update(branch)
        for name in bound:
            held = self.names.get(name)
            self.bind(name, join([branch.get(name, held) for branch in branches]))

    def clear(self) -> None:
        """Forget everything: names and functions refer to each other, and would wait for the collector."""
        self.names.clear()
