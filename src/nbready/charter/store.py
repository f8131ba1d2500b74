"""Where a notebook keeps its charter: a ``%%charter`` cell, and ``metadata.nbready``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from nbready.charter.model import Charter, Questions, Value
from nbready.charter.parse import charter_from_mapping, charter_to_mapping
from nbready.errors import CharterError

METADATA_KEY = "nbready"
VERSION = 1
CHARTER_MAGIC = "%%charter"
RULES_MAGIC = "%%nbready_rules"
"""What the cell starts with that carries a template's rules."""
# IPython takes a cell magic after blank lines too.
_HEAD = re.compile(r"\s*%%charter(?:[ \t][^\n]*)?\r?(?:\n|\Z)")
# What people and tools put above it: comments (`#@title`, `#| hide`) and other magics of a line.
_BELOW_OTHERS = re.compile(
    r"(?:[ \t]*(?:#[^\n]*|%(?!%)[^\n]*)?\n)*?[ \t]*(%%charter)[ \t]*(?:\n|\Z)", re.IGNORECASE
)
_OWN = ("version", "charter", "inherits")


class NewerCharterError(CharterError):
    """The notebook was written by a newer nbready."""


class Stored(NamedTuple):
    """What ``metadata.nbready`` of a notebook holds.

    Attributes:
        version: The version it was written in, before migration.
        charter: The notebook's own answers; ``inherits`` is the path of the shared charter.
        shared_fingerprint: Fingerprint of the shared charter when it was stored.
        policy: Level by gate, unchecked.
        questions: A questions file's content, if the notebook brings its own.
        seals: The fingerprints of sealed answers by gate, unchecked; :mod:`nbready.record.seal` reads them.
        signed: The fingerprints of what was signed, unchecked; :mod:`nbready.record.signing` reads them.
        template: Name and fingerprint of the template it came from, and the answers it pins (``pinned``).
    """

    version: int
    charter: Charter
    shared_fingerprint: str = ""
    policy: Mapping[str, str] = {}
    questions: Value | None = None
    seals: Mapping[str, Any] = {}
    signed: Mapping[str, Any] = {}
    template: Mapping[str, Any] = {}


def is_charter_source(source: str) -> bool:
    """Whether a code or raw cell is a charter: it starts with ``%%charter``."""
    return _HEAD.match(source) is not None


def is_rules_source(source: str) -> bool:
    """Whether a code cell carries the rules of a template: it starts with ``%%nbready_rules``."""
    return source.lstrip().startswith(RULES_MAGIC)


def misplaced_magic(source: str) -> CharterError | None:
    """Why a cell that was meant as a charter is none: its magic is not on top, or not in lower case."""
    # Looking for one character is nearly free, and most cells have none.
    is_likely = "%" in source and "%%charter" in source.casefold()
    found = _BELOW_OTHERS.match(source) if is_likely else None
    if found is None or is_charter_source(source):
        return None
    line = source.count("\n", 0, found.start(1)) + 1
    if source[: found.start(1)].strip():
        problem = f"`{CHARTER_MAGIC}` must be the first line of its cell."
        remedy = "Move what stands above it below, or into a cell of its own."
    else:
        problem = f"`{found[1]}` is no magic."
        remedy = f"Write `{CHARTER_MAGIC}`, in lower case."
    return CharterError(problem, line=line, column=1, remedy=remedy)


def replaced_magic(source: str) -> str:
    """The charter cell that was meant by one with a misplaced magic; magics above it become comments."""
    found = _BELOW_OTHERS.match(source)
    if found is None:
        return source
    above = source[: found.start(1)].strip().split("\n")
    kept = [line if line.lstrip().startswith("#") else f"# {line}" for line in above if line.strip()]
    return "\n".join((CHARTER_MAGIC, *kept, source[found.end() :]))


def charter_body(source: str) -> str:
    """The YAML of a charter cell."""
    found = _HEAD.match(source)
    return source[found.end() :] if found else source


