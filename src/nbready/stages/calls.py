"""Judging a call: which stage it enters, and what it returns."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nbready.stages import attributes, conditions, containers, functions, guess, loops
from nbready.stages.arguments import EVERY, Arguments, visit_inside
from nbready.stages.callbacks import callback
from nbready.stages.catalogue import Entry
from nbready.stages.catalogue.expression import Result
from nbready.stages.catalogue.reader import HALVES
from nbready.stages.definitions import Class, Function, Object
from nbready.stages.lexicon import lexicon
from nbready.stages.naming import dotted_of
from nbready.stages.natives import NATIVES
from nbready.stages.scope import MISSING, Missing
from nbready.stages.uses import Effect
from nbready.stages.values import (
    Bound,
    Const,
    Either,
    Instance,
    Items,
    Partial,
    Value,
    element,
    join,
)

if TYPE_CHECKING:
    from nbready.stages.interpreter import Interpreter
    from nbready.stages.scope import Scope


def call(walk: Interpreter, node: ast.Call) -> Value:
    """What a call is worth; records the stage it enters, and those of its arguments."""
    func = node.func
    callee = walk.value(func)
    kind = type(callee)
    # Most calls of a notebook enter no stage whatever they are given.
    if callee is None:
        if type(func) is not ast.Name or not guess.speaks_of(func.id):
            visit_inside(walk, node)
            return None
    elif kind is Bound or kind is str:
        idle = _idle_method(walk, callee) if kind is Bound else _idle_function(walk, callee)  # type: ignore[arg-type]
        if idle is not MISSING:
            visit_inside(walk, node)
            return idle
    arguments = Arguments(walk, node)
    value = apply(walk, callee, arguments)
    arguments.visit()
    return value


def _idle_method(walk: Interpreter, callee: Bound) -> Value | Missing:
    """What a method is worth that enters no stage whatever it is given; MISSING where that depends."""
    owner, name = callee.owner, callee.name
    if name in walk.catalogue.speaking or walk.catalogue.has_own:
        return MISSING
    if owner is None:
        return None
    if type(owner) is not Instance:
        return MISSING
    entry = walk.catalogue.method(owner.kind, name) if owner.kind else None
    return None if entry is None else _idle_result(walk, entry, name, owner)


def _idle_function(walk: Interpreter, callee: str) -> Value | Missing:
    """The same of a function of a library."""
    entry = walk.catalogue.call(callee)
    if entry is None or callee[callee.rfind(".") + 1 :] in walk.catalogue.invokers:
        return MISSING
    return _idle_result(walk, entry, callee, None)


def _idle_result(walk: Interpreter, entry: Entry, name: str, owner: Value) -> Value | Missing:
    returns = entry.returns
    if (
        entry.stage
        or entry.otherwise is not None
        or returns.native
        or returns.part
        or returns.note
        or returns.carries
    ):
        return MISSING
    if not returns.kind:
        return None
    return owner if returns.kind == "self" else Instance(returns.kind, name, walk.state.cell)


def apply(walk: Interpreter, callee: Value, arguments: Arguments) -> Value:
    """What calling a value does, by what the value is."""
    handler = _APPLY.get(type(callee))
    return None if handler is None else handler(walk, callee, arguments)


def _any_of(walk: Interpreter, callee: Either, arguments: Arguments) -> Value:
    effects = walk.frame.effects
    values, begun = [], len(effects)
    for option in callee.options:
        before = len(effects)
        values.append(apply(walk, option, arguments))
        said = {effect.stage for effect in effects[begun:before]}
        effects[before:] = [effect for effect in effects[before:] if effect.stage not in said]
    return join(values)


def _partial(walk: Interpreter, callee: Partial, arguments: Arguments) -> Value:
    merged = Arguments.given(
        walk, arguments.node, callee.args + arguments.args, {**callee.kwargs, **arguments.kwargs}
    )
    return apply(walk, callee.function, merged)


def _object(walk: Interpreter, callee: Object | Instance, arguments: Arguments) -> Value:
    return _method(walk, Bound(callee, "__call__", _hint(arguments)), arguments)


def _unknown(walk: Interpreter, _callee: None, arguments: Arguments) -> Value:
    return guess.unknown_call(walk, arguments)


def perform(
    walk: Interpreter, entry: Entry, name: str, owner: Value, arguments: Arguments, how: str = ""
) -> Value:
    """What the catalogue says of a call: record its stage, if its condition holds; give its result."""
    holds = conditions.hold(walk, entry.condition, owner, arguments)
    while not holds and entry.otherwise is not None:
        entry = entry.otherwise
        holds = conditions.hold(walk, entry.condition, owner, arguments)
    effect: Effect | None = None
    if entry.stage and holds:
        if entry.stage in HALVES:
            loops.mark(walk, entry.stage, arguments.node)
        else:
            called = walk.catalogue.canonical(name).removeprefix("builtins.").removeprefix("unbound.")
            effect = walk.use(
                entry.stage, called, arguments.node, how or explain(walk, arguments, name, owner)
            )
    returns = entry.returns
    if returns.native:
        made = NATIVES[returns.native](walk, owner, arguments, returns)
    elif returns.part is not None:
        return arguments.part(returns.part)
    elif returns.carries or returns.note:
        made = _named(walk, returns, name, owner, arguments)
    elif returns.kind == "self" or not returns.kind:
        return owner if returns.kind else None
    else:
        made = Instance(returns.kind, name, walk.state.cell)
    if effect is not None and isinstance(made, Instance) and made.effect is None:
        made.effect = effect
    return made


def _named(walk: Interpreter, returns: Result, name: str, owner: Value, arguments: Arguments) -> Instance:
    """A thing that is known by a text: of the owner, which it is another side of, or of arguments."""
    cell = walk.state.cell
    before = owner if isinstance(owner, Instance) else Instance("", name, cell)
    if returns.carries:
        return Instance(
            returns.kind, before.made_by, cell, before.note, before.effect if before.cell == cell else None
        )
    texts = arguments.texts() if returns.note == EVERY else [arguments.text(returns.note)]
    return Instance(returns.kind, name, cell, "/".join(text for text in (before.note, *texts) if text))


def explain(walk: Interpreter, arguments: Arguments, name: str, owner: Value) -> str:
    """How a call was resolved: ``pd -> pandas.read_csv``, ``clf: sklearn.svm.SVC from cell 4``."""
    written = dotted_of(arguments.node.func)
    if isinstance(owner, Instance):
        holder = dotted_of(getattr(arguments.node.func, "value", arguments.node.func))
        where = "" if owner.cell == walk.state.cell else f" from cell {owner.cell}"
        return f"{holder}: {owner.made_by}{where}"
    root = written.partition(".")[0]
    full = name.removeprefix("builtins.").removeprefix("unbound.")
    return f"{root} -> {full}" if root and written != full else full


def _library(walk: Interpreter, dotted: str, arguments: Arguments) -> Value:
    entry = walk.catalogue.call(dotted)
    if entry is not None:
        value = perform(walk, entry, dotted, None, arguments)
        leaf = dotted[dotted.rfind(".") + 1 :]
        if leaf in walk.catalogue.invokers:
            callback(walk, arguments)
        return value
    leaf = dotted[dotted.rfind(".") + 1 :]
    if leaf in walk.catalogue.invokers:
        callback(walk, arguments)
    if not walk.catalogue.knows(dotted.partition(".")[0]):
        return guess.foreign_call(walk, dotted, arguments)
    return Instance("", dotted, walk.state.cell) if leaf[:1].isupper() else None


def _method(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    owner = attributes.as_property(walk, bound.owner) if isinstance(bound.owner, Bound) else bound.owner
    if isinstance(owner, Instance | Object):
        return _instance_method(walk, owner, bound, arguments)
    if isinstance(owner, Items) and bound.name in containers.METHODS:
        walk.version += 1
        return containers.method(owner, bound.name, arguments)
    if isinstance(owner, Const) and hasattr(owner.value, bound.name):
        return owner if bound.name in ("format", "strip", "lower", "replace") else None
    if isinstance(owner, Either):
        methods = tuple(Bound(o, bound.name, bound.hint) for o in owner.with_attribute(bound.name))
        return _any_of(walk, Either(methods), arguments)
    if bound.name in walk.catalogue.invokers:
        callback(walk, arguments)
    return _unknown_method(walk, bound, arguments)


def _instance_method(
    walk: Interpreter, owner: Instance | Object, bound: Bound, arguments: Arguments
) -> Value:
    name = bound.name
    if isinstance(owner, Object):
        if name == "__call__":
            members = owner.cls.members
            member = members.get("__call__") or members.get("call") or members.get("forward")
            if isinstance(member, Function):
                return functions.call(walk, member.of(owner), arguments)
        made_by = owner.cls.name
    else:
        made_by = owner.made_by
    own = walk.catalogue.own(f"{made_by}.{name}")
    entry = own or (walk.catalogue.method(owner.kind, name) if owner.kind else None)
    if name in walk.catalogue.invokers:
        callback(walk, arguments)
    if entry is not None:
        return perform(walk, entry, f"{made_by}.{name}", owner, arguments)
    return None if owner.kind else _unknown_method(walk, bound, arguments)


def _unknown_method(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """A method of a value that nothing is known about: what its name says."""
    name, hint = bound.name, bound.hint
    entry = walk.catalogue.method("unknown", name)
    if entry is None or lexicon("quiet").word(hint):
        return None
    label = f"{hint}.{name}" if hint else name
    return perform(walk, entry, label, bound.owner, arguments, f"{hint or '?'}.{name}(), by its name")


def missing(walk: Interpreter, name: str) -> Value:
    """What a name stands for that the notebook binds nowhere: a builtin, or a star import's."""
    known = walk.catalogue.unbound(name)
    if known is not None or name in _BUILTINS:
        return known
    scope: Scope | None = walk.scope
    while scope is not None:
        if scope.starred:
            return _starred(walk, scope.starred, name)
        scope = scope.outer
    return None


