"""Answers what a dotted name, or a method of a kind of object, does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from nbready.stages.catalogue.reader import Entry, Tables, read_tables

_GATED = frozenset({"load", "train", "deploy"})
_NOTHING: tuple[tuple[int, str, Entry], ...] = ()


class Catalogue:
    """Known calls by dotted name, and known methods by kind of object. Immutable."""

    def __init__(self, tables: Tables, own: dict[str, Entry] | None = None) -> None:
        self._tables = tables
        self._own = own or {}
        # Whether a project has added names of its own.
        self.has_own = bool(own)
        self._exact: dict[str, Entry] = {}
        self._globs: dict[str, list[tuple[int, str, Entry]]] = {}
        self._general: dict[str, Entry] = {}
        self._leaves: dict[tuple[str, str], Entry] = {}
        self._methods: dict[tuple[str, str], Entry] = {}
        self._parents = tables.kinds
        self._moved = tables.moved
        self._moved_roots = frozenset(old.partition(".")[0] for old in self._moved)
        self.roots = {old.partition(".")[0] for old in self._moved}
        self._memo: dict[str, Entry | None] = {}
        self._unbound_memo: dict[str, str | None] = {}
        self._words: frozenset[str] | None = None
        self._method_memo: dict[tuple[str, str], Entry | None] = {}
        self.invokers = frozenset(tables.lists["invokers"])
        self.wrappers = frozenset(tables.lists["wrappers"])
        self.commands = tables.commands
        for section, names, entry, _ in tables.lines:
            if section.startswith("kind "):
                kind = section[5:]
                for name in names:
                    self._methods[kind, name] = entry
            else:
                self._add(section, names, entry)

        # Methods whose name alone says something, whatever they are called on.
        unknown = {name for kind, name in self._methods if kind == "unknown"}
        self.speaking = self.invokers | tables.lists["hinted"] | unknown

    def _add(self, section: str, names: tuple[str, ...], entry: Entry) -> None:
        root = section.partition(".")[0]
        self.roots.add(root)
        for name in names:
            if name == "*" and section == root:
                self._general[root] = entry
            elif "*" in name:
                full = f"{section}.{name}"
                self._globs.setdefault(root, []).append((len(full), full, entry))
            else:
                self._exact[f"{section}.{name}"] = entry
                self._leaves.setdefault((root, _leaf(name)), entry)

    @staticmethod
    def default() -> Catalogue:
        """The catalogue that comes with nbready, read once."""
        return _default()

    def extended(
        self,
        load: Collection[str] = (),
        train: Collection[str] = (),
        deploy: Collection[str] = (),
        ignore: Collection[str] = (),
    ) -> Catalogue:
        """A catalogue with a project's own dotted names besides; they win over the shipped ones."""
        if not (load or train or deploy or ignore):
            return self
        own = dict(self._own)
        for stage, names in (("load", load), ("train", train), ("deploy", deploy), ("", ignore)):
            own.update(dict.fromkeys(names, Entry(stage)))
        return Catalogue(self._tables, own)

    def words(self) -> frozenset[str]:
        """The names of calls that always load, train or deploy, by their last part."""
        if self._words is None:
            lines = ((names, entry) for _, names, entry, _ in self._tables.lines)
            own = (((name,), entry) for name, entry in self._own.items())
            self._words = frozenset(
                name.rpartition(".")[2]
                for names, entry in (*lines, *own)
                if entry.stage in _GATED and not entry.condition
                for name in names
                if not name.endswith("*")
            )
        return self._words

    def own(self, dotted: str) -> Entry | None:
        """What the project itself says of a dotted name."""
        return self._own.get(dotted)

    def own_members(self, module: str) -> dict[str, str]:
        """The dotted names that the project itself lists in a module, by their last part."""
        listed = (dotted.rpartition(".") for dotted in self._own)
        return {name: f"{module}.{name}" for folder, _, name in listed if folder == module}

    def call(self, dotted: str) -> Entry | None:
        """What calling ``dotted`` does; None where the catalogue does not know it."""
        try:
            return self._memo[dotted]
        except KeyError:
            entry = self._memo[dotted] = self._own.get(dotted) or self._look_up(self.canonical(dotted))
            return entry

    def names(self, dotted: str) -> bool:
        """Whether an entry has the last part of ``dotted`` by name, not by a pattern for all of a module."""
        canonical = self.canonical(dotted)
        root, _, leaf = canonical.partition(".")
        leaf = leaf[leaf.rfind(".") + 1 :]
        if canonical in self._exact or (root, leaf) in self._leaves:
            return True
        globs = self._sorted_globs(root)
        return any(not glob.endswith(".*") and _regex(glob).fullmatch(canonical) for _, glob, _ in globs)

    def canonical(self, dotted: str) -> str:
        """The name under which the catalogue lists what libraries have moved about."""
        if dotted.partition(".")[0] in self._moved_roots:
            prefix = dotted
            while prefix:
                new = self._moved.get(prefix)
                if new is not None:
                    return self.canonical(new + dotted[len(prefix) :])
                prefix = prefix.rpartition(".")[0]
        return dotted

    def _look_up(self, dotted: str) -> Entry | None:
        entry = self._look_up_named(dotted)
        if entry is not None:
            return entry
        root, _, inner = dotted.partition(".")
        # Libraries re-export: pandas.io.parsers.read_csv is pandas.read_csv.
        entry = self._leaves.get((root, _leaf(inner))) if inner else None
        return entry or (self._general.get(root) if inner else None)

    def _look_up_named(self, dotted: str) -> Entry | None:
        """An entry that names more than the library: by full name, by pattern, or as member of a class."""
        entry = self._own.get(dotted) or self._exact.get(dotted)
        if entry is not None:
            return entry
        for _, glob, entry in self._sorted_globs(dotted.partition(".")[0]):
            if _regex(glob).fullmatch(dotted):
                return entry
        section, _, leaf = dotted.rpartition(".")
        return self._member(section, leaf) if "." in section else None

    def _member(self, section: str, leaf: str) -> Entry | None:
        """An attribute of a class, or of a thing that a library has ready: ``SparkSession.builder``."""
        owner = self._look_up_named(section)
        if owner is None or owner.result in ("", "self"):
            return None
        entry = self.method(owner.result, leaf)
        if entry is None:
            return Entry("")
        return entry._replace(result=owner.result) if entry.result == "self" else entry

    def _sorted_globs(self, root: str) -> Iterable[tuple[int, str, Entry]]:
        globs = self._globs.get(root, _NOTHING)
        if isinstance(globs, list):
            globs.sort(key=lambda glob: -glob[0])
            self._globs[root] = tuple(globs)  # type: ignore[assignment]
        return globs

    def method(self, kind: str, name: str) -> Entry | None:
        """What the method or attribute ``name`` of a kind of object does."""
        key = (kind, name)
        try:
            return self._method_memo[key]
        except KeyError:
            entry = self._method_memo[key] = self._find_method(kind, name)
            return entry

    def _find_method(self, kind: str, name: str) -> Entry | None:
        while kind:
            for wanted in (name, "*"):
                entry = self._methods.get((kind, wanted))
                if entry is not None:
                    return entry
            kind = self._parents.get(kind, "")
        return None

    def unbound(self, name: str) -> str | None:
        """What a name stands for, by convention, that is bound nowhere; None for nothing known."""
        try:
            return self._unbound_memo[name]
        except KeyError:
            found = self._unbound_memo[name] = self._find_unbound(name)
            return found

    def _find_unbound(self, name: str) -> str | None:
        if name in self._tables.unbound:
            return self._tables.unbound[name]
        for place in ("builtins", "unbound"):
            if f"{place}.{name}" in self._exact:
                return f"{place}.{name}"
        return name if name in self.roots and name not in self._tables.lists["variables"] else None

    def knows(self, root: str) -> bool:
        """Whether a top-level package is a library of the catalogue."""
        return root in self.roots


def _leaf(name: str) -> str:
    """By what a library hands a thing on under other modules: its name, a member's with that of its class."""
    module, _, leaf = name.rpartition(".")
    owner = module[module.rfind(".") + 1 :]
    return f"{owner}.{leaf}" if owner[:1].isupper() else leaf


@lru_cache(maxsize=512)
def _regex(glob: str) -> re.Pattern[str]:
    return re.compile(re.escape(glob).replace(r"\*", ".*"))


@lru_cache(maxsize=1)
def _default() -> Catalogue:
    return Catalogue(read_tables())
