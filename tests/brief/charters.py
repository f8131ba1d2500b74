"""Charters to make briefs of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from nbready.brief import Brief, compose_brief
from nbready.charter.check import review_charter
from nbready.charter.model import Charter, Question, Value
from nbready.charter.questions import default_questions
from nbready.charter_file import open_document
from nbready.templates.preset import find_presets

TODAY = dt.date(2026, 11, 1)
TRIAGE = Path(__file__).parents[2] / "examples" / "triage" / "triage.ipynb"
QUESTIONS = default_questions()
VALUATION: Mapping[str, object] = {
    "currency": "EUR",
    "n": 228,
    "at_capacity": {"share": 0.4, "value": 24310.0},
    "today_at_capacity": {"share": 0.4, "value": 18550.0},
    "everybody": {"share": 1.0, "value": 23490.0},
    "nobody": {"share": 0.0, "value": -26350.0},
    "best": {"share": 0.41, "value": 24600.5},
    "today_best": {"share": 0.57, "value": 24670.0},
    "break_even_text": ["The advantage holds until a false alarm costs 71 EUR."],
}


def examples() -> dict[str, Charter]:
    """The charter of the worked example and those of all presets."""
    presets = {name: preset.example for name, preset in find_presets(None, QUESTIONS).items()}
    return {"triage": open_document(TRIAGE).charter, **presets}


def brief_of(charter: Charter, **options: object) -> Brief:
    review = review_charter(charter, QUESTIONS, today=TODAY)
    return compose_brief(review, charter, **{"name": "a.ipynb", **options})  # type: ignore[arg-type]


def filled(text: str) -> Charter:
    """A charter that has a text in every part of every answer."""
    return Charter(answers={q.key: _answer(q, text) for q in QUESTIONS}, author=text)


def _answer(question: Question, text: str) -> Value:
    if question.is_plain:
        return text
    answer: dict[str, Value] = {part.key: _part(part.type, text) for part in question.parts}
    return [answer] if question.many else answer


def _part(kind: str, text: str) -> Value:
    return {text: text} if kind == "quantities" else text
