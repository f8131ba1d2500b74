"""Functions that are given to a call, which calls them: ``df.apply(load_one)``, ``launcher(train)``."""

from __future__ import annotations

import ast

from nbready.stages.arguments import Arguments
from nbready.stages.definitions import Function
from nbready.stages.interpreter import Interpreter
from nbready.stages.naming import name_of
from nbready.stages.values import Bound, Either, Partial, Value

# Decorators that call the function then and there: ipywidgets'.
_AT_ONCE = frozenset({"interact"})
_KEYWORDS = frozenset({"target", "func", "function", "fn", "objective", "f", "input_fn", "train_func"})


def decorate(walk: Interpreter, decorator: ast.expr, function: Function) -> None:
    """Walk a function that its decorator calls."""
    if name_of(decorator) in _AT_ONCE:
        walk.invoke(function, ast.copy_location(ast.Call(decorator, [], []), decorator), [])


def puts_off(walk: Interpreter, decorator: Value) -> bool:
    """Whether a decorator puts off the calls of a function: dask's."""
    entry = walk.catalogue.call(decorator) if isinstance(decorator, str) else None
    return entry is not None and entry.returns.native == "deferred"


def callback(walk: Interpreter, arguments: Arguments) -> None:
    """Walk the functions that a call was given to call."""
    given = [*arguments.args, *(v for k, v in arguments.kwargs.items() if k in _KEYWORDS)]
    for value in given:
        known = walk.catalogue.call(value) is not None if isinstance(value, str) else False
        if known or type(value) in (Function, Partial, Bound, Either):
            walk.looping += 1
            walk.invoke(value, arguments.node, [None])
            walk.looping -= 1
