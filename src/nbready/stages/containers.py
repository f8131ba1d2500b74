"""Methods of lists and dictionaries, as far as what they hold is followed."""

from __future__ import annotations

from nbready.stages.arguments import Arguments
from nbready.stages.values import Const, Items, Value, element, join

METHODS = frozenset({*dir(list), *dir(tuple), *dir(dict), *dir(set)})
# Enough for what people write out; a bound on what a loop can pile up.
MOST_ITEMS = 200


def item(owner: Items, key: Value) -> Value:
    """What ``owner[key]`` is worth; any of its items where the key is not known."""
    if isinstance(key, Const):
        if owner.keys is None:
            if isinstance(key.value, int) and -len(owner.items) <= key.value < len(owner.items):
                return owner.items[key.value]
        elif key.value in owner.keys:
            return join([i for k, i in zip(owner.keys, owner.items, strict=False) if k == key.value])
        elif None not in owner.keys:
            return None
    return join(owner.items)


def put(owner: Items, key: Value, value: Value, *, maybe: bool) -> None:
    """Put a value under a key, instead of what is there unless that may stay."""
    name = key.value if isinstance(key, Const) else None
    if owner.keys is None:
        if isinstance(name, int) and -len(owner.items) <= name < len(owner.items) and not maybe:
            owner.items[name] = value
            return
        if isinstance(name, str):
            owner.keys = [None] * len(owner.items)
    elif name is not None and name in owner.keys and not maybe:
        kept = [(k, i) for k, i in zip(owner.keys, owner.items, strict=False) if k != name]
        owner.keys[:], owner.items[:] = [k for k, _ in kept], [i for _, i in kept]
    if len(owner.items) < MOST_ITEMS:
        owner.items.append(value)
        if owner.keys is not None:
            owner.keys.append(name)


def method(owner: Items, name: str, arguments: Arguments) -> Value:
    """What a method of a list or dictionary is worth; puts in it what ``append`` and its like put in."""
    args = arguments.args
    if name in ("append", "add", "insert", "extend", "update") and args:
        value = element(args[-1]) if name == "extend" else args[-1]
        values = args[0].items if name == "update" and isinstance(args[0], Items) else [value]
        for each in values[: MOST_ITEMS - len(owner.items)]:
            owner.items.append(each)
            if owner.keys is not None:
                owner.keys.append(None)
        return None
    if name == "items" and owner.keys is not None:
        return Items([Items([Const(k), v]) for k, v in zip(owner.keys, owner.items, strict=False)])
    if name == "keys" and owner.keys is not None:
        return Items([Const(key) for key in owner.keys])
    if name == "values" or name == "copy":
        return Items(owner.items, owner.keys if name == "copy" else None)
    if name in ("get", "pop", "setdefault"):
        key = args[0] if args else None
        return join((item(owner, key), *args[1:])) if owner.keys is not None else join(owner.items)
    return None
