"""What the form shows, as plain data: the questions once, and how they stand after every change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from nbready.charter.checks.promise import registered_result
from nbready.charter.example import example_line
from nbready.charter.metric import suitable_metrics
from nbready.charter.model import GATES, Gate, Part, Question, Questions, Review, Standing
from nbready.document import Document
from nbready.gate import FIRST, GateState, next_gate
from nbready.kernel.effort import Effort, effort, minutes
from nbready.kernel.status import summarize

PREFIX = "form_"
"""What the names of the form's words begin with, among the messages of the questions."""


class Titled(Protocol):
    """A preset, as far as the form offers it."""

    @property
    def name(self) -> str:
        """What it is called by."""

    @property
    def title(self) -> str:
        """What people read."""


def describe_form(questions: Questions, presets: Iterable[Titled] = ()) -> dict[str, Any]:
    """What does not change while a form is shown: gates, questions with their parts, and presets."""
    return {
        "title": questions.messages["card_title"],
        "words": describe_words(questions),
        "gates": [{"gate": gate, "title": _title(gate, questions)} for gate in GATES],
        "questions": describe_questions(questions),
        "efforts": {each.intent: _effort(each, questions) for each in effort(questions, FIRST)},
        "presets": [{"name": preset.name, "title": preset.title} for preset in presets],
    }


def describe_questions(questions: Questions) -> list[dict[str, Any]]:
    """The questions with their parts, and a good answer for each part."""
    return [_question(question) for question in questions]


def describe_words(questions: Questions) -> dict[str, str]:
    """The form's own words by name, in the language of the questions; ``{name}`` where a value goes."""
    messages = questions.messages.items()
    return {name[len(PREFIX) :]: text for name, text in messages if name.startswith(PREFIX)}


def say(questions: Questions, name: str, **values: object) -> str:
    """One of the form's words, its values put in."""
    return questions.say(f"{PREFIX}{name}", **values)


def describe_state(
    document: Document, review: Review, states: Mapping[Gate, GateState], *, unrecorded: bool = False
) -> dict[str, Any]:
    """How the charter stands: gates, questions, what the checks say, and where answers come from.

    ``unrecorded`` answers stand in no notebook yet: nothing is called complete.
    """
    return {
        "gates": {gate: _gate(states[gate], review, unrecorded) for gate in GATES},
        "standings": {key: _standing(standing, review) for key, standing in review.standings.items()},
        "origins": {
            key: _place(path, document) for key, path in document.resolved.origin.items() if path is not None
        },
        "pinned": list(document.pinned),
        "offered": _offered(document),
        "suits": _suits(document),
        "first": next(iter(review.standings), ""),
        "summary": say(review.questions, "unrecorded") if unrecorded else summarize(states, review.questions),
        "next": next_gate(states),
    }


def _offered(document: Document) -> dict[str, dict[str, str]]:
    """What other answers say already about one that is empty: offered in the form, never put in unasked."""
    answers = document.charter.answers
    registered = registered_result(answers)
    return {"measured_result": registered} if registered and not answers.get("measured_result") else {}


def _suits(document: Document) -> dict[str, dict[str, list[str]]]:
    """By question and part, the choices that go with what else the answer says: shown before the others."""
    promise = document.charter.answers.get("success_metric")
    said = promise if isinstance(promise, Mapping) else {}
    parts = (said.get(part) for part in ("name", "direction"))
    name, direction = (text if isinstance(text, str) else "" for text in parts)
    return {"success_metric": {"computed_as": list(suitable_metrics(name, direction))}} if name else {}


def _title(gate: Gate, questions: Questions) -> str:
    return questions.messages[f"gate_{gate}"]


def _effort(asked: Effort, questions: Questions) -> str:
    if asked.intent == "deployment":
        return say(questions, "effort", count=asked.asked, minutes=asked.minutes)
    return say(questions, "effort_one" if asked.asked == 1 else "effort_some", count=asked.asked)


def _gate(state: GateState, review: Review, unrecorded: bool) -> dict[str, Any]:
    return {
        "title": _title(state.gate, review.questions),
        "status": state.status,
        "asked": list(state.asked),
        "open": list(state.open),
        "minutes": minutes(review.questions[key] for key in state.open),
        "word": _gate_word(state, review.questions, unrecorded),
    }


def _gate_word(state: GateState, questions: Questions, unrecorded: bool) -> str:
    if state.status == "not_asked":
        return questions.messages["gate_not_asked"]
    if state.status == "open":
        return say(questions, "gate_unrecorded") if unrecorded else questions.messages["complete"]
    if not state.open:
        return say(questions, "gate_shut")
    return say(questions, "gate_open", count=len(state.open), asked=len(state.asked))


def _standing(standing: Standing, review: Review) -> dict[str, Any]:
    question = standing.question
    return {
        "status": standing.status,
        "word": _standing_word(standing, review.questions),
        "remarks": [
            {"part": remark.part, "message": remark.message, "open": remark.is_open}
            for remark in standing.remarks
        ],
        "deferrable": standing.status != "answered" and review.intent in question.deferrable,
    }


def _standing_word(standing: Standing, questions: Questions) -> str:
    if standing.status == "deferred" and standing.deferral:
        return say(questions, "deferred", until=standing.deferral.until)
    if standing.status == "answered":
        if standing.open_at:
            return say(questions, "answered_but", gate=_title(standing.open_at[0], questions))
        return say(questions, "answered")
    is_begun = any(remark.check != "unanswered" for remark in standing.remarks)
    return say(questions, "begun" if is_begun else "unanswered")


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "label": question.label,
        "gate": question.gate,
        "intents": list(question.intents),
        "prompt": question.prompt,
        "help": question.help,
        "many": question.many,
        "parts": [_part(part, question) for part in question.parts],
    }


def _part(part: Part, question: Question) -> dict[str, Any]:
    return {
        "key": part.key,
        "type": part.type,
        "label": part.label,
        "required": part.required,
        # Of several parts one is needed: none of them is optional.
        "either": _either(part, question),
        "choices": list(part.choices),
        "names": dict(part.names),
        "also": list(part.also),
        "shown": part.shown,
        "when": part.when,
        "is": list(part.values),
        # A choice shows its values; one of them as an example would be advice.
        "example": "" if part.type == "choice" else _example(part, question),
    }


def _either(part: Part, question: Question) -> list[str]:
    groups = [need.one_of for need in question.needs if not need.when and part.key in need.one_of]
    return [other.label for other in question.parts for keys in groups if other.key in keys and other != part]


def _example(part: Part, question: Question) -> str:
    example = question.good_answer
    if isinstance(example, list):
        example = example[0] if example else ""
    if not isinstance(example, dict):
        return example_line(question) if not part.key else ""
    value = example.get(part.key, "")
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {amount}" for name, amount in value.items())
    return "; ".join(str(item) for item in value) if isinstance(value, list) else value


def _place(path: Path, document: Document) -> str:
    root = document.config.root
    return str(path.relative_to(root)) if root and path.is_relative_to(root) else path.name
