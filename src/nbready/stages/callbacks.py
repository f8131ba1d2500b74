"""Functions that are given to a call, which calls them: ``df.apply(load_one)``, ``launcher(train)``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nbready.stages.arguments import Arguments
from nbready.stages.naming import name_of
from nbready.stages.values import Bound, Either, Function, Partial

if TYPE_CHECKING:
    from nbready.stages.walk import Walk

# Decorators that call the function then and there: ipywidgets'.
_AT_ONCE = frozenset({"interact"})
_KEYWORDS = frozenset({"target", "func", "function", "fn", "objective", "f", "input_fn"})


def decorate(walk: Walk, decorator: ast.expr, function: Function) -> None:
    """Walk a function that its decorator calls."""
    if name_of(decorator) in _AT_ONCE:
        walk.apply(function, Arguments.implied(walk, decorator))


def callback(walk: Walk, arguments: Arguments) -> None:
    """Walk the functions that a call was given to call."""
    given = [*arguments.args, *(v for k, v in arguments.kwargs.items() if k in _KEYWORDS)]
    for value in given:
        if type(value) in (Function, Partial, Bound, Either) or isinstance(value, str):
            inner = Arguments.given(walk, arguments.node, [None])
            if not isinstance(value, str) or walk.catalogue.call(value) is not None:
                walk.looping += 1
                walk.apply(value, inner)
                walk.looping -= 1
