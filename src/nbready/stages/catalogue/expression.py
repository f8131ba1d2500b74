"""The small expressions of catalogue lines: conditions on what a call is given, and which part it returns.

A condition joins tests with ``and``, ``or`` and ``not``. A test is a phrase that
:mod:`nbready.stages.conditions` explains (``read``), or asks for an argument by any of its names and places::

    given(data|0)  true(refit)  false(retrain)  function(loss|0)  kind(io|0, memory)

A result that is part of the arguments is ``arg(model|0)``, with ``.item`` (what looping over it yields) or
``.last`` (its last item) behind it, each as often as it takes; a kind after ``or`` is what to believe if
nothing is known of that.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

# How many things a test is told: the names of an argument, and what it is compared with.
TESTS = {"given": 1, "true": 1, "false": 1, "function": 1, "kind": 2}
STEPS = ("item", "last")
_CALL = re.compile(r"(\w+)\(([^()]*)\)$")
_PART = re.compile(r"arg\(([^()]*)\)((?:\.\w+)*)(?: or (\w+))?$")


class Test(NamedTuple):
    """A test of a call; ``argument`` is empty where it is a phrase."""

    name: str
    negated: bool
    argument: tuple[str, ...] = ()
    compared: str = ""


# Any of these, of each all.
Condition: TypeAlias = "tuple[tuple[Test, ...], ...]"


class Part(NamedTuple):
    """A part of the arguments; ``otherwise`` is the kind to believe if nothing is known of it."""

    argument: tuple[str, ...]
    steps: tuple[str, ...]
    otherwise: str = ""


def read_condition(text: str) -> Condition:
    """A condition as it is written; empty for none.

    Raises:
        ValueError: A test is unknown, or told too much or too little.
    """
    if not text:
        return ()
    return tuple(tuple(_read_test(test.strip()) for test in way.split(" and ")) for way in text.split(" or "))


def _read_test(text: str) -> Test:
    bare = text.removeprefix("not ")
    call = _CALL.match(bare)
    if call is None:
        if not re.fullmatch(r"\w[\w ]*", bare):
            raise ValueError(f"{bare!r} is no test")
        return Test(bare, bare != text)
    name, told = call[1], [part.strip() for part in call[2].split(",")]
    if TESTS.get(name) != len(told) or not all(told):
        raise ValueError(f"{bare!r}: the tests are {', '.join(TESTS)}; `kind` is told two things, others one")
    return Test(name, bare != text, tuple(told[0].split("|")), told[1] if len(told) > 1 else "")


def read_part(text: str) -> Part | None:
    """A part of the arguments as it is written; None where a text says something else.

    Raises:
        ValueError: It begins like one and is none.
    """
    if not text.startswith("arg("):
        return None
    found = _PART.match(text)
    steps = tuple(found[2].split(".")[1:]) if found is not None else ()
    if found is None or not found[1] or not set(steps) <= set(STEPS):
        raise ValueError(f"{text!r} is no part of the arguments: arg(NAME|PLACE), then .item or .last")
    return Part(tuple(found[1].split("|")), steps, found[3] or "")
