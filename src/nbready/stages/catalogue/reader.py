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

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

from nbready.stages.catalogue.expression import PHRASES, Condition, Result, read_condition, read_result
from nbready.stages.uses import STAGES, Half

FOLDER = Path(__file__).parent
HALVES: tuple[str, ...] = get_args(Half)
# Sections that only list names, and those in which a name stands for another.
LISTS = ("handles", "invokers", "settings", "variables")
ARROWS = ("moved", "unbound names")
# What is told of other languages.
LANGUAGES = {
    "shell": (*STAGES, "python"),
    "SQL": ("train", "load", "other", "body", "system", "elsewhere", "cell", "prose"),
    "R": ("load", "train", "train given something", "train given data"),
    "magic": ("code", "python", "shell", "sql", "query", "R", "run", "file", "script"),
}
_NAMES = re.compile(r"(?: *(?:\.?[\w*]+(?:\.[\w*]+)*(?:\.\[\])?|\[\])(?![^ ]))* *")
# Kinds that no line gives: what stands behind others, and what natives make.
_GIVEN = {"", "self", "any", "unknown", "binary", "pipeline"}


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


class Tables:
    """All that the catalogue's files say.

    Attributes:
        lines: What calls do.
        moved: Prefixes of names, and where their libraries have them now.
        unbound: What names stand for that nothing binds.
        kinds: The parent of each kind of object, empty for none.
        lists: Mere names, by section.
        commands: What other languages call, by language and section.
        magics: What a magic runs, by its name.
        conditions: Conditions by name.

    Raises:
        ValueError: A file says what cannot be, or names what is not there; the message begins with its place.
    """

    def __init__(self, *folders: Path) -> None:
        self.lines: list[Line] = []
        self.moved: dict[str, str] = {}
        self.unbound: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.lists: dict[str, set[str]] = {name: set() for name in LISTS}
        self.commands: dict[str, dict[str, list[str]]] = {language: {} for language in LANGUAGES}
        self.magics: dict[str, str] = {}
        self.conditions: dict[str, Condition] = {}
        # Where each kind and each condition is described.
        self._places: dict[str, str] = {}
        for folder in folders or (FOLDER,):
            for file in sorted(folder.glob("*.txt")):
                self._read(file.name, file.read_text(encoding="utf-8"))
        self._check()

    def _read(self, file: str, text: str) -> None:
        section, opened = "", set[str]()
        for number, body in _statements(text):
            place = f"{file}:{number}"
            try:
                if body[0] == "[":
                    if body in opened and body != "[moved]":
                        raise ValueError(f"{body} is opened twice")
                    opened.add(body)
                    section = self._open(body, place)
                else:
                    self._add(section, body, place)
            except ValueError as error:
                raise ValueError(f"{place}: {error}") from None

    def _open(self, body: str, place: str) -> str:
        """The name of a section; a kind's parent is kept."""
        name = body[1:].removesuffix("]")
        first, _, rest = name.partition(" ")
        kind = re.fullmatch(r"kind (\w+)(?: < (\w+))?", name)
        if kind is not None:
            if kind[1] in self.kinds:
                raise ValueError(f"kind {kind[1]} is described twice")
            self.kinds[kind[1]] = kind[2] or ""
            self._places[f"kind {kind[1]}"] = place
            return f"kind {kind[1]}"
        is_module = re.fullmatch(r"\w+(\.\w+)*", name)
        if not is_module and name not in ARROWS and rest not in LANGUAGES.get(first, ()):
            known = [f"{language} {'|'.join(told)}" for language, told in LANGUAGES.items()]
            raise ValueError(f"[{name}] is no section: a module, `kind NAME`, {', '.join((*ARROWS, *known))}")
        return name

    def _add(self, section: str, body: str, place: str) -> None:
        language, _, what = section.partition(" ")
        if language in LANGUAGES:
            if re.search(r"(^|[\s|])\||\|(\s|$)", body):
                raise ValueError(f"{body!r}: nothing stands on one side of a `|`")
            self.commands[language].setdefault(what, []).append(body)
            for name in body.split() if language == "magic" else ():
                if name in self.magics:
                    raise ValueError(f"{name} is a magic of [magic {self.magics[name]}] already")
                self.magics[name] = what
        elif section in self.lists:
            self.lists[section].update(_names(body))
        elif section in ARROWS:
            old, arrow, new = body.partition(" -> ")
            if not arrow or len(_names(f"{old} {new}")) != 2:
                raise ValueError(f"{body!r} is no NAME -> NAME")
            (self.moved if section == "moved" else self.unbound)[old] = new
            self._places[f"-> {new}"] = place
        elif section == "conditions":
            name, equals, condition = body.partition(" = ")
            if not equals or name in self.conditions or name in PHRASES:
                raise ValueError(f"{body!r} is no NAME = CONDITION, or one that there is already")
            self.conditions[name] = read_condition(condition)
            self._places[name] = place
        else:
            self.lines.append(_line(section, body, place))

    def _check(self) -> None:
        """See to it that what one line names another describes."""
        kinds = {parent: self._places[f"kind {kind}"] for kind, parent in self.kinds.items()}
        conditions = {condition: self._places[name] for name, condition in self.conditions.items()}
        # What many lines have in common is looked at once, where it stands last.
        conditions.update((line.entry.condition, line.place) for line in self.lines)
        for returns, place in {line.entry.returns: line.place for line in self.lines}.items():
            kinds.update(dict.fromkeys((returns.kind, *returns.told), place))
            kinds[returns.part.otherwise if returns.part is not None else ""] = place
        for condition, place in conditions.items():
            for test in (test for tests in condition for test in tests):
                if test.name in ("kind", "holds"):
                    kinds.update(dict.fromkeys(test.compared, place))
                elif not test.argument and test.name not in self.conditions and test.name not in PHRASES:
                    raise ValueError(f"{place}: no condition is called {test.name!r}")
        libraries = {line.section.partition(".")[0] for line in self.lines}
        for name in (*self.moved.values(), *self.unbound.values()):
            if name.partition(".")[0] not in libraries:
                raise ValueError(f"{self._places[f'-> {name}']}: no section describes the library of {name}")
        for kind in kinds.keys() - self.kinds.keys() - _GIVEN:
            raise ValueError(f"{kinds[kind]}: no section describes the kind {kind}")
        for kind in self.kinds.keys() - kinds.keys() - _GIVEN:
            raise ValueError(f"{self._places[f'kind {kind}']}: nothing is of the kind {kind}")


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
    head, _, listed = body.partition(":")
    names = _names(listed)
    if not names or not section:
        raise ValueError(f"{body!r} is no STAGE [if CONDITION] [-> RESULT]: NAME NAME ..., under a section")
    return Line(section, names, _entry(head), place)


@cache
def _entry(head: str) -> Entry:
    """What the head of a line says; most say what others say too."""
    head, _, result = head.partition("->")
    stage, _, condition = head.strip().partition(" if ")
    stage = stage.removeprefix("-")
    if stage and stage not in STAGES and stage not in HALVES:
        raise ValueError(f"{stage!r} is no stage: {', '.join((*STAGES, *HALVES))} or -")
    returns = read_result(result.strip())
    inert = not stage and returns == Result(returns.kind)
    return Entry(stage, read_condition(condition.strip()), returns, None, inert)


def _names(text: str) -> tuple[str, ...]:
    """Names as the catalogue writes them: dotted perhaps, with ``*`` for anything; ``[]`` for an item.

    ``.name`` is an attribute that acts by being asked for, uncalled.
    """
    if not _NAMES.fullmatch(text):
        raise ValueError(f"{text.strip()!r} are no names")
    return tuple(text.split())