def body_line(source: str) -> int:
    """The line number, from 1, at which the YAML of a charter cell starts."""
    found = _HEAD.match(source)
    return source.count("\n", 0, found.end()) + 1 if found else 1


def stored_value(
    charter: Charter, previous: Mapping[str, Any] | None, *, shared: tuple[str, str] | None = None
) -> dict[str, Any]:
    """The value of ``metadata.nbready``.

    A plain text is a list of its lines, as a cell's source is in the file: so there is a line that does not
    change between any two answers, and git merges branches that change neighbours.

    Args:
        charter: The notebook's own charter.
        previous: The value it replaces; all that is not the charter's stays.
        shared: Path, relative to the notebook, and fingerprint of the charter it inherits.
    """
    value: dict[str, Any] = {"version": VERSION, "charter": _in_lines(charter)}
    if shared:
        value["inherits"] = {"path": shared[0], "fingerprint": shared[1]}
    rest = _migrate(previous) if previous else {}
    return {**value, **{key: item for key, item in rest.items() if key not in _OWN}}


def read_stored(value: object, questions: Questions, *, path: Path | None = None) -> Stored:
    """Read ``metadata.nbready``, of this version or an older one.

    Raises:
        NewerCharterError: A newer nbready wrote it.
        CharterError: Not a charter.
    """
    if not isinstance(value, Mapping):
        raise CharterError("`metadata.nbready` is not a mapping.", path=path, remedy="Run `nbready sync`.")
    version = value.get("version", 0)
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise CharterError(f"`metadata.nbready` has no usable version: {version!r:.40}.", path=path)
    if version > VERSION:
        problem = f"This charter was stored in version {version}; this nbready reads up to version {VERSION}."
        raise NewerCharterError(problem, path=path, remedy="Update nbready: `pip install -U nbready`.")
    table = _migrate(value)
    inherits = _texts(table, "inherits", path)
    charter = charter_from_mapping(_joined(_mapping(table, "charter", path), questions), questions, path=path)
    return Stored(
        version=version,
        charter=replace(charter, inherits=inherits.get("path", charter.inherits)),
        shared_fingerprint=inherits.get("fingerprint", ""),
        policy=_texts(table, "policy", path),
        questions=table.get("questions") or None,
        seals=_mapping(table, "seals", path),
        signed=_mapping(table, "signed", path),
        template=_mapping(table, "template", path),
    )


def _in_lines(charter: Charter) -> dict[str, Value]:
    return {
        key: list(item.split("\n")) if isinstance(item, str) and key in charter.answers else item
        for key, item in charter_to_mapping(charter).items()
    }


def _joined(charter: Mapping[str, Any], questions: Questions) -> dict[str, Any]:
    """The stored charter with its texts whole."""
    plain = {question.key for question in questions if question.is_plain}
    return {
        key: "\n".join(item)
        if key in plain and isinstance(item, list) and all(isinstance(line, str) for line in item)
        else item
        for key, item in charter.items()
    }


def _migrate(value: Mapping[str, Any]) -> dict[str, Any]:
    """The value in the present version's shape."""
    if "version" in value:
        return dict(value)
    # Version 0, before there were versions: the bare answers, or a charter without a number.
    return {"version": VERSION, **(value if "charter" in value else {"charter": value})}


def _texts(table: Mapping[str, Any], key: str, path: Path | None) -> dict[str, str]:
    value = _mapping(table, key, path)
    if all(isinstance(item, str) for item in value.values()):
        return value
    raise CharterError(f"`metadata.nbready.{key}` must map names to texts.", path=path)


def _mapping(table: Mapping[str, Any], key: str, path: Path | None) -> dict[str, Any]:
    value = {} if table.get(key) is None else table[key]
    if isinstance(value, Mapping) and all(isinstance(name, str) for name in value):
        return dict(value)
    raise CharterError(f"`metadata.nbready.{key}` is not a mapping.", path=path, remedy="Run `nbready sync`.")
