"""A JSON Schema of charter files, for editors: completion, descriptions, a red line under a wrong key."""

from __future__ import annotations

import re
from typing import Any

from nbready.charter.example import example_line
from nbready.charter.model import AGENT_DRAFT, GATES, SEEN, Part, Question, Questions
from nbready.charter.parse import AMENDMENT_KEYS, AMENDMENTS, DEFERRAL_KEYS

# What YAML editors support best.
_DRAFT = "http://json-schema.org/draft-07/schema#"
# Editors read `0.2`, `yes` and nothing as other types than nbready, which reads texts.
_TEXT = {"type": ["string", "number", "boolean", "null"]}
_DATE = {
    "type": ["string", "null"],
    "pattern": r"^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})",
}
_PEOPLE = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}


def charter_schema(questions: Questions) -> dict[str, Any]:
    """The JSON Schema (draft 7) of a charter that answers these questions."""
    deferral = _object({key: _DATE if key == "until" else _TEXT for key in DEFERRAL_KEYS})
    amendments = _amendments(questions)
    return {
        "$schema": _DRAFT,
        "title": questions.messages["card_title"],
        "type": ["object", "null"],
        "additionalProperties": False,
        **amendments,
        "properties": {
            "author": _TEXT,
            "inherits": _TEXT,
            **{question.key: _question(question) for question in questions},
            "deferrals": _object({question.key: deferral for question in questions}),
            AMENDMENTS: {"type": ["object", "null"], "additionalProperties": False, **amendments},
            "sealed": _object(dict.fromkeys(GATES, _TEXT)),
            "source": _object({key: {"enum": [AGENT_DRAFT, None]} for key in questions.by_key}),
        },
    }


def _amendments(questions: Questions) -> dict[str, Any]:
    special = {"date": _DATE, "seen": {"enum": [*SEEN, None]}}
    keys = "|".join(map(re.escape, questions.by_key))
    return {
        "patternProperties": {
            f"^({keys})-[1-9][0-9]{{0,3}}$": _object({key: special.get(key, _TEXT) for key in AMENDMENT_KEYS})
        },
    }


def _question(question: Question) -> dict[str, Any]:
    shape = _TEXT if question.is_plain else _object({part.key: _part(part) for part in question.parts})
    if question.many:
        shape = {"type": ["array", "null"], "items": shape}
    description = " ".join(text for text in (question.prompt, question.help) if text)
    return {
        "title": question.label,
        "description": description,
        "examples": [example_line(question)],
        **shape,
    }


def _part(part: Part) -> dict[str, Any]:
    return {"title": part.label, **_type(part)}


def _type(part: Part) -> dict[str, Any]:
    if part.type == "choice":
        return {"enum": [*part.choices, None]}
    if part.type == "date":
        return _DATE
    if part.type == "people":
        return _PEOPLE
    if part.type == "quantities":
        return {"type": ["object", "null"], "additionalProperties": _TEXT}
    return _TEXT


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["object", "null"], "additionalProperties": False, "properties": properties}
