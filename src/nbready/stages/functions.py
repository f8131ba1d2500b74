"""What calling a function or class of the notebook does: its body is walked with the arguments it got."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nbready.stages import loops
from nbready.stages.scope import Scope
from nbready.stages.values import DATA_KINDS, Class, Function, Items, Object, Value, join

if TYPE_CHECKING:
    from nbready.stages.arguments import Arguments
    from nbready.stages.walk import Frame, Walk

# How often one function is walked for one cell; callers after that get what was last seen.
MOST_WALKS = 3
MOST_DEPTH = 10


def call(walk: Walk, function: Function, arguments: Arguments) -> Value:
    """What a function returns; the stages of its body count at the call."""
    node = function.node
    seen = walk.seen.get(node)
    if node in walk.active or len(walk.active) >= MOST_DEPTH:
        return None
    if seen is not None and seen[0] >= MOST_WALKS:
        _, frame = seen
    else:
        frame = _walk_body(walk, function, arguments)
        walk.seen[node] = (1 if seen is None else seen[0] + 1, frame)
    _count(walk, function, frame, arguments)
    return join(frame.returned)


def construct(walk: Walk, cls: Class, arguments: Arguments) -> Value:
    """An instance of a notebook class; the stages of its ``__init__`` count at the call."""
    made = Object(cls, kind_of(walk, cls))
    init = cls.members.get("__init__")
    if isinstance(init, Function):
        call(walk, init.of(made, cls.name), arguments)
    lazily = cls.members.get("__getitem__")
    if made.kind in DATA_KINDS and isinstance(lazily, Function):
        walk.looping += 1
        call(walk, lazily.of(made, cls.name), arguments.given(walk, arguments.node, []))
        walk.looping -= 1
    return made


def defaults_of(walk: Walk, spec: ast.arguments) -> dict[str, Value]:
    """What the parameters that have a default are worth without an argument, as of now."""
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)][-len(spec.defaults) :] if spec.defaults else []
    defaults = {name: walk.value(default) for name, default in zip(names, spec.defaults, strict=True)}
    for extra, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
        if default is not None:
            defaults[extra.arg] = walk.value(default)
    return defaults


def kind_of(walk: Walk, cls: Class) -> str:
    """What the library classes under a notebook class make its instances."""
    todo = cls.bases[::-1]
    seen: set[int] = set()
    while todo:
        base = todo.pop()
        if isinstance(base, str):
            entry = walk.catalogue.call(base)
            if entry is not None and entry.result and entry.result[0] != "@":
                return entry.result
        elif isinstance(base, Class) and id(base) not in seen:
            seen.add(id(base))
            todo += base.bases[::-1]
    return ""


def _walk_body(walk: Walk, function: Function, arguments: Arguments) -> Frame:
    node = function.node
    scope = Scope(function.scope)
    _bind_parameters(scope, function, arguments)
    frame = walk.new_frame()
    before = walk.within(scope, frame)
    walk.active.append(node)
    try:
        if isinstance(node, ast.Lambda):
            frame.returned.append(walk.value(node.body))
        else:
            walk.run(node.body)
        loops.settle(walk, frame)
        if not isinstance(node, ast.Lambda) and not frame.uses and loops.learns(node):
            walk.use("train", function.name, node, "a training loop written by hand")
    finally:
        walk.active.pop()
        walk.back(before)
    return frame


def _bind_parameters(scope: Scope, function: Function, arguments: Arguments) -> None:
    spec = function.node.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    values = list(arguments.args)
    if function.bound is not None:
        values.insert(0, function.bound)
    scope.names.update(dict.fromkeys((*names, *(a.arg for a in spec.kwonlyargs))))
    scope.names.update(function.defaults)
    scope.names.update(zip(names, values, strict=False))
    if spec.vararg:
        scope.names[spec.vararg.arg] = Items(values[len(names) :])
    known = {*names, *(a.arg for a in spec.kwonlyargs)}
    scope.names.update({k: v for k, v in arguments.kwargs.items() if k in known})
    if spec.kwarg:
        rest = {k: v for k, v in arguments.kwargs.items() if k not in known}
        scope.names[spec.kwarg.arg] = Items(list(rest.values()), list(rest))


def _count(walk: Walk, function: Function, frame: Frame, arguments: Arguments) -> None:
    stages = set()
    for use in frame.uses:
        if use.stage not in stages:
            stages.add(use.stage)
            label = function.name if function.name != "lambda" else use.call
            verb = "lambda" if function.name == "lambda" else f"{function.name}()"
            walk.use(
                use.stage, label, arguments.node, f"{verb} defined in {function.place}, calls {use.call}"
            )
    walk.frame.stepped |= frame.stepped
    if frame.backward is not None and "train" not in stages:
        walk.frame.backward = walk.frame.backward or arguments.node
