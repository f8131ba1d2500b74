"""What calling a function or class of the notebook does: its body is walked with the arguments it got."""

from __future__ import annotations

import ast

from nbready.stages import loops
from nbready.stages.arguments import Arguments
from nbready.stages.definitions import Class, Function, Object
from nbready.stages.interpreter import Frame, Interpreter
from nbready.stages.lexicon import lexicon
from nbready.stages.naming import words_of
from nbready.stages.scope import Scope
from nbready.stages.uses import Effect
from nbready.stages.values import DATA_KINDS, Const, Instance, Items, Value, join

# How often one function is walked for one cell, and all of them together: code that calls and calls is not
# followed to the end of time. Beyond that a call is judged as one that is given something unknown.
MOST_WALKS = 40
MOST_WALKS_IN_ALL = 2_000
MOST_DEPTH = 30


def call(walk: Interpreter, function: Function, arguments: Arguments) -> Value:
    """What a function returns; the stages of its body count at the call."""
    if function.node in walk.active or len(walk.active) >= MOST_DEPTH:
        return None
    frame = summary(walk, function, arguments)
    return _count(walk, function, frame, arguments)


def summary(walk: Interpreter, function: Function, arguments: Arguments) -> Frame:
    """What a call of a function does, found by walking its body; what is known already is not walked again.

    A summary is found again by all that the body can depend on: the arguments, and what is around it.
    """
    known = walk.summaries.setdefault(function.node, {})
    given = [function.bound, *arguments.args, *arguments.kwargs.values()]
    key = (*map(_identity, given), *arguments.kwargs, walk.version, walk.looping > 0)
    if key in known:
        return known[key][0]
    if len(known) < MOST_WALKS and walk.walked < MOST_WALKS_IN_ALL:
        walk.walked += 1
    elif () in known:
        return known[()][0]
    else:
        key, arguments = (), Arguments.given(walk, arguments.node, [])
    frame = _walk_body(walk, function, arguments)
    known[key] = (frame, given)  # keeps alive what the key tells apart by its identity
    return frame


def _identity(value: Value) -> object:
    """What tells a value from another as an argument: what is written alike does alike."""
    if isinstance(value, Const):
        return type(value.value), value.value
    if isinstance(value, Instance) and value.effect is None:
        return value.kind, value.made_by, value.note
    return value if value is None or isinstance(value, str) else id(value)


def construct(walk: Interpreter, cls: Class, arguments: Arguments) -> Value:
    """An instance of a notebook class; the stages of its ``__init__`` count at the call."""
    made = Object(cls, kind_of(walk, cls))
    init = cls.members.get("__init__") or cls.members.get("__post_init__")  # a dataclass has its own
    if isinstance(init, Function):
        call(walk, init.of(made, cls.name), arguments)
    lazily = cls.members.get("__getitem__")
    if made.kind in DATA_KINDS and isinstance(lazily, Function):
        walk.looping += 1
        call(walk, lazily.of(made, cls.name), arguments.given(walk, arguments.node, []))
        walk.looping -= 1
    return made


def defaults_of(walk: Interpreter, spec: ast.arguments) -> dict[str, Value]:
    """What the parameters that have a default are worth without an argument, as of now."""
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)][-len(spec.defaults) :] if spec.defaults else []
    defaults = {name: walk.value(default) for name, default in zip(names, spec.defaults, strict=True)}
    for extra, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
        if default is not None:
            defaults[extra.arg] = walk.value(default)
    return defaults


def kind_of(walk: Interpreter, cls: Class) -> str:
    """What the library classes under a notebook class make its instances."""
    todo = cls.bases[::-1]
    seen: set[int] = set()
    while todo:
        base = todo.pop()
        if isinstance(base, str):
            entry = walk.catalogue.call(base)
            if entry is not None and entry.result:
                return entry.result
        elif isinstance(base, Class) and id(base) not in seen:
            seen.add(id(base))
            todo += base.bases[::-1]
    return ""


def _walk_body(walk: Interpreter, function: Function, arguments: Arguments) -> Frame:
    node = function.node
    scope = Scope(function.scope)
    _bind_parameters(scope, function, arguments)
    before = walk.enter(scope)
    walk.active.append(node)
    if isinstance(node, ast.Lambda):
        walk.frame.returned.append(walk.value(node.body))
    else:
        walk.run(node.body)
        walk.settle()
        if not walk.frame.effects and loops.learns(node):
            walk.use("train", function.name, node, "a training loop written by hand")
    walk.active.pop()
    return walk.leave(before)


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


def _for_a_model(function: Function, arguments: Arguments) -> bool:
    """Whether what a call brings answers a question, or a language model asked for it."""
    asked = lexicon("tool_call").word
    return bool(
        asked(function.name) or lexicon("retrieves").word(function.name) or asked(words_of(arguments.node))
    )


def _count(walk: Interpreter, function: Function, frame: Frame, arguments: Arguments) -> Value:
    """The stages of a body, each once, at the call; returns what the call is worth."""
    counted: dict[str, Effect] = {}
    inside: dict[str, list[Effect]] = {}
    for effect in frame.effects:
        stage = effect.stage
        if not stage:
            continue
        inside.setdefault(stage, []).append(effect)
        if stage == "load" and _for_a_model(function, arguments):
            continue
        if stage not in counted:
            label = function.name if function.name != "lambda" else effect.call
            verb = "lambda" if function.name == "lambda" else f"{function.name}()"
            made = walk.use(
                stage, label, arguments.node, f"{verb} defined in {function.place}, calls {effect.call}"
            )
            if made is not None:
                counted[stage] = made
    walk.frame.stepped |= frame.stepped
    if frame.backward is not None and "train" not in counted:
        walk.frame.backward = walk.frame.backward or arguments.node
    returned = join(frame.returned)
    if isinstance(returned, Instance) and returned.effect is not None:
        own = inside.get(returned.effect.stage)
        if own is not None and len(own) == 1 and own[0] is returned.effect and own[0].stage in counted:
            # The call brought this and nothing else: what becomes of it decides for the call.
            effect = counted[returned.effect.stage]
            return Instance(returned.kind, returned.made_by, returned.cell, returned.note, effect)
    return returned
