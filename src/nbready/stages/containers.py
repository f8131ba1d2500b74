"""Methods of lists and dictionaries, as far as what they hold is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbready.stages.values import Const, Items, Value, element, join

if TYPE_CHECKING:
    from nbready.stages.arguments import Arguments

# Enough for what people write out; a bound on what a loop can pile up.
MOST_ITEMS = 200


def method(owner: Items, name: str, arguments: Arguments) -> Value:
    """What a method of a list or dictionary is worth; puts in it what ``append`` and its like put in."""
    args = arguments.args
    if name in ("append", "add", "insert", "extend", "update") and args:
        value = element(args[-1]) if name == "extend" else args[-1]
        values = args[0].items if name == "update" and isinstance(args[0], Items) else [value]
        for item in values[: MOST_ITEMS - len(owner.items)]:
            owner.items.append(item)
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
        if isinstance(key, Const) and owner.keys is not None and key.value in owner.keys:
            return owner.items[owner.keys.index(key.value)]
        return join(owner.items)
    return None
