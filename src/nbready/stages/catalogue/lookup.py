"""Answers what a dotted name, or a method of a kind of object, does."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import TypeVar

from nbready.stages.catalogue.reader import Entry, Tables

_GATED = frozenset({"load", "train", "deploy"})
_Key = TypeVar("_Key", str, tuple[str, str])


class Catalogue:
    """Known calls by dotted name, and known methods by kind of object. Immutable."""

    def __init__(self, tables: Tables, own: dict[str, Entry] | None = None) -> None:
        self._tables = tables
        self._exact: dict[str, Entry] = {}
        self._globs: dict[str, dict[str, Entry]] = {}
        self._sorted: dict[str, tuple[tuple[str, Entry], ...]] = {}
        self._general: dict[str, Entry] = {}
        self._leaves: dict[tuple[str, str], str] = {}
        # Classes that are known by their members alone, by library.
        self._classes: set[tuple[str, str]] = set()
        self._methods: dict[tuple[str, str], Entry] = {}
        # Names of methods that count only on what the code names in some way.
        self._hinted: set[str] = set()
        self._parents = tables.kinds
        self._moved = tables.moved
        self._moved_roots = frozenset(old.partition(".")[0] for old in self._moved)
        self.roots = {old.partition(".")[0] for old in self._moved}
        self._memo: dict[str, Entry | None] = {}
        self._unbound_memo: dict[str, str | None] = {}
        self._words: frozenset[str] | None = None
        self._method_memo: dict[tuple[str, str], Entry | None] = {}
        self.invokers = tables.lists["invokers"]
        self.handles = tables.lists["handles"]
        self.settings = tables.lists["settings"]
        # What the project itself says, by dotted name.
        self.own = {name: self._invoking(entry, name) for name, entry in (own or {}).items()}
        self.commands = tables.commands
        self.magics = tables.magics
        self.conditions = tables.conditions
        # Kinds some of whose attributes enter a stage by being asked for, uncalled.
        self.asked: set[str] = set()
        for section, names, entry, place in tables.lines:
            if section.startswith("kind "):
                for name in names:
                    if name[0] == ".":
                        self.asked.add(section[5:])
                    elif "." in name:
                        self._hinted.add(_leaf(name))
                    if "*" in name and name != "*":
                        _put(self._globs.setdefault(section, {}), name, entry, place)
                    else:
                        _put(self._methods, (section[5:], name), entry, place)
            else:
                self._add(section, names, entry, place)

    def _add(self, section: str, names: tuple[str, ...], entry: Entry, place: str) -> None:
        root = section.partition(".")[0]
        self.roots.add(root)
        for name in names:
            self._classes.update((root, part) for part in name.split(".")[:-1] if part[:1].isupper())
            full = f"{section}.{name}"
            if name == "*" and section == root:
                _put(self._general, root, entry, place)
            elif "*" in name:
                _put(self._globs.setdefault(root, {}), full, entry, place)
            else:
                _put(self._exact, full, entry, place)
                self._leaves.setdefault((root, _leaf(name)), full)

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
        own = dict(self.own)
        for stage, names in (("load", load), ("train", train), ("deploy", deploy), ("", ignore)):
            own.update(dict.fromkeys(names, Entry(stage)))
        return Catalogue(self._tables, own)

    def words(self) -> frozenset[str]:
        """The names of calls that always load, train or deploy, by their last part."""
        if self._words is None:
            lines = ((names, entry) for _, names, entry, _ in self._tables.lines)
            own = (((name,), entry) for name, entry in self.own.items())
            self._words = frozenset(
                name.rpartition(".")[2]
                for names, entry in (*lines, *own)
                if entry.stage in _GATED and not entry.condition
                for name in names
                if not name.endswith("*")
            )
        return self._words

    def own_members(self, module: str) -> dict[str, str]:
        """The dotted names that the project itself lists in a module, by their last part."""
        listed = (dotted.rpartition(".") for dotted in self.own)
        return {name: f"{module}.{name}" for folder, _, name in listed if folder == module}

    def call(self, dotted: str) -> Entry | None:
        """What calling ``dotted`` does; None where the catalogue does not know it."""
        try:
            return self._memo[dotted]
        except KeyError:
            found = self.own.get(dotted) or self._look_up(self.canonical(dotted))
            entry = self._memo[dotted] = self._invoking(found, dotted) if found is not None else None
            return entry

    def _invoking(self, entry: Entry, name: str) -> Entry:
        """What an entry says of a call by this name: some call the functions they are given besides."""
        invokes = name[name.rfind(".") + 1 :] in self.invokers
        return entry._replace(inert=False, invokes=True) if invokes else entry

    def names(self, dotted: str) -> bool:
        """Whether an entry has the last part of ``dotted`` by name, not by a pattern for all of a module."""
        canonical = self.canonical(dotted)
        root, _, leaf = canonical.partition(".")
        leaf = leaf[leaf.rfind(".") + 1 :]
        if canonical in self._exact or (root, leaf) in self._leaves or (root, leaf) in self._classes:
            return True
        globs = self._sorted_globs(root)
        return any(not glob.endswith(".*") and _regex(glob).fullmatch(canonical) for glob, _ in globs)

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
        leaf = _leaf(inner)
        full = self._leaves.get((root, leaf)) if inner else None
        if full is not None:
            return self._exact[full]
        handed_on = self._fitting(root, f"{root}.{leaf}") if "." in leaf and leaf != inner else None
        return handed_on or (self._general.get(root) if inner else None)

    def _look_up_named(self, dotted: str) -> Entry | None:
        """An entry that names more than the library: by full name, by pattern, or as member of a class."""
        entry = self.own.get(dotted) or self._exact.get(dotted)
        if entry is not None:
            return entry
        entry = self._fitting(dotted.partition(".")[0], dotted)
        if entry is not None:
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
        return entry._replace(returns=owner.returns) if entry.result == "self" else entry

    def _sorted_globs(self, root: str) -> tuple[tuple[str, Entry], ...]:
        if root not in self._sorted:
            globs = self._globs.get(root, {})
            self._sorted[root] = tuple((glob, globs[glob]) for glob in sorted(globs, key=lambda g: -len(g)))
        return self._sorted[root]

    def _fitting(self, root: str, name: str) -> Entry | None:
        """What the longest pattern says that a name fits."""
        return next((e for glob, e in self._sorted_globs(root) if _regex(glob).fullmatch(name)), None)

    def method(self, kind: str, name: str) -> Entry | None:
        """What the method or attribute ``name`` of a kind of object does."""
        key = (kind, name)
        try:
            return self._method_memo[key]
        except KeyError:
            found = self._find_method(kind, name)
            entry = self._method_memo[key] = self._invoking(found, name) if found is not None else None
            return entry

    def attribute(self, kind: str, name: str) -> Entry | None:
        """What asking for an attribute of a kind of object does, without calling it."""
        return self._methods.get((kind, f".{name}"))

    def _find_method(self, kind: str, name: str) -> Entry | None:
        while kind:
            entry = (
                self._methods.get((kind, name))
                or self._fitting(f"kind {kind}", name)
                or self._methods.get((kind, "*"))
            )
            if entry is not None:
                return entry
            kind = self._parents.get(kind, "") or ("any" if kind != "any" else "")
        return None

    def unknown(self, hint: str, name: str) -> Entry | None:
        """What a method says by its name; some only where the code names so what it is called on."""
        told = self.method("unknown", f"{hint}.{name}") if name in self._hinted else None
        return told or self.method("unknown", name)

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

    def closed(self, root: str) -> bool:
        """Whether a line holds for all of a library, or it is Python's own: nothing is left to guess."""
        return root in self._general or root in ("builtins", "unbound")


def _leaf(name: str) -> str:
    """By what a library hands a thing on under other modules: its name, a member's with that of its class."""
    module, _, leaf = name.rpartition(".")
    owner = module[module.rfind(".") + 1 :]
    return f"{owner}.{leaf}" if owner[:1].isupper() else leaf


def _put(entries: dict[_Key, Entry], key: _Key, entry: Entry, place: str) -> None:
    """List an entry; behind those that its name has already."""
    listed = entries.get(key)
    try:
        entries[key] = entry if listed is None else listed.or_else(entry)
    except ValueError as error:
        raise ValueError(f"{place}: {key}: {error}") from None


@lru_cache(maxsize=512)
def _regex(glob: str) -> re.Pattern[str]:
    return re.compile(re.escape(glob).replace(r"\*", ".*"))


@lru_cache(maxsize=1)
def _default() -> Catalogue:
    return Catalogue(Tables())
