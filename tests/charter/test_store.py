"""The two places of a charter: a cell and the notebook's metadata."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nbready.charter.model import Questions
from nbready.charter.parse import charter_from_mapping
from nbready.charter.store import (
    NewerCharterError,
    body_line,
    charter_body,
    is_charter_source,
    read_stored,
    stored_value,
)
from nbready.errors import CharterError


@pytest.mark.parametrize(
    ("source", "body", "line"),
    [
        ("%%charter\nauthor: A", "author: A", 2),
        ("%%charter", "", 1),
        ("%%charter  \nauthor: A", "author: A", 2),
        ("\n\n  %%charter\nauthor: A", "author: A", 4),
        ("%%charter\r\nauthor: A", "author: A", 2),
    ],
)
def test_a_charter_cell_is_known_by_its_first_line(source: str, body: str, line: int) -> None:
    assert is_charter_source(source)
    assert charter_body(source) == body
    assert body_line(source) == line


@pytest.mark.parametrize(
    "source", ["", "x = 1\n%%charter", "# %%charter", "%%charters\n", "%charter", "%%time\n%%charter"]
)
def test_other_cells_are_none(source: str) -> None:
    assert not is_charter_source(source)


def test_what_is_stored_is_read_back(questions: Questions) -> None:
    charter = charter_from_mapping(
        {"author": "A. B", "inherits": "../charter.yaml", "limitations": "Not for SME loans"}, questions
    )
    previous = {
        "version": 1,
        "charter": {"limitations": "old"},
        "policy": {"model": "block"},
        "template": {"name": "course", "pinned": {"project_intent": {"intent": "learning"}}},
        "somebody": {"else": 1},
    }
    value = stored_value(charter, previous, shared=("../charter.yaml", "abc"))
    assert json.loads(json.dumps(value)) == value
    assert value["charter"] == {"author": "A. B", "limitations": ["Not for SME loans"]}
    assert value["somebody"] == {"else": 1}
    stored = read_stored(value, questions)
    assert stored.charter == charter
    assert stored.shared_fingerprint == "abc"
    assert stored.policy == {"model": "block"}
    assert stored.template["name"] == "course"


def test_texts_are_stored_in_lines_and_read_from_texts_too(questions: Questions) -> None:
    charter = charter_from_mapping({"limitations": "Not for SME loans.\n\nNor for thin files."}, questions)
    value = stored_value(charter, None)
    assert value["charter"] == {"limitations": ["Not for SME loans.", "", "Nor for thin files."]}
    assert read_stored(value, questions).charter == charter
    whole = {**value, "charter": {"limitations": charter.answers["limitations"]}}
    assert read_stored(whole, questions).charter == charter


def test_inherited_answers_are_not_stored_and_old_links_go(questions: Questions) -> None:
    charter = charter_from_mapping({}, questions)
    previous = {"version": 1, "charter": {}, "inherits": {"path": "x", "fingerprint": "y"}}
    assert stored_value(charter, previous) == {"version": 1, "charter": {}}


@pytest.mark.parametrize(
    "old", [{"limitations": "Not for SME loans"}, {"charter": {"limitations": "Not for SME loans"}}]
)
def test_an_older_value_is_migrated(old: dict[str, Any], questions: Questions) -> None:
    stored = read_stored(old, questions)
    assert stored.version == 0
    assert stored.charter.answers == {"limitations": "Not for SME loans"}
    assert stored_value(stored.charter, old)["version"] == 1


def test_a_newer_value_is_a_clear_error(questions: Questions) -> None:
    with pytest.raises(NewerCharterError, match=r"version 2.*Update nbready"):
        read_stored({"version": 2, "charter": {"unheard": {"of": 3}}}, questions)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "text",
        {"version": "one"},
        {"version": True, "charter": {}},
        {"version": 1, "charter": "text"},
        {"version": 1, "charter": {"nonsense": "x"}},
        {"version": 1, "policy": ["block"]},
        {"version": 1, "policy": {"data": 3}},
        {"version": 1, "inherits": "../charter.yaml"},
        {"version": 1, "template": 3},
    ],
)
def test_anything_else_is_one_error(value: Any, questions: Questions) -> None:
    with pytest.raises(CharterError) as raised:
        read_stored(value, questions)
    assert str(raised.value)
