"""One walk over the tree of a cell: what its statements do to the names, and which stages its calls enter.

The walk follows values only as far as stages need: a call is judged by what its function is, a function of
the notebook by walking its body with the arguments it got. Nothing is executed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from nbready.stages import calls
from nbready.stages.arguments import Arguments
from nbready.stages.interpreter import Interpreter
from nbready.stages.syntax.expressions import HANDLERS as EXPRESSIONS
from nbready.stages.syntax.expressions import scan
from nbready.stages.syntax.imports import look_up
from nbready.stages.syntax.statements import HANDLERS as STATEMENTS
from nbready.stages.values import Value

# Expressions within expressions, those of called functions included. Plain Python gives up near there by
# itself; compiled code would go on to the end of the stack. Statements have their own end: the parser's.
MOST_NESTED = 450


class Walk(Interpreter):
    """Goes from a node to what handles its type, from a callee to what calling it does."""

    def run(self, body: Iterable[ast.stmt]) -> None:
        """Walk statements in order."""
        for statement in body:
            STATEMENTS[type(statement)](self, statement)

    def value(self, node: ast.expr) -> Value:
        """What an expression is worth; records the stages that its calls enter.

        Raises:
            RecursionError: It is nested too deeply; the cell is then given up.
        """
        kind = type(node)
        # What most expressions are, and nothing is nested in.
        if kind is ast.Name:
            found = self.scope.names.get(node.id)  # type: ignore[attr-defined]
            return look_up(self, node.id) if found is None else found  # type: ignore[attr-defined]
        if kind is ast.Constant:
            return node  # type: ignore[return-value]  # a literal is worth itself
        nested = self.nested
        if nested == MOST_NESTED:
            raise RecursionError
        self.nested = nested + 1
        value = EXPRESSIONS[kind](self, node)
        self.nested = nested
        return value

    def scan(self, nodes: list[ast.AST]) -> None:
        """Visit the calls in nodes, whatever they are worth, the last one first; the list is used up."""
        scan(self, nodes)

    def invoke(
        self, callee: Value, node: ast.Call, args: list[Value], kwargs: dict[str, Value] | None = None
    ) -> Value:
        """What calling a value does, with these arguments; ``node`` is where."""
        return calls.apply(self, callee, Arguments.given(self, node, args, kwargs))

    def step(self, value: Value, node: ast.expr) -> Value:
        """What looping over a value yields; looping over an open file reads it."""
        return calls.step(self, value, node)
