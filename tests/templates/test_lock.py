"""The locked parts of a template: untouched, touched, and held against the template itself."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.charter.model import Charter
from nbready.config import Config
from nbready.document import read_document
from nbready.errors import ConfigError
from nbready.lint import check_rule
from nbready.notebook import parse_notebook
from nbready.templates.lock import broken_parts, complaint, differing_parts, impose, lock, read_template
from nbready.templates.notebook import new_notebook
from nbready.templates.preset import load_preset
from nbready.templates.template import plan_template

QUESTIONS = {
    "questions": {"reading": {"gate": "data", "prompt": "Which chapter?", "type": "text", "example": "Four."}}
}


def stored(**changes: Any) -> dict[str, Any]:
    value = {"version": 1, "charter": {}}
    value |= lock(
        "course",
        questions=QUESTIONS,
        policy={"model": "block"},
        pinned={"project_intent": {"intent": "deployment"}},
    )
    return {**value, **changes}


UNTOUCHED = [
    stored(),
    stored(charter={"business_objective": "Whatever a student writes."}),
    stored(inherits={"path": "x.yaml", "fingerprint": "f"}),
    json.loads(json.dumps(stored(), sort_keys=True)),
    {},
    {"version": 1, "charter": {}, "policy": {"data": "off"}},
    None,
    [],
    "text",
    {"template": "text"},
    {"template": {}},
]


@pytest.mark.parametrize("value", UNTOUCHED)
def test_stays_quiet(value: object) -> None:
    assert broken_parts(value) == ()
    assert complaint(value) == ""


def pinning_learning() -> dict[str, Any]:
    value = stored()
    value["template"]["pinned"]["project_intent"]["intent"] = "learning"
    return value


def without(key: str) -> dict[str, Any]:
    return {k: v for k, v in stored().items() if k != key}


TOUCHED = [
    (stored(policy={"model": "off"}), ("policy",)),
    (without("policy"), ("policy",)),
    (stored(policy={"model": "block", "data": "off"}), ("policy",)),
    (stored(questions={}), ("questions",)),
    (stored(questions={"drop": ["limitations"]}), ("questions",)),
    (without("questions"), ("questions",)),
    (pinning_learning(), ("pinned answers",)),
    (stored(policy={}, questions={}), ("questions", "policy")),
    (stored(template={"name": "course"}), ("fingerprint",)),
    (stored(template={"name": "course", "fingerprint": 3}), ("fingerprint",)),
    (stored(template={"fingerprint": "0.0.0"}), ("questions", "policy", "pinned answers")),
]


@pytest.mark.parametrize(("value", "parts"), TOUCHED)
def test_fires(value: dict[str, Any], parts: tuple[str, ...]) -> None:
    assert broken_parts(value) == parts
    assert all(part in complaint(value) for part in parts)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional={"template": JSON, "policy": JSON, "questions": JSON}))
def test_whatever_a_file_says_it_is_judged(value: dict[str, Any]) -> None:
    broken_parts(value)
    complaint(value, stored())
    impose(value, stored())


@given(JSON, JSON)
def test_the_seal_breaks_with_any_change_and_only_then(old: object, new: object) -> None:
    value = {**lock("t", questions=old), "questions": new}
    before, after = (json.dumps(questions or {}, sort_keys=True) for questions in (old, new))
    assert bool(broken_parts(value)) == (before != after)


def test_a_forger_who_seals_anew_is_caught_by_the_template() -> None:
    forged = {"version": 1, "charter": {}, **lock("course", policy={"data": "off"})}
    assert broken_parts(forged) == ()
    assert differing_parts(forged, stored()) == ("questions", "policy", "pinned answers")
    parts = "questions and policy and pinned answers"
    assert (
        complaint(forged, stored())
        == f"This notebook no longer carries the {parts} of the template `course`."
    )


def test_what_the_template_says_is_imposed_and_answers_stay() -> None:
    value = {"version": 1, "charter": {"limitations": "None on Mondays."}, "policy": {"data": "off"}}
    imposed = impose(value, stored())
    assert imposed == stored(charter={"limitations": "None on Mondays."})
    assert impose(None, stored())["template"] == stored()["template"]


# -- through the doors ----------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Path:
    path = tmp_path / "course.ipynb"
    template = plan_template("course", preset=load_preset("churn"))
    path.write_text(new_notebook(template), encoding="utf-8")
    return path


def changed(course: Path, **parts: Any) -> bytes:
    notebook = json.loads(course.read_text(encoding="utf-8"))
    notebook["metadata"]["nbready"].update(copy.deepcopy(parts))
    return json.dumps(notebook).encode()


def test_the_linter_reports_a_changed_part_and_nothing_else(course: Path) -> None:
    assert not check_rule("NBR408", parse_notebook(course.read_bytes()))
    (finding,) = check_rule("NBR408", parse_notebook(changed(course, policy={"data": "off"})))
    assert finding.message == "This notebook no longer carries the policy of the template `churn`.".replace(
        "churn", "course"
    )
    assert finding.severity == "error"


def test_with_the_template_at_hand_it_decides(course: Path, tmp_path: Path) -> None:
    config = Config(template=course)
    own = {"project_intent": {"intent": "learning"}}
    document = read_document([], {"nbready": {"version": 1, "charter": own, "policy": {}}}, config)
    assert document.charter.answers["project_intent"] == {"intent": "deployment"}
    forged = {**lock("course", policy={"data": "off"}), "version": 1, "charter": {}}
    notebook = parse_notebook(changed(course, **forged))
    (finding,) = check_rule("NBR408", notebook, config=config)
    assert "policy" in finding.message


def test_pinned_answers_hold_whatever_the_cell_says(course: Path) -> None:
    metadata = json.loads(course.read_text(encoding="utf-8"))["metadata"]
    document = read_document([], metadata, Config())
    answers = {**document.own.answers, "project_intent": {"intent": "learning"}}
    assert document.with_own(Charter(answers=answers)).charter.answers["project_intent"] == {
        "intent": "deployment"
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("{", "not"),
        ('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "no template"),
    ],
)
def test_a_template_that_is_none_is_one_message(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "course.ipynb"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        read_template(path)


def test_a_template_that_was_changed_is_no_measure(course: Path) -> None:
    course.write_bytes(changed(course, policy={"data": "off"}))
    with pytest.raises(ConfigError, match="was changed since it was made: policy"):
        read_template(course)
