"""Reads the catalogue's files.

A file is a list of sections: ``[sklearn.datasets]`` holds names of a module, ``[kind frame]`` methods and
attributes of a kind of object, ``[kind a < b]`` the same with those of ``b`` behind them; ``any`` is behind
all kinds, ``unknown`` is what nothing is known about. ``[moved]`` holds lines ``old.prefix -> new.prefix``,
``[unbound names]`` what a name means that is imported nowhere, ``[conditions]`` lines ``NAME = CONDITION``,
``[invokers]`` names of what calls functions it is given, ``[handles]`` what decorated functions are called
through, ``[settings]`` what gives them back, ``[variables]`` packages whose names mostly are variables;
``[shell train]``, ``[SQL train]`` and ``[R train]`` what enters a stage in other languages,
``[magic sql]`` the magics that run one. Every other line says what some names do, indented lines go on with
its names::

    STAGE [if CONDITION] [-> RESULT]: NAME NAME ...

``STAGE`` is ``-`` where a call enters none, or a part of a training written by hand: ``backward``, ``step``
or ``optimizer``. A ``*`` in a name stands for anything; where two names fit, the one with more letters wins.
``CONDITION`` and ``RESULT`` are expressions (:mod:`nbready.stages.catalogue.expression`). A name may stand in
several lines of a section: the first whose condition holds counts, or the last, without its stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar, get_args

from nbready.stages.catalogue.expression import Condition, Result, read_condition, read_result
from nbready.stages.uses import STAGES, Half

FOLDER = Path(__file__).parent
HALVES: tuple[str, ...] = get_args(Half)
_Read = TypeVar("_Read")
# Sections that only list names.
LISTS = ("handles", "invokers", "settings", "variables")
LANGUAGES = ("shell", "SQL", "R", "magic")


class Entry(NamedTuple):
    """What a call does: the stage it enters (empty for none), under which condition, what it returns.

    ``otherwise`` is what it does where the condition does not hold; None where only the stage depends on it.
    An ``inert`` call enters no stage and gives the same, whatever it is given: as most do. One that
    ``invokes`` calls the functions it is given.
    """

    stage: str = ""
    condition: Condition = ()
    returns: Result = Result()
    otherwise: Entry | None = None
    inert: bool = False
    invokes: bool = False

    @property
    def result(self) -> str:
        """The kind of what it returns; ``self``, or empty for none."""
        return self.returns.kind

    def or_else(self, entry: Entry) -> Entry:
        """This, and another for where no condition of this one holds.

        Raises:
            ValueError: There is no such case.
        """
        if not self.condition:
            raise ValueError("listed again, behind a line that holds always")
        behind = entry if self.otherwise is None else self.otherwise.or_else(entry)
        return self._replace(otherwise=behind, inert=False)


class Line(NamedTuple):
    """One statement of a catalogue file, under its section; ``place`` is file and line, for messages."""

    section: str
    names: tuple[str, ...]
    entry: Entry
    place: str


class Tables(NamedTuple):
    """All that the catalogue's files say.

    Lines, moved prefixes, the parent of each kind, unbound names, mere lists of names, what other languages
    call by language and stage, and conditions by name.
    """

    lines: list[Line]
    moved: dict[str, str]
    kinds: dict[str, str]
    unbound: dict[str, str]
    lists: dict[str, set[str]]
    commands: dict[str, dict[str, list[str]]]
    conditions: dict[str, Condition]


def read_tables(folder: Path = FOLDER) -> Tables:
    """Read every ``*.txt`` of the catalogue, in the order of their names."""
    tables = Tables([], {}, {}, {}, {name: set() for name in LISTS}, {}, {})
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
        elif section.partition(" ")[0] in LANGUAGES:
            language, _, stage = section.partition(" ")
            tables.commands.setdefault(language, {}).setdefault(stage, []).append(body)
        elif section in tables.lists:
            tables.lists[section].update(body.split())
        elif section in ("moved", "unbound names"):
            old, _, new = body.partition(" -> ")
            (tables.moved if section == "moved" else tables.unbound)[old] = new
        elif section == "conditions":
            name, _, condition = body.partition(" = ")
            tables.conditions[name] = _checked(read_condition, condition, f"{file}:{number}")
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
    stage = stage.removeprefix("-")
    if stage and stage not in STAGES and stage not in HALVES:
        raise ValueError(f"{place}: {stage!r} is no stage: {', '.join((*STAGES, *HALVES))} or -")
    returns = _checked(read_result, result.strip(), place)
    inert = not stage and returns == Result(returns.kind)
    entry = Entry(stage, _checked(read_condition, condition.strip(), place), returns, None, inert)
    return Line(section, tuple(names.split()), entry, place)


def _checked(read: Callable[[str], _Read], text: str, place: str) -> _Read:
    try:
        return read(text)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
