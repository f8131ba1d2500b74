"""Reads the catalogue's files.

A file is a list of sections: ``[sklearn.datasets]`` holds names of a module, ``[kind frame]`` methods and
attributes of a kind of object, ``[kind a < b]`` the same with those of ``b`` behind them, ``[moved]`` lines
``old.prefix -> new.prefix``, ``[unbound names]`` what a name means that is imported nowhere, ``[invokers]``
names of what calls the functions it is given, ``[shell train]`` commands and ``[R train]`` functions that
enter a stage. Every other line says what some names do, indented lines go on with its names::

    STAGE [if CONDITION] [-> RESULT]: NAME NAME ...

``STAGE`` is ``-`` where a call enters none. A ``*`` in a name stands for anything. ``CONDITION`` is one of
:mod:`nbready.stages.conditions`, ``RESULT`` a kind, ``self``, or an ``@rule`` of
:mod:`nbready.stages.results`. Where two names fit, the one with more letters wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Entry(NamedTuple):
    """What a call does: the stage it enters (empty for none), under which condition, what it returns."""

    stage: str
    condition: str = ""
    result: str = ""


class Line(NamedTuple):
    """One statement of a catalogue file, under its section; ``place`` is file and line, for messages."""

    section: str
    names: tuple[str, ...]
    entry: Entry
    place: str


class Tables(NamedTuple):
    """All that the catalogue's files say.

    Lines, moved prefixes, the parent of each kind, unbound names, invokers, and by language and stage what
    other languages call.
    """

    lines: list[Line]
    moved: dict[str, str]
    kinds: dict[str, str]
    unbound: dict[str, str]
    invokers: set[str]
    commands: dict[tuple[str, str], list[str]]


def read_tables(folder: Path = FOLDER) -> Tables:
    """Read every ``*.txt`` of the catalogue, in the order of their names."""
    tables = Tables([], {}, {}, {}, set(), {})
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
        elif section == "invokers":
            tables.invokers.update(body.split())
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
    entry = Entry("" if stage == "-" else stage, condition.strip(), result.strip())
    return Line(section, tuple(names.split()), entry, place)