def _starred(walk: Interpreter, modules: list[str], name: str) -> Value:
    """What a name stands for that only a star import can have bound.

    A pattern for all of a module (its classes) counts only where no module is known to have that name.
    """
    dotted = [f"{module}.{name}" for module in reversed(modules)]
    for full in dotted:
        if walk.catalogue.names(full):
            return full
    for full in dotted if name[0].isupper() else ():
        entry = walk.catalogue.call(full)
        if entry is not None and entry.result and not entry.stage:
            return full
    return None


def extend(walk: Interpreter, target: ast.expr, value: Value) -> None:
    """``models += [Ridge()]``."""
    held = walk.value(target) if isinstance(target, ast.Name | ast.Attribute) else None
    if isinstance(held, Items) and isinstance(value, Items) and held.keys is None:
        held.items += value.items[: containers.MOST_ITEMS - len(held.items)]


def iterate(walk: Interpreter, node: ast.expr, target: ast.expr) -> Value:
    """What a loop over ``node`` gives ``target``; looping over an open file reads it."""
    value = walk.value(node)
    if isinstance(value, Instance) and value.kind:
        entry = walk.catalogue.method(value.kind, "__iter__")
        if entry is not None and entry.stage:
            before, walk.targets = walk.targets, [target]
            perform(walk, entry, value.made_by, value, Arguments.implied(walk, node))
            walk.targets = before
    return element(value)


def _hint(arguments: Arguments) -> str:
    func = arguments.node.func
    return func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")


_BUILTINS = frozenset(dir(builtins))
_APPLY: dict[type, Callable[[Any, Any, Arguments], Value]] = {
    str: _library,
    Bound: _method,
    Function: functions.call,
    Class: functions.construct,
    Either: _any_of,
    Partial: _partial,
    Object: _object,
    Instance: _object,
    type(None): _unknown,
}
