"""Attributes and items of values."""

from __future__ import annotations

from nbready.stages import containers
from nbready.stages.definitions import Class, Function, Module, Object
from nbready.stages.interpreter import Interpreter
from nbready.stages.scope import MISSING
from nbready.stages.values import DATA_KINDS, Bound, Const, Either, Instance, Items, Value, join

_TRANSFORMER_FITS = frozenset({"fit", "partial_fit", "fit_transform"})


def attribute(walk: Interpreter, base: Value, name: str, hint: str) -> Value:
    """What ``base.name`` is worth; ``hint`` is how the code names the base."""
    if isinstance(base, str):
        if name in walk.catalogue.handles and not walk.catalogue.knows(base.partition(".")[0]):
            return base
        return f"{base}.{name}"
    if isinstance(base, Function) and name in walk.catalogue.handles:
        return base
    if isinstance(base, Object):
        if name in base.attributes:
            return base.attributes[name]
        # A transformer of the notebook may well fit a model inside: it prepares all the same.
        if name in base.cls.members and not (
            base.kind == "transformer" and name in _TRANSFORMER_FITS and "predict" not in base.cls.members
        ):
            return _member(base, base.cls.members[name], name, hint)
        return Bound(base, name, hint)
    if isinstance(base, Class):
        member = base.members.get(name)
        if isinstance(member, Function):
            if member.role == "property":  # which nobody asked for
                return None
            return member.of(base) if member.role == "classmethod" else member
        return Bound(base, name, hint) if member is None else member
    if isinstance(base, Module):
        found = base.scope.find(name)
        return None if found is MISSING else found
    if isinstance(base, Either):
        return join(attribute(walk, option, name, hint) for option in base.with_attribute(name))
    if isinstance(base, Bound):
        base = as_property(walk, base)
    return Bound(base, name, hint)


def _member(owner: Object, member: Value, name: str, hint: str) -> Value:
    if isinstance(member, Function):
        if member.role == "staticmethod":
            return member
        return member.of(owner.cls if member.role == "classmethod" else owner)
    return Bound(owner, name, hint) if member is None else member


def item_of(walk: Interpreter, base: Value, key: Value) -> Value:
    """What ``base[key]`` is worth."""
    if isinstance(base, Items):
        return containers.item(base, key)
    if isinstance(base, Either):
        return join(item_of(walk, option, key) for option in base.options)
    if isinstance(base, Bound):
        base = as_property(walk, base)
    if isinstance(base, str):
        entry = walk.catalogue.call(f"{base}.[]")
        note = key.value if isinstance(key, Const) and isinstance(key.value, str) else ""
        return None if entry is None else Instance(entry.result, base, walk.state.cell, note)
    if isinstance(base, Instance):
        if base.kind in DATA_KINDS:
            return base
        if base.kind == "globals" and isinstance(key, Const) and isinstance(key.value, str):
            found = walk.find(key.value)
            return None if found is MISSING else found
        entry = walk.catalogue.method(base.kind, "[]")
        if entry is not None:
            return base if entry.result == "self" else Instance(entry.result, base.made_by, walk.state.cell)
    return None


def as_property(walk: Interpreter, bound: Bound) -> Value:
    """What an attribute that is not called is worth: ``spark.read``, ``df.values``."""
    owner = as_property(walk, bound.owner) if isinstance(bound.owner, Bound) else bound.owner
    if isinstance(owner, Either):
        return join(as_property(walk, Bound(option, bound.name, bound.hint)) for option in owner.options)
    kind = owner.kind if isinstance(owner, Instance | Object) else ""
    if not kind:
        return None
    entry = walk.catalogue.method(kind, bound.name)
    if entry is None or not entry.result:
        return None
    return (
        owner
        if entry.result == "self"
        else Instance(entry.result, f"{bound.hint}.{bound.name}", walk.state.cell)
    )
