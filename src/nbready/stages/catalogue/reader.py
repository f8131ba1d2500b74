"""Reads the catalogue's files.

A file is a list of sections: ``[sklearn.datasets]`` holds names of a module, ``[kind frame]`` methods and
attributes of a kind of object, ``[kind a < b]`` the same with those of ``b`` behind them, ``[moved]`` lines
``old.prefix -> new.prefix``, ``[unbound names]`` what a name means that is imported nowhere, ``[invokers]``
names of what calls the functions it is given, ``[hinted]`` methods that say something by what they are called
on, ``[wrappers]`` magics over Python, ``[variables]`` packages
whose names mostly are variables, ``[shell train]`` commands and ``[R train]`` functions that enter a stage.
Every other line says what some names do, indented lines go on with its names::

    STAGE [if CONDITION] [-> RESULT]: NAME NAME ...

``STAGE`` is ``-`` where a call enters none. A ``*`` in a name stands for anything. ``CONDITION`` and parts of
arguments as ``RESULT`` are expressions (:mod:`nbready.stages.catalogue.expression`); else ``RESULT`` is a
kind, ``self``, or an ``@native`` of :mod:`nbready.stages.results`. Where two names fit, the one with more
letters wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nbready.stages.catalogue.expression import Condition, Part, read_condition, read_part

FOLDER = Path(__file__).parent
# Sections that only list names.
LISTS = ("hinted", "invokers", "variables", "wrappers")


class Entry(NamedTuple):
    """What a call does: the stage it enters (empty for none), under which condition, what it returns.

    ``result`` is a kind, or ``self``; ``part`` a part of the arguments; ``native`` an ``@native`` that is
    asked, given that part if there is one.
    """

    stage: str
    condition: Condition = ()
    result: str = ""
    native: str = ""
    part: Part | None = None


class Line(NamedTuple):
    """One statement of a catalogue file, under its section; ``place`` is file and line, for messages."""

    section: str
    names: tuple[str, ...]
    entry: Entry
    place: str


class Tables(NamedTuple):
    """All that the catalogue's files say.

    Lines, moved prefixes, the parent of each kind, unbound names, mere lists of names, and by language and
    stage what other languages call.
    """

    lines: list[Line]
    moved: dict[str, str]
    kinds: dict[str, str]
    unbound: dict[str, str]
    lists: dict[str, set[str]]
    commands: dict[tuple[str, str], list[str]]


def read_tables(folder: Path = FOLDER) -> Tables:
    """Read every ``*.txt`` of the catalogue, in the order of their names."""
    tables = Tables([], {}, {}, {}, {name: set() for name in LISTS}, {})
    for file in sorted(folder.glob("*.txt")):
        _read(file.name, file.read_text(encoding="utf-8"), tables)
    return tables


def _read(file: str, text: str, tables: Tables) -> None:
    section = ""
    for number, body in _statements(text):
        if body[0] == "[":
            section = body[1:-1]
            if section.startswith("kind "):
                kind, _, parent = section[5:].partition(" < ")
                tables.kinds[kind] = parent
                section = f"kind {kind}"
        elif section.startswith(("shell ", "R ")):
            language, _, stage = section.partition(" ")
            tables.commands.setdefault((language, stage), []).append(body)
        elif section in tables.lists:
            tables.lists[section].update(body.split())
        elif section in ("moved", "unbound names"):
            old, _, new = body.partition(" -> ")
            (tables.moved if section == "moved" else tables.unbound)[old] = new
        else:
            tables.lines.append(_line(section, body, f"{file}:{number}"))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Statements with their line numbers: comments dropped, continued lines joined."""
    held, start = "", 0
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition("#")[0].rstrip()
        if line[:1] == " ":
            held += line
        elif line:
            if held:
                yield start, held
            held, start = line, number
    if held:
        yield start, held


def _line(section: str, body: str, place: str) -> Line:
    head, _, names = body.partition(":")
    head, _, result = head.partition("->")
    stage, _, condition = head.strip().partition(" if ")
    result = result.strip()
    native, _, rest = result.partition(" ") if result[:1] == "@" else ("", "", result)
    try:
        part = read_part(rest)
        entry = Entry(
            "" if stage == "-" else stage,
            read_condition(condition.strip()),
            rest if part is None else "",
            native,
            part,
        )
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
    return Line(section, tuple(names.split()), entry, place)
