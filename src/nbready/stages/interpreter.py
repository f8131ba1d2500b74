"""The ground floor: what syntax, values and natives know of the walk that uses them."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from nbready.stages.scope import MISSING, Branch, Missing, Scope
from nbready.stages.state import State
from nbready.stages.uses import Effect
from nbready.stages.values import Const, Instance, Value


class Frame:
    """What was seen in one body: a cell, or a function while it is called."""

    __slots__ = ("backward", "effects", "returned", "stepped")

    def __init__(self) -> None:
        self.effects: list[Effect] = []
        self.returned: list[Value] = []
        self.backward: ast.AST | None = None
        self.stepped = False


# A branch that leaves all as it is.
_NOTHING: Branch = {}

# What calls of a function were found to do, by what they can depend on; see functions.summary.
Summaries: TypeAlias = "dict[tuple[object, ...], tuple[Frame, list[Value]]]"

# What a body hides of the one around it, while it is walked.
Outside: TypeAlias = "tuple[Scope, Frame, int, list[ast.expr], ast.expr | None]"


class Interpreter(ABC):
    """What reading the cells of one notebook, one after the other, knows at any moment.

    Syntax, values and natives all work on this; how they find each other is in :mod:`nbready.stages.walk`.

    Attributes:
        state: What the cells before have left behind.
        scope: The names of the body that is being walked.
        frame: What has been seen in that body.
        targets: How the statement at hand names its result, for calls that say nothing else.
        kept: What the statement at hand names so.
        maybe: Depth of conditions around the statement at hand.
        looping: Depth of loops around it, those of the callers included.
        nested: Depth of expressions around the one at hand, those of the callers included.
        version: Goes up with whatever functions can see that is not handed to them.
        walked: How many bodies of functions were walked for this cell.
        opened: Files of bytes that this cell opens, by the call that does it.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self.catalogue = state.catalogue
        self.begin()

    def begin(self) -> None:
        """Start on a cell, whatever became of the walk over the one before."""
        self.scope = self.state.scope
        self.scope.before = None
        self.frame = self.cell_frame = Frame()
        self.targets: list[ast.expr] = []
        self.kept: ast.expr | None = None
        self.maybe = self.looping = self.nested = self.line_offset = self.version = self.walked = 0
        self.active: list[ast.AST] = []
        self.files: list[str] = []
        self.summaries: dict[ast.AST, Summaries] = {}
        self.opened: dict[ast.expr, Instance] = {}

    @property
    def place(self) -> str:
        """Where the body that is walked stands: a cell, or a file."""
        return self.files[-1] if self.files else f"cell {self.state.cell}"

    @abstractmethod
    def run(self, body: Iterable[ast.stmt]) -> None:
        """Walk statements in order."""

    @abstractmethod
    def value(self, node: ast.expr) -> Value:
        """What an expression is worth; records the stages that its calls enter.

        Raises:
            RecursionError: It is nested too deeply; the cell is then given up.
        """

    @abstractmethod
    def scan(self, nodes: list[ast.AST]) -> None:
        """Visit the calls in nodes, whatever they are worth, the last one first; the list is used up."""

    @abstractmethod
    def invoke(
        self, callee: Value, node: ast.Call, args: list[Value], kwargs: dict[str, Value] | None = None
    ) -> Value:
        """What calling a value does, with these arguments; ``node`` is where."""

    @abstractmethod
    def step(self, value: Value, node: ast.expr) -> Value:
        """What looping over a value yields; looping over an open file reads it."""

    def run_branches(self, *bodies: Sequence[ast.stmt]) -> None:
        """Walk bodies of which one is executed: the names go on with what any of them leaves behind."""
        self.maybe += 1
        branches = [self.branch(body) if body else _NOTHING for body in bodies]
        self.maybe -= 1
        self.scope.merge(branches)

    def branch(self, body: Sequence[ast.stmt], *before: Branch) -> Branch:
        """What a body leaves behind that begins with any of ``before``; the names are as they were."""
        outer = self.scope.begin_branch()
        self.scope.merge([*before])
        self.run(body)
        return self.scope.end_branch(outer)

    def run_maybe(self, body: Sequence[ast.stmt]) -> None:
        """Walk statements that may not be executed."""
        if body:
            self.run_branches(body, ())

    def find(self, name: str) -> Value | Missing:
        """What a name holds, or MISSING; asks the live namespace last."""
        found = self.scope.find(name)
        if self.state.live is not None and (found is MISSING or found is None):
            return self.state.ask_live(name, found)
        return found

    def bind(self, name: str, value: Value) -> None:
        """Give a name a value."""
        scope = self.scope
        if scope.outer is None:
            self.version += 1
        if scope.before is None:
            scope.names[name] = value
        else:
            scope.bind(name, value)

    def is_bound(self, name: str) -> bool:
        """Whether the notebook itself gives a name its value."""
        return self.scope.find(name) is not MISSING

    def use(self, stage: str, call: str, node: ast.AST, how: str, offset: int = 0) -> Effect | None:
        """Record that the code at ``node`` enters a stage."""
        if not stage:
            return None
        line = getattr(node, "lineno", 1) + self.line_offset + offset
        effect = Effect(stage, call, line, getattr(node, "col_offset", 0), how)
        self.frame.effects.append(effect)
        return effect

    def truth(self, node: ast.expr) -> bool | None:
        """Whether a condition is always true or always false; None where it depends."""
        negated = False
        while isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            node, negated = node.operand, not negated
        truth: bool | None = self._truth(node)
        return None if truth is None else truth is not negated

    def _truth(self, node: ast.expr) -> bool | None:
        if isinstance(node, ast.Constant):
            return bool(node.value)
        if isinstance(node, ast.Name):
            found = self.scope.find(node.id)
            return bool(found.value) if isinstance(found, Const) and found.value is not None else None
        if isinstance(node, ast.Compare):
            return self._truth_of_name_guard(node)
        if isinstance(node, ast.BoolOp):
            parts = [self.truth(part) for part in node.values]
            decisive = isinstance(node.op, ast.Or)
            if decisive in parts:
                return decisive
            return None if None in parts else not decisive
        return None

    def _truth_of_name_guard(self, node: ast.Compare) -> bool | None:
        """``if __name__ == "__main__":``, the one comparison that says how the code is run."""
        if not isinstance(node.left, ast.Name) or node.left.id != "__name__" or len(node.ops) != 1:
            return None
        name = self.scope.find("__name__")
        other = node.comparators[0]
        if not isinstance(node.ops[0], ast.Eq) or not isinstance(other, Const) or not isinstance(name, Const):
            return None
        return name.value == other.value

    def enter(self, scope: Scope) -> Outside:
        """Enter a body; returns what :meth:`leave` needs."""
        before = (self.scope, self.frame, self.maybe, self.targets, self.kept)
        self.scope, self.frame, self.maybe, self.targets, self.kept = scope, Frame(), 0, [], None
        return before

    def leave(self, before: Outside) -> Frame:
        """Leave the body that :meth:`enter` entered; returns what was seen in it."""
        self.settle()
        frame = self.frame
        self.scope, self.frame, self.maybe, self.targets, self.kept = before
        return frame

    def settle(self) -> None:
        """Decide, at the end of a body, whether the backward pass seen in it trains something.

        A backward pass alone is a lesson in derivatives, unless the notebook has made an optimiser.
        """
        node = self.frame.backward
        if node is not None and (self.frame.stepped or self.state.optimizer):
            self.use("train", "backward", node, "a backward pass and an optimiser's step")
            self.frame.backward = None
