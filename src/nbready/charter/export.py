"""A charter and its questions as data that other programs read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbready.charter.card.view import GateLike
from nbready.charter.model import Charter, Gate, Need, Part, Question, Questions, Review, Standing, Value
from nbready.charter.parse import charter_to_mapping

VERSION = 1


def review_to_mapping(
    review: Review, charter: Charter, *, gates: Mapping[Gate, GateLike] | None = None
) -> dict[str, Any]:
    """A reviewed charter as JSON: answers as typed, and how each question and gate stands."""
    return {
        "version": VERSION,
        "today": review.today.isoformat(),
        "intent": review.intent,
        "gates": {
            gate: {"status": state.status, "open": list(state.open)} for gate, state in (gates or {}).items()
        },
        "charter": charter_to_mapping(charter),
        "questions": [_standing(standing, review) for standing in review.standings.values()],
    }


def questions_to_mapping(questions: Questions) -> dict[str, Value]:
    """The questions in the shape of a questions file that stands alone."""
    return {
        "language": questions.language,
        "extends": "nothing",
        "questions": {question.key: _question(question) for question in questions},
        "placeholders": _listed(questions.placeholders),
        "generic_people": _listed(questions.generic_people),
        "messages": dict(questions.messages),
    }


def _standing(standing: Standing, review: Review) -> dict[str, Any]:
    question = standing.question
    return {
        "key": question.key,
        "label": question.label,
        "gate": question.gate,
        "asked": review.intent in question.intents,
        "status": standing.status,
        "expired": standing.expired,
        "open_at": list(standing.open_at),
        "remarks": [
            {"check": r.check, "part": r.part, "open": r.is_open, "message": r.message, "remedy": r.remedy}
            for r in standing.remarks
        ],
    }


def _question(question: Question) -> Value:
    shape: dict[str, Value] = {"label": question.label, "gate": question.gate, "section": question.section}
    shape |= {"prompt": question.prompt, "example": question.example}
    if question.help:
        shape["help"] = question.help
    if question.refuse:
        shape["refuse"] = list(question.refuse)
    if question.is_plain:
        shape["type"] = question.parts[0].type
    else:
        shape["parts"] = {part.key: _part(part) for part in question.parts}
    if question.many:
        shape["many"] = "yes"
    if question.needs:
        shape["needs"] = [_need(need) for need in question.needs]
    for name in ("intents", "deferrable", "concerns"):
        shape[name] = list(getattr(question, name))
    return shape


def _part(part: Part) -> Value:
    shape: dict[str, Value] = {"type": part.type, "label": part.label}
    if not part.required:
        shape["required"] = "no"
    if part.private:
        shape["private"] = "yes"
    for name in ("choices", "also"):
        if getattr(part, name):
            shape[name] = list(getattr(part, name))
    if part.names:
        shape["names"] = dict(part.names)
    if part.shown != "always":
        shape["shown"] = part.shown
    if part.when:
        shape |= {"when": part.when, "is": list(part.values)}
    return shape


def _need(need: Need) -> Value:
    shape: dict[str, Value] = {"one_of": list(need.one_of)}
    return {**shape, "when": need.when, "is": list(need.values)} if need.when else shape


def _listed(words: frozenset[str]) -> Value:
    return [*sorted(words)]
