"""Training loops written by hand: a backward pass counts once something takes a step with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nbready.stages.definitions import Function
from nbready.stages.interpreter import Frame, Interpreter
from nbready.stages.lexicon import lexicon
from nbready.stages.naming import name_of, words_of

# Least squares are solved in one step, without a loop.
_SOLVERS = frozenset({"inv", "pinv", "solve", "lstsq"})
# Where statements hold others.
_BODIES = ("body", "orelse", "handlers", "finalbody", "cases")


def settle_loop(walk: Interpreter, node: ast.For | ast.AsyncFor) -> None:
    """A loop over epochs that moves weights by a learning rate trains, whatever the weights are."""
    # Cheaper than all words: a loop over epochs says so in its target or in the bound of its range.
    counted = f"{name_of(node.target)} {_bound(node.iter)}".lower()
    if ("epoch" not in counted and "episode" not in counted) or _has(walk.frame, "train"):
        return
    if _moves_weights(node) or any(_moves_weights(function) for function in _called(walk, node)):
        walk.use("train", "epochs", node, "a loop over epochs that moves weights by a learning rate")


def learns(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function that calls no library's training is one written by hand.

    It is called to train and loops over what it is given; or it takes data and a learning rate and loops
    over iterations; or it solves for the weights of a regression.
    """
    parameters = [
        a.arg for a in (*function.args.posonlyargs, *function.args.args) if a.arg not in ("self", "cls")
    ]
    if not parameters:
        return False
    named = bool(lexicon("trains").word(function.name))
    if named or lexicon("solved").word(function.name):
        return any(
            isinstance(inner, ast.AugAssign | ast.Assign)
            for loop in (_loops(function) if named else ())
            for inner in _statements(loop)
        ) or any(isinstance(n, ast.Attribute) and n.attr in _SOLVERS for n in ast.walk(function))
    if not any(map(lexicon("inputs").word, parameters)):
        return False
    if not any(lexicon("rate").word(name) or lexicon("strength").word(name) for name in parameters):
        return False
    counts = lexicon("iterations").word
    return any(isinstance(node, ast.For) and counts(words_of(node.iter)) for node in _loops(function))


def _loops(function: ast.stmt) -> list[ast.For | ast.While]:
    return [node for node in _statements(function) if isinstance(node, ast.For | ast.While)]


def _statements(node: ast.stmt) -> Iterator[ast.AST]:
    """A statement and those inside it, in no order; most nodes are expressions, which hold none."""
    stack: list[ast.AST] = [node]
    while stack:
        top = stack.pop()
        yield top
        for field in _BODIES:
            stack += getattr(top, field, ())


def _bound(node: ast.expr) -> str:
    return name_of(node.args[-1]) if isinstance(node, ast.Call) and node.args else name_of(node)


def _moves_weights(node: ast.stmt) -> bool:
    for inner in _statements(node):
        if isinstance(inner, ast.AugAssign | ast.Assign):
            names = [getattr(part, "id", "") or getattr(part, "attr", "") for part in ast.walk(inner.value)]
            if any(map(lexicon("rate").word, names)):
                return True
    return False


def _called(walk: Interpreter, node: ast.stmt) -> Iterator[ast.stmt]:
    """The functions of the notebook that statements inside one call for what they change."""
    for inner in _statements(node):
        call = inner.value if isinstance(inner, ast.Expr | ast.Assign) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            found = walk.scope.find(call.func.id)
            if isinstance(found, Function) and isinstance(found.node, ast.FunctionDef):
                yield found.node


def _has(frame: Frame, stage: str) -> bool:
    return any(effect.stage == stage for effect in frame.effects)


def mark(walk: Interpreter, half: str, node: ast.AST) -> None:
    """Remember a part of a training written by hand: a backward pass, a step, that there is an optimiser."""
    if half == "backward":
        walk.frame.backward = walk.frame.backward or node
    elif half == "step":
        walk.frame.stepped = True
    else:
        walk.state.optimizer = True
