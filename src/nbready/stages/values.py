"""What a name can hold, as far as stages need to know.

A ``str`` is a thing of a library by its dotted name: a module, a class, a function. ``None`` is a value
nothing is known about. These classes are made in the thousands a notebook, hence plain slots.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from types import EllipsisType
from typing import TypeAlias

from nbready.stages.uses import Effect

MOST_OPTIONS = 24
# Containers within containers that are looked into; a list can even hold itself, and many times.
_MOST_LAYERS = 2

# A literal is worth itself: the node needs no copy.
Const = ast.Constant


# A text that is put together where it is written (an f-string, a path): the node is worth itself too.
Composed: TypeAlias = "ast.JoinedStr | ast.BinOp"

# A dictionary's key as it is written; None where it is not a literal.
Key: TypeAlias = "str | bytes | bool | int | float | complex | EllipsisType | None"


class Held:
    """What a name can hold beside a library's name, a literal and what is unknown."""

    __slots__ = ()


class Instance(Held):
    """What a library call returned: its kind (of the catalogue), and where it was made.

    ``kind`` is empty where the library is not in the catalogue. ``note`` is the text a file was opened with,
    ``effect`` the stage that making it entered, which what becomes of it may still change.
    """

    __slots__ = ("cell", "effect", "kind", "made_by", "note")

    def __init__(
        self, kind: str, made_by: str, cell: int, note: str = "", effect: Effect | None = None
    ) -> None:
        self.effect = effect
        self.kind = kind
        self.made_by = made_by
        self.cell = cell
        self.note = note


class Items(Held):
    """A list, tuple, set or dictionary; ``keys`` are a dictionary's, None where not a literal text."""

    __slots__ = ("items", "keys")

    def __init__(self, items: list[Value], keys: list[Key] | None = None) -> None:
        self.items = items
        self.keys = keys


class Either(Held):
    """One of several values: an element of a container, the outcome of a condition."""

    __slots__ = ("options",)

    def __init__(self, options: tuple[Value, ...]) -> None:
        self.options = options

    def with_attribute(self, name: str) -> list[Value]:
        """Those of the values that can have an attribute: not the ``None`` that a variable began with."""
        return [o for o in self.options if not isinstance(o, Const) or hasattr(o.value, name)]


class Bound(Held):
    """An attribute of a value, not yet called. ``hint`` is how the code names the value."""

    __slots__ = ("hint", "name", "owner")

    def __init__(self, owner: Value, name: str, hint: str) -> None:
        self.owner = owner
        self.name = name
        self.hint = hint


class Partial(Held):
    """``functools.partial(function, *args, **kwargs)``."""

    __slots__ = ("args", "function", "kwargs")

    def __init__(self, function: Value, args: list[Value], kwargs: dict[str, Value]) -> None:
        self.function = function
        self.args = args
        self.kwargs = kwargs


class Lazy(Held):
    """A function whose calls are put off, and such a call: ``args`` are None until it is called."""

    __slots__ = ("args", "function", "kwargs")

    def __init__(
        self, function: Value, args: list[Value] | None = None, kwargs: dict[str, Value] | None = None
    ) -> None:
        self.function = function
        self.args = args
        self.kwargs = kwargs or {}


Value: TypeAlias = "str | Const | Composed | Held | None"


def join(values: Iterable[Value], depth: int = 0) -> Value:
    """One value that stands for any of several; what is unknown adds nothing.

    ``depth`` counts the containers around them.
    """
    known: dict[object, Value] = {}
    for value in values:
        options = value.options if isinstance(value, Either) else (value,)
        for option in options:
            if option is not None:
                known.setdefault(option if type(option) is str else id(option), option)
    if len(known) < 2:
        return next(iter(known.values()), None)
    options = tuple(known.values())[:MOST_OPTIONS]
    rows: list[list[Value]] = []
    for option in options:
        if not isinstance(option, Items) or option.keys is not None:
            return Either(options)
        rows.append(option.items)
    if depth == _MOST_LAYERS or len({*map(len, rows)}) > 1:
        return Either(options)
    return Items([join(column, depth + 1) for column in zip(*rows, strict=True)])


def element(value: Value) -> Value:
    """What looping over a value yields."""
    if isinstance(value, Items):
        return join(Const(key) for key in value.keys) if value.keys is not None else join(value.items)
    if isinstance(value, Either):
        return join(element(option) for option in value.options)
    if isinstance(value, Instance):
        # A row or column of data is data; a step of anything else is not the thing itself.
        return value if value.kind in DATA_KINDS else None
    return None


DATA_KINDS = frozenset({"data", "frame", "picture", "response", "hf_dataset"})
