"""Good answers pass and empty ones do not: both were written before the checks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from nbready.charter.check import review_charter
from nbready.charter.model import Question, Questions, Standing
from nbready.charter.parse import charter_from_mapping
from nbready.charter.questions import default_questions

HERE = Path(__file__).parent / "answers"
DAY = dt.date(2026, 6, 2)


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.load((HERE / name).read_text(encoding="utf-8"), yaml.BaseLoader)
    return rows


def _standing(row: dict[str, Any], questions: Questions) -> Standing:
    charter = charter_from_mapping({**row.get("given", {}), row["question"]: row["answer"]}, questions)
    return review_charter(charter, questions, today=DAY).standings[row["question"]]


@pytest.mark.parametrize("row", _rows("good.yaml"), ids=lambda row: row["question"])
def test_no_good_answer_is_refused(row: dict[str, Any], questions: Questions) -> None:
    standing = _standing(row, questions)
    assert standing.status == "answered", standing.remarks


def test_at_least_95_percent_of_the_empty_answers_are_open(questions: Questions) -> None:
    rows = _rows("empty.yaml")
    missed = [row for row in rows if _standing(row, questions).status == "answered"]
    assert len(rows) >= 60
    assert len(missed) <= 0.05 * len(rows), missed


def test_both_sets_ask_every_question(questions: Questions) -> None:
    for name in ("good.yaml", "empty.yaml"):
        assert {row["question"] for row in _rows(name)} == set(questions.by_key)


@pytest.mark.parametrize("question", default_questions(), ids=lambda question: question.key)
def test_a_good_example_lacks_nothing_but_words_of_its_own(question: Question, questions: Questions) -> None:
    charter = charter_from_mapping({question.key: question.example}, questions)
    standing = review_charter(charter, questions, today=DAY).standings[question.key]
    assert [remark.check for remark in standing.remarks if remark.is_open] in ([], ["echo"])
    assert [remark.check for remark in standing.remarks if not remark.is_open] == []
