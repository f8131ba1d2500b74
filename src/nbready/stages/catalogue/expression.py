"""The small expressions of catalogue lines: conditions on what a call is given, and what it returns.

A condition joins tests with ``and``, ``or`` and ``not``. A test asks for an argument by any of its names and
places, ``*`` for all of them, ``owner`` for what the call is on::

    given(data|0)               is there, and not None
    true(refit) false(refit)    is written out as that
    flags(*)                    nothing but True, False and None
    literal(0)                  is written out
    function(loss|0)            is a function of the notebook
    kind(io|0, memory|path)     is known to be of such a kind; `holds` looks into lists too
    path(file|0)                is a path or an open file, or is called like one
    reads(mode|1)               is no mode of `open` that writes
    unread(owner)               is open, holds data, and opening it did not count
    rows(owner)                 is a cursor whose last query is not known to read none
    says(url|0, other|address)  what it holds or is called has a word of the lexicon; `function` stands for
                                the name of the function whose body this is, `maker` for what made the owner
    about(file|0, data|nothing) what reading a file that is called so reads, or what this is `owner` of
    sql(query|0, rows)          is SQL that reads rows; `query`: a text of any kind that is; `views`: of
                                nothing but views of the session; `model`: SQL that creates one

or is a phrase: a condition that ``[conditions]`` names, or one of ``PHRASES``, which no test says.

A result is a kind, ``self``, ``self as KIND``, ``KIND(path|0)`` with the text of an argument for a name, or a
part of the arguments: ``arg(model|0)``, with ``.item`` (what looping over it yields), ``.items`` (a list of
that) or ``.last`` (its last item) behind it, each as often as it takes; a kind after ``or`` is what to
believe if nothing is known of it. An ``@native`` before it is asked first, told the kinds in its parentheses.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, TypeAlias

from nbready.stages.lexicon.reader import FOLDER as LEXICON

# What a test can be told beside the argument; None for kinds, which are looked for when all are read.
_ANY: tuple[str, ...] | None = None
TESTS: dict[str, tuple[str, ...] | None] = {
    **dict.fromkeys(
        ("given", "true", "false", "flags", "literal", "function", "path", "reads", "unread", "rows"), ()
    ),
    "kind": _ANY,
    "holds": _ANY,
    "says": tuple(sorted(file.stem for file in LEXICON.glob("*.txt"))),
    "about": ("asset", "data", "model", "nothing", "other"),
    "sql": ("rows", "query", "views", "model"),
}
PHRASES = ("opened", "pictures")
NATIVES = (
    *("view", "pipeline", "sent", "saved", "file", "import", "code", "magic", "cell_magic", "command"),
    *("asked", "function", "written", "deferred", "computed"),
    *("partial", "zip", "enumerate", "dict", "getattr"),
)
STEPS = ("item", "items", "last")
_CALL = re.compile(r"(\w+)\(([^()]*)\)$")
_ARGUMENT = re.compile(r"[a-zA-Z_]\w*|-?\d+|\*")
_NATIVE = re.compile(r"@(\w+)(?:\(([\w|]+)\))? ?")
_PART = re.compile(r"arg\(([^()]*)\)((?:\.\w+)*)(?: or (\w+))?$")
_KIND = re.compile(r"(self as )?(\w*)(?:\(([\w|*]+)\))?$")


class Test(NamedTuple):
    """A test of a call; ``argument`` is empty where it is a phrase."""

    name: str
    negated: bool
    argument: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()


# Any of these, of each all.
Condition: TypeAlias = "tuple[tuple[Test, ...], ...]"


class Part(NamedTuple):
    """A part of the arguments; ``otherwise`` is the kind to believe if nothing is known of it."""

    argument: tuple[str, ...]
    steps: tuple[str, ...]
    otherwise: str = ""


class Result(NamedTuple):
    """What a call returns.

    Attributes:
        kind: A kind, or ``self``; empty where nothing is known.
        carries: Whether it is what the call is on, seen as another kind.
        note: The arguments whose text it is named by.
        part: The part of the arguments that it is.
        native: What is asked first; ``told`` are the kinds in its parentheses.
    """

    kind: str = ""
    carries: bool = False
    note: tuple[str, ...] = ()
    part: Part | None = None
    native: str = ""
    told: tuple[str, ...] = ()


@cache
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
    name = call[1]
    argument, comma, compared = (part.strip() for part in call[2].partition(","))
    if name not in TESTS or not all(map(_ARGUMENT.fullmatch, argument.split("|"))):
        raise ValueError(f"{bare!r}: the tests are {', '.join(TESTS)}, each of an argument")
    known, told = TESTS[name], compared.split("|") if comma else []
    if not told if known is None else not set(told) <= set(known) or bool(told) is not bool(known):
        raise ValueError(
            f"{bare!r}: `{name}` is told {'kinds' if known is None else '|'.join(known) or 'nothing'}"
        )
    return Test(name, bare != text, tuple(argument.split("|")), tuple(told))


@cache
def read_result(text: str) -> Result:
    """A result as it is written.

    Raises:
        ValueError: It is none, or has a native or a step that does not exist.
    """
    native = _NATIVE.match(text)
    name, told, rest = (
        ("", "", text) if native is None else (native[1], native[2] or "", text[native.end() :])
    )
    if name and name not in NATIVES:
        raise ValueError(f"@{name}: the natives are {', '.join(NATIVES)}")
    words = tuple(told.split("|")) if told else ()
    if rest.startswith("arg("):
        return Result(part=_read_part(rest), native=name, told=words)
    kind = _KIND.match(rest)
    if kind is None or (rest and not kind[2]):
        raise ValueError(f"{rest!r} is no result: KIND, KIND(ARGUMENT), self, self as KIND or arg(...)")
    note = tuple(kind[3].split("|")) if kind[3] else ()
    return Result(kind[2], kind[1] is not None, note, None, name, words)


def _read_part(text: str) -> Part:
    found = _PART.match(text)
    steps = tuple(found[2].split(".")[1:]) if found is not None else ()
    if found is None or not found[1] or not set(steps) <= set(STEPS):
        raise ValueError(
            f"{text!r} is no part of the arguments: arg(NAME|PLACE), then .item, .items or .last"
        )
    return Part(tuple(found[1].split("|")), steps, found[3] or "")
