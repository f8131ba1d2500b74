"""Reads the catalogue's files and answers what a dotted name, or a method of a kind of object, does.

A file is a list of sections. ``[sklearn.datasets]`` holds names of a module, ``[kind frame]`` methods and
attributes of a kind of object, ``[kind a < b]`` the same with those of ``b`` behind them. Lines read

    STAGE [if CONDITION]: NAME NAME ... [-> RESULT]      # why, where it is not obvious

``STAGE`` is ``-`` where a call enters no stage; a name may end in ``*``; ``RESULT`` is a kind, ``self``, or
an ``@rule`` of :mod:`nbready.stages.results`. ``[moved]`` lists ``old.prefix -> new.prefix``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nbready.stages.uses import Stage

FOLDER = Path(__file__).parent


class Entry(NamedTuple):
    """What a call does: the stage it enters (empty for none), under which condition, what it returns."""

    stage: Stage | str
    condition: str
    result: str
    why: str


class Line(NamedTuple):
    """One line of a catalogue file, under its section."""

    section: str
    names: tuple[str, ...]
    entry: Entry
    place: str


class Catalogue:
    """Known calls by dotted name, and known methods by kind of object. Immutable."""

    def __init__(
        self, lines: Iterable[Line], moved: Iterable[tuple[str, str]], kinds: dict[str, str]
    ) -> None:
        self._exact: dict[str, Entry] = {}
        self._prefixes: dict[str, list[tuple[str, Entry]]] = {}
        self._leaves: dict[tuple[str, str], Entry] = {}
        self._methods: dict[tuple[str, str], Entry] = {}
        self._parents = kinds
        self._moved = tuple(moved)
        self._moved_roots = frozenset(old.partition(".")[0] for old, _ in self._moved)
        self.roots: set[str] = {old.partition(".")[0] for old, _ in self._moved}
        self._own: dict[str, Entry] = {}
        self._memo: dict[str, Entry | None] = {}
        for section, names, entry, _ in lines:
            if section.startswith("kind "):
                kind = section[5:]
                self._methods.update(((kind, name), entry) for name in names)
            else:
                self._add(section, names, entry)

    def _add(self, section: str, names: tuple[str, ...], entry: Entry) -> None:
        root = section.partition(".")[0]
        self.roots.add(root)
        for name in names:
            if name.endswith("*"):
                self._prefixes.setdefault(section, []).append((name[:-1], entry))
            else:
                self._exact[f"{section}.{name}"] = entry
                self._leaves.setdefault((root, name.rpartition(".")[2]), entry)

    @staticmethod
    def default() -> Catalogue:
        """The catalogue that comes with nbready, read once."""
        return _default()

    def extended(
        self,
        load: Iterable[str] = (),
        train: Iterable[str] = (),
        deploy: Iterable[str] = (),
        ignore: Iterable[str] = (),
    ) -> Catalogue:
        """A catalogue with a project's own dotted names besides; they win over the shipped ones."""
        more = Catalogue((), self._moved, self._parents)
        more._exact, more._prefixes, more._leaves = self._exact, self._prefixes, self._leaves
        more._methods, more.roots = self._methods, self.roots
        more._own = dict(self._own)
        for stage, names in (("load", load), ("train", train), ("deploy", deploy), ("", ignore)):
            more._own.update(dict.fromkeys(names, Entry(stage, "", "", "named in the configuration")))
        return more

    def own(self, dotted: str) -> Entry | None:
        """What the project itself says of a dotted name."""
        return self._own.get(dotted) if self._own else None

    def call(self, dotted: str) -> Entry | None:
        """What calling ``dotted`` does; None where the catalogue does not know it."""
        try:
            return self._memo[dotted]
        except KeyError:
            entry = self._memo[dotted] = self.own(dotted) or self._look_up(self.canonical(dotted))
            return entry

    def canonical(self, dotted: str) -> str:
        """The name under which the catalogue lists what libraries have moved about."""
        if dotted.partition(".")[0] in self._moved_roots:
            for old, new in self._moved:
                if dotted.startswith(old) and dotted[len(old) : len(old) + 1] in ("", "."):
                    return self.canonical(new + dotted[len(old) :])
        return dotted

    def _look_up(self, dotted: str) -> Entry | None:
        entry = self._exact.get(dotted)
        if entry is not None:
            return entry
        section, _, leaf = dotted.rpartition(".")
        while section:
            for prefix, entry in self._prefixes.get(section, ()):
                if leaf.startswith(prefix):
                    return entry
            section = section.rpartition(".")[0]
        # Libraries re-export: pandas.io.parsers.read_csv is pandas.read_csv.
        return self._leaves.get((dotted.partition(".")[0], leaf))

    def method(self, kind: str, name: str) -> Entry | None:
        """What the method or attribute ``name`` of a kind of object does."""
        while kind:
            entry = self._methods.get((kind, name)) or self._methods.get((kind, "*"))
            if entry is not None:
                return entry
            kind = self._parents.get(kind, "")
        return None

    def knows(self, root: str) -> bool:
        """Whether a top-level package is a library of the catalogue."""
        return root in self.roots


@lru_cache(maxsize=1)
def _default() -> Catalogue:
    lines: list[Line] = []
    moved: list[tuple[str, str]] = []
    kinds: dict[str, str] = {}
    for file in sorted(FOLDER.glob("*.txt")):
        _read(file.name, file.read_text(encoding="utf-8"), lines, moved, kinds)
    return Catalogue(lines, moved, kinds)


def _read(
    file: str, text: str, lines: list[Line], moved: list[tuple[str, str]], kinds: dict[str, str]
) -> None:
    section = ""
    for number, body, why in _bodies(text):
        if body[0] == "[":
            section = body[1:-1]
            if section.startswith("kind "):
                kind, _, parent = section[5:].partition(" < ")
                kinds[kind] = parent
                section = f"kind {kind}"
        elif section == "moved":
            old, _, new = body.partition(" -> ")
            moved.append((old, new))
        else:
            lines.append(_line(section, body, why, f"{file}:{number}"))


def _bodies(text: str) -> Iterator[tuple[int, str, str]]:
    for number, raw in enumerate(text.splitlines(), 1):
        body, _, why = raw.partition("#")
        if body.strip():
            yield number, body.strip(), why.strip()


def _line(section: str, body: str, why: str, place: str) -> Line:
    head, _, rest = body.partition(":")
    stage, _, condition = head.partition(" if ")
    names, _, result = rest.partition("->")
    entry = Entry("" if stage == "-" else stage, condition, result.strip(), why)
    return Line(section, tuple(names.split()), entry, place)
