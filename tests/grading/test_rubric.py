"""Rubrics: read strictly, and what is wrong has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbready.charter.questions import default_questions
from nbready.errors import ConfigError
from nbready.grading.rubric import Course, load_rubric, write_rubric

COURSE = Course(questions=default_questions(), pinned=frozenset({"project_intent"}))


def written(folder: Path, text: str) -> Path:
    path = folder / "rubric.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_every_question_that_is_asked_is_worth_a_point() -> None:
    rubric = load_rubric(None, COURSE)
    assert [*rubric.items] == [q.key for q in default_questions() if q.key != "project_intent"]
    assert rubric.points == 17 + 2
    assert [*load_rubric(None, Course(questions=default_questions(), intent="learning")).items] == [
        "project_intent",
        "prediction_target",
    ]


def test_what_is_written_to_start_from_reads_back_as_the_default(tmp_path: Path) -> None:
    assert load_rubric(written(tmp_path, write_rubric(COURSE)), COURSE) == load_rubric(None, COURSE)


def test_a_question_has_its_own_points_states_guide_and_comments(tmp_path: Path) -> None:
    text = """\
title: Week 3
points: 2
states: {weak: 0.75}
questions:
  limitations: 3
  decision_action:
    points: 4
    states: {deferred: 0}
    guide: Would anybody act?
    comments: [Who acts?]
  business_objective:
conduct: {guarded: 5}
comments: []
"""
    rubric = load_rubric(written(tmp_path, text), COURSE)
    assert [(key, item.points) for key, item in rubric.items.items()] == [
        ("business_objective", 2),
        ("decision_action", 4),
        ("limitations", 3),
    ]
    assert rubric.items["decision_action"].states == {"complete": 1, "weak": 0.75, "deferred": 0, "open": 0}
    assert (rubric.items["decision_action"].guide, rubric.points) == ("Would anybody act?", 14)
    assert (rubric.title, rubric.comments) == ("Week 3", ())


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("titel: x", 1, "Unknown key `titel`. Did you mean `title`?"),
        ("questions:\n  limitation: 1", 2, "Did you mean `limitations`?"),
        ("questions:\n  limitations: much", 2, "a number from 0 to 10000"),
        ("questions:\n  limitations: -1", 2, "a number from 0"),
        ("questions:\n  limitations: nan", 2, "a number from 0"),
        ("questions:\n  limitations: 0.333", 2, "at most two digits after the point"),
        ("conduct:\n  guarded: 1e-9", 2, "at most two digits after the point"),
        ("questions:\n  limitations: {point: 1}", 2, "Did you mean `points`?"),
        ("questions:\n  project_intent: 1", 2, "The template answers `project_intent` for everybody"),
        ("states: {weak: 2}", 1, "a number from 0 to 1"),
        ("states: {good: 1}", 1, "Unknown key `good`"),
        ("title: x\nstates: {weak: 0.1, open: 0.2}", 2, "`open` would earn more than `weak`."),
        ("conduct: {honest: 1}", 1, "Unknown key `honest`"),
        ("comments: well done", 1, "a list of texts"),
        ("[1]", 1, "must be a mapping"),
        ("points: 1\npoints: 2", 2, "written twice"),
    ],
)
def test_what_is_wrong_has_its_line_and_a_remedy(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        load_rubric(path, COURSE)
    assert raised.value.line == line
    assert words in str(raised.value)
    assert str(path) in str(raised.value)


def test_a_rubric_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_rubric(tmp_path / "none.yaml", COURSE)
