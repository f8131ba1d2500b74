"""Judging a call by what is called: a function of a library or the notebook, a method of a value.

:func:`apply` is the dispatch on what is called, ``_method`` that on what a method is called on.
"""

from __future__ import annotations

import ast

from nbready.stages import attributes, containers, functions
from nbready.stages.arguments import Arguments
from nbready.stages.callbacks import callback
from nbready.stages.definitions import Class, Function, Object
from nbready.stages.interpreter import Interpreter
from nbready.stages.lexicon import lexicon
from nbready.stages.summaries import guess, lazy
from nbready.stages.summaries.library import perform
from nbready.stages.summaries.natives import handed_over
from nbready.stages.values import Bound, Const, Either, Instance, Items, Lazy, Partial, Value, element, join


def call(walk: Interpreter, node: ast.Call) -> Value:
    """What a call is worth; records the stage it enters, and those of its arguments."""
    callee = walk.value(node.func)
    arguments = Arguments(walk, node)
    value = apply(walk, callee, arguments)
    arguments.visit()
    if value is None and node.args and isinstance(node.args[0], ast.Name):
        value = _wrapped(walk, callee, node.args[0])
    if walk.opened and isinstance(callee, Bound):
        handed_over(walk, callee, node)
    return value


def _wrapped(walk: Interpreter, callee: Value, given: ast.Name) -> Value:
    """What gives nothing known of a function of the notebook wraps it: ``jax.pmap(step)``."""
    held = walk.scope.find(given.id)
    return held if isinstance(held, Function) and not isinstance(callee, Function | Class) else None


def apply(walk: Interpreter, callee: Value, arguments: Arguments) -> Value:
    """What calling a value does, by what the value is."""
    if isinstance(callee, Bound):
        return _method(walk, callee, arguments)
    if isinstance(callee, str):
        return _library(walk, callee, arguments)
    if callee is None:
        return guess.unknown_call(walk, arguments)
    if isinstance(callee, Function):
        return functions.call(walk, callee, arguments)
    if isinstance(callee, Class):
        return functions.construct(walk, callee, arguments)
    if isinstance(callee, Either):
        return _any_of(walk, callee, arguments)
    if isinstance(callee, Partial):
        return _partial(walk, callee, arguments)
    if isinstance(callee, Lazy):
        return Lazy(callee.function, arguments.args, arguments.kwargs)
    return _object(walk, callee, arguments) if isinstance(callee, Object | Instance) else None


def _library(walk: Interpreter, dotted: str, arguments: Arguments) -> Value:
    catalogue = walk.catalogue
    entry = catalogue.call(dotted)
    if entry is not None:
        return perform(walk, entry, dotted, None, arguments)
    leaf = dotted[dotted.rfind(".") + 1 :]
    if leaf in catalogue.invokers:
        callback(walk, arguments)
    if not catalogue.closed(dotted.partition(".")[0]):
        if leaf in catalogue.settings:
            return dotted.removesuffix(f".{leaf}")
        return guess.foreign_call(walk, dotted, arguments)
    return Instance("", dotted, walk.state.cell) if leaf[:1].isupper() else None


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
    func = arguments.node.func
    hint = func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")
    return _method(walk, Bound(callee, "__call__", hint), arguments)


def _method(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """What a method does, by what it is called on."""
    owner: Value = bound.owner
    if isinstance(owner, Bound):
        owner = attributes.as_property(walk, owner)
    if owner is None:  # as half of them are
        return _unknown(walk, bound, arguments)
    if isinstance(owner, Instance):
        return _of_kind(walk, owner, bound, arguments)
    if isinstance(owner, Object):
        return _of_notebook_class(walk, owner, bound, arguments)
    if isinstance(owner, Either):
        return _either(walk, owner, bound, arguments)
    if isinstance(owner, Items) and bound.name in containers.METHODS:
        walk.version += 1
        return containers.method(owner, bound.name, arguments)
    if isinstance(owner, Const) and hasattr(owner.value, bound.name):
        return owner if bound.name in ("format", "strip", "lower", "replace") else None
    if isinstance(owner, Lazy):
        return element(lazy.compute(walk, [owner], arguments.node)) if bound.name in lazy.COMPUTES else None
    if isinstance(owner, Function) and bound.name in walk.catalogue.settings:
        return owner  # what a decorator has given it
    return _unknown(walk, bound, arguments)


def _of_notebook_class(walk: Interpreter, owner: Object, bound: Bound, arguments: Arguments) -> Value:
    if bound.name == "__call__":
        members = owner.cls.members
        member = members.get("__call__") or members.get("call") or members.get("forward")
        if isinstance(member, Function):
            return functions.call(walk, member.of(owner), arguments)
    return _of_kind(walk, owner, bound, arguments)


def _of_kind(walk: Interpreter, owner: Instance | Object, bound: Bound, arguments: Arguments) -> Value:
    """A method of what is of a kind, or only known by what it was made by."""
    catalogue, name = walk.catalogue, bound.name
    label = f"{owner.made_by}.{name}"
    entry = catalogue.own.get(label) or (catalogue.method(owner.kind, name) if owner.kind else None)
    if entry is not None:
        return perform(walk, entry, label, owner, arguments)
    if not owner.kind:
        return _unknown(walk, bound, arguments)
    if name in catalogue.invokers:
        callback(walk, arguments)
    return None


def _either(walk: Interpreter, owner: Either, bound: Bound, arguments: Arguments) -> Value:
    methods = tuple(Bound(option, bound.name, bound.hint) for option in owner.with_attribute(bound.name))
    return _any_of(walk, Either(methods), arguments)


def _unknown(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """A method of a value that nothing is known about: what its name says."""
    name, hint = bound.name, bound.hint
    if name in walk.catalogue.invokers:
        callback(walk, arguments)
    entry = walk.catalogue.unknown(hint, name)
    if (entry is None and not guess.says(name) and not guess.told(bound.owner)) or lexicon("quiet").word(
        hint
    ):
        return None
    if entry is None:
        return guess.unknown_method(walk, bound, arguments)
    label = f"{hint}.{name}" if hint else name
    before = len(walk.frame.effects)
    made = perform(walk, entry, label, bound.owner, arguments, f"{hint or '?'}.{name}(), by its name")
    if made is None and len(walk.frame.effects) == before:
        return guess.told_method(walk, bound, arguments)
    return made


def iterate(walk: Interpreter, node: ast.expr, target: ast.expr) -> Value:
    """What a loop over ``node`` gives ``target``; looping over an open file reads it."""
    value = walk.value(node)
    before, walk.targets = walk.targets, [target]
    item = step(walk, value, node)
    walk.targets = before
    return item


def step(walk: Interpreter, value: Value, node: ast.expr) -> Value:
    """What looping over a value yields, where ``node`` does it; looping over an open file reads it."""
    if isinstance(value, Object):
        member = value.cls.members.get("__iter__")
        if isinstance(member, Function):
            return element(functions.call(walk, member.of(value), Arguments.implied(walk, node)))
    if isinstance(value, Instance) and value.kind:
        entry = walk.catalogue.method(value.kind, "__iter__")
        if entry is not None and entry.stage:
            perform(walk, entry, value.made_by, value, Arguments.implied(walk, node))
    return element(value)
