"""What was typed into the form and not saved yet, held against the charter it was typed over.

A draft maps names to ``{"value": ..., "base": ...}``. A name is a question's key, ``deferral:KEY``,
``source:KEY`` or ``author``; ``base`` is the saved value that the typing started from. An entry counts only
while that base still stands, so an edited charter cell wins over a form that was left half filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias, cast

from nbready.charter.model import Charter, Questions, Value
from nbready.charter.parse import charter_from_mapping, charter_to_mapping

Entries: TypeAlias = "dict[str, dict[str, Value | None]]"

DEFERRAL, SOURCE = "deferral:", "source:"
_TABLES = {DEFERRAL: "deferrals", SOURCE: "source"}
AUTHOR = "author"


def saved_values(charter: Charter) -> dict[str, Value]:
    """A charter's texts by the names that a draft uses."""
    mapping = charter_to_mapping(replace(charter, amendments={}, sealed={}))
    tables = {prefix: cast("dict[str, Value]", mapping.pop(key, {})) for prefix, key in _TABLES.items()}
    named = {f"{prefix}{key}": value for prefix, table in tables.items() for key, value in table.items()}
    return {**mapping, **named}


def read_draft(raw: object, saved: Mapping[str, Value], questions: Questions) -> Entries:
    """The entries of a draft that still count.

    Args:
        raw: The draft as the page sent it.
        saved: What is saved now, by name.
        questions: The questions in force; answers to others are left out.
    """
    if not isinstance(raw, Mapping):
        return {}
    return {
        name: {"value": entry.get("value"), "base": entry.get("base")}
        for name, entry in raw.items()
        if isinstance(entry, Mapping)
        and _is_known(name, questions)
        and entry.get("base") == saved.get(name)
        and entry.get("value") != saved.get(name)
    }


def apply_draft(charter: Charter, entries: Entries, questions: Questions) -> Charter:
    """The charter with a draft's answers in place of its own; None as a value takes an answer out.

    An answer that a person typed over an agent's is no agent's any more.

    Raises:
        CharterError: An entry has not the shape of its question.
    """
    mapping = charter_to_mapping(charter)
    tables = {prefix: dict(cast("dict[str, Value]", mapping.pop(key, {}))) for prefix, key in _TABLES.items()}
    for name, entry in entries.items():
        prefix, key = _split(name)
        table = tables[prefix] if prefix else mapping
        tables[SOURCE].pop(name, None)
        value = entry["value"]
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value
    inherits: dict[str, Value] = {"inherits": charter.inherits} if charter.inherits else {}
    filled: dict[str, Value] = {key: tables[prefix] for prefix, key in _TABLES.items()}
    return charter_from_mapping({**mapping, **inherits, **filled}, questions)


def _is_known(name: object, questions: Questions) -> bool:
    return isinstance(name, str) and (name == AUTHOR or _split(name)[1] in questions)


def _split(name: str) -> tuple[str, str]:
    """The prefix of a name, empty where it has none, and the rest."""
    prefix = next((prefix for prefix in _TABLES if name.startswith(prefix)), "")
    return prefix, name[len(prefix) :]
