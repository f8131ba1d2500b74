"""Calls that are put off: what ``dask.delayed`` made, and what computing it does."""

from __future__ import annotations

import ast

from nbready.stages.interpreter import Interpreter
from nbready.stages.values import Items, Lazy, Value

# Methods of a call put off that make it.
COMPUTES = frozenset({"compute", "persist", "result"})
# Calls put off that are given to each other, and lists within lists, are followed so far.
_MOST = 200


def compute(walk: Interpreter, values: list[Value], node: ast.Call) -> Value:
    """Make the calls that were put off in some values, those that they are given included, at ``node``."""
    results: list[Value] = []
    todo, seen = list(reversed(values)), set[int]()
    while todo and len(seen) < _MOST:
        value = todo.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Items):
            todo += reversed(value.items)
        elif isinstance(value, Lazy) and value.args is not None:
            todo += [*value.args, *value.kwargs.values()]
            results.append(walk.invoke(value.function, node, value.args, value.kwargs))
    return Items(results) if results else None
