"""Judging a call by what is called: a function of a library or the notebook, a method of a value.

``CALLEES`` is the dispatch on what is called, ``OWNERS`` that on what a method is called on.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from nbready.stages import attributes, containers, functions, guess, lazy
from nbready.stages.arguments import Arguments
from nbready.stages.callbacks import callback
from nbready.stages.definitions import Class, Function, Object
from nbready.stages.interpreter import Interpreter
from nbready.stages.lexicon import lexicon
from nbready.stages.library import perform
from nbready.stages.natives import handed_over
from nbready.stages.values import Bound, Const, Either, Instance, Items, Lazy, Partial, Value, element, join


def call(walk: Interpreter, node: ast.Call) -> Value:
    """What a call is worth; records the stage it enters, and those of its arguments."""
    callee = walk.value(node.func)
    arguments = Arguments(walk, node)
    value = apply(walk, callee, arguments)
    arguments.visit()
    if walk.opened and isinstance(callee, Bound):
        handed_over(walk, callee, node)
    return value


def apply(walk: Interpreter, callee: Value, arguments: Arguments) -> Value:
    """What calling a value does, by what the value is."""
    handler = CALLEES.get(type(callee))
    return None if handler is None else handler(walk, callee, arguments)


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


def _put_off(walk: Interpreter, callee: Lazy, arguments: Arguments) -> Value:
    return Lazy(callee.function, arguments.args, arguments.kwargs)


def _object(walk: Interpreter, callee: Object | Instance, arguments: Arguments) -> Value:
    func = arguments.node.func
    hint = func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")
    return _method(walk, Bound(callee, "__call__", hint), arguments)


def _method(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    owner = bound.owner
    if type(owner) is Bound:
        owner = attributes.as_property(walk, owner)
    return OWNERS.get(type(owner), _unknown)(walk, owner, bound, arguments)


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
        return _unknown(walk, owner, bound, arguments)
    if name in catalogue.invokers:
        callback(walk, arguments)
    return None


def _container(walk: Interpreter, owner: Items, bound: Bound, arguments: Arguments) -> Value:
    if bound.name not in containers.METHODS:
        return _unknown(walk, owner, bound, arguments)
    walk.version += 1
    return containers.method(owner, bound.name, arguments)


def _literal(walk: Interpreter, owner: Const, bound: Bound, arguments: Arguments) -> Value:
    if not hasattr(owner.value, bound.name):
        return _unknown(walk, owner, bound, arguments)
    return owner if bound.name in ("format", "strip", "lower", "replace") else None


def _either(walk: Interpreter, owner: Either, bound: Bound, arguments: Arguments) -> Value:
    methods = tuple(Bound(option, bound.name, bound.hint) for option in owner.with_attribute(bound.name))
    return _any_of(walk, Either(methods), arguments)


def _function(walk: Interpreter, owner: Function, bound: Bound, arguments: Arguments) -> Value:
    """A method of a function: what a decorator has given it."""
    if bound.name in walk.catalogue.settings:
        return owner
    return _unknown(walk, owner, bound, arguments)


def _of_put_off(walk: Interpreter, owner: Lazy, bound: Bound, arguments: Arguments) -> Value:
    return element(lazy.compute(walk, [owner], arguments.node)) if bound.name in lazy.COMPUTES else None


def _unknown(walk: Interpreter, owner: Value, bound: Bound, arguments: Arguments) -> Value:
    """A method of a value that nothing is known about: what its name says."""
    name, hint = bound.name, bound.hint
    if name in walk.catalogue.invokers:
        callback(walk, arguments)
    known = walk.catalogue.method
    entry = known("unknown", f"{hint}.{name}") or known("unknown", name)
    if lexicon("quiet").word(hint):
        return None
    if entry is None:
        return guess.unknown_method(walk, bound, arguments)
    label = f"{hint}.{name}" if hint else name
    before = len(walk.frame.effects)
    made = perform(walk, entry, label, bound.owner, arguments, f"{hint or '?'}.{name}(), by its name")
    if made is None and len(walk.frame.effects) == before:
        return guess.told_a_file(walk, bound, arguments)
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


OWNERS: dict[type, Callable[[Any, Any, Bound, Arguments], Value]] = {
    Instance: _of_kind,
    Object: _of_notebook_class,
    Items: _container,
    Const: _literal,
    Either: _either,
    Function: _function,
    Lazy: _of_put_off,
}
CALLEES: dict[type, Callable[[Any, Any, Arguments], Value]] = {
    str: _library,
    Bound: _method,
    Function: functions.call,
    Class: functions.construct,
    Either: _any_of,
    Partial: _partial,
    Lazy: _put_off,
    Object: _object,
    Instance: _object,
    type(None): guess.unknown_call,
}
