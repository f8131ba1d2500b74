"""What the form shows, as plain data: the questions once, and how they stand after every change."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from nbready.charter.example import example_line
from nbready.charter.model import GATES, Gate, Part, PartType, Question, Questions, Review, Standing
from nbready.document import Document
from nbready.gate import FIRST, SPECS, GateState

# Minutes that a part takes someone who knows the project; the first seven questions come to about ten.
_MINUTES: Mapping[PartType, float] = {
    "text": 0.4,
    "long_text": 2,
    "choice": 0.15,
    "quantity": 0.3,
    "quantities": 1.5,
    "date": 0.15,
    "people": 0.4,
}


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
        "gates": [{"gate": gate, "title": spec.title} for gate, spec in SPECS.items()],
        "questions": [_question(question) for question in questions],
        "presets": [{"name": preset.name, "title": preset.title} for preset in presets],
    }


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
        "pinned": list(_pinned(document)),
        "first": next(iter(review.standings), ""),
        "summary": "Answered, but not in the notebook yet." if unrecorded else summarize(states),
        "next": next_gate(states),
    }


def _pinned(document: Document) -> Iterable[str]:
    pinned: object = document.stored.template.get("pinned") if document.stored else None
    return pinned if isinstance(pinned, Mapping) else ()


def summarize(states: Mapping[Gate, GateState]) -> str:
    """The whole charter in one line, up to the first gate that is not open."""
    words = []
    for gate in GATES:
        words.append(_summary(states[gate]))
        if states[gate].status != "open":
            break
    line = "; ".join(words)
    return line[0].upper() + line[1:] + "."


def next_gate(states: Mapping[Gate, GateState]) -> Gate:
    """The gate that wants answers next: the first closed one that asks any, or the first of all."""
    return next((gate for gate in GATES if states[gate].status == "closed" and states[gate].open), FIRST)


def _summary(state: GateState) -> str:
    spec = SPECS[state.gate]
    name = spec.title.lower()
    if state.status == "not_asked":
        return f"{name} is not asked with this intent"
    if state.status == "open":
        return spec.complete
    return f"{name}: {len(state.asked) - len(state.open)} of {len(state.asked)}"


def _gate(state: GateState, review: Review, unrecorded: bool) -> dict[str, Any]:
    minutes = sum(_minutes(review.questions[key]) for key in state.open)
    return {
        "title": SPECS[state.gate].title,
        "status": state.status,
        "asked": list(state.asked),
        "open": list(state.open),
        "minutes": math.ceil(minutes),
        "word": "not kept yet" if unrecorded and state.status == "open" else _gate_word(state),
    }


def _gate_word(state: GateState) -> str:
    if state.status == "not_asked":
        return "not asked"
    if state.status == "open":
        return "complete"
    return f"{len(state.open)} of {len(state.asked)} open" if state.open else "closed for this intent"


def _standing(standing: Standing, review: Review) -> dict[str, Any]:
    question = standing.question
    return {
        "status": standing.status,
        "word": _standing_word(standing),
        "remarks": [
            {"part": remark.part, "message": remark.message, "open": remark.is_open}
            for remark in standing.remarks
        ],
        "deferrable": standing.status != "answered" and review.intent in question.deferrable,
    }


def _standing_word(standing: Standing) -> str:
    if standing.status == "deferred" and standing.deferral:
        return f"Put off until {standing.deferral.until}"
    if standing.status == "answered":
        return (
            f"Answered; open for {SPECS[standing.open_at[0]].title.lower()}"
            if standing.open_at
            else "Answered"
        )
    return "Open"


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "label": question.label,
        "gate": question.gate,
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
        "choices": list(part.choices),
        "also": list(part.also),
        "shown": part.shown,
        "when": part.when,
        "is": list(part.values),
        # A choice shows its values; one of them as an example would be advice.
        "example": "" if part.type == "choice" else _example(part, question),
    }


def _example(part: Part, question: Question) -> str:
    example = question.example
    if isinstance(example, list):
        example = example[0] if example else ""
    if not isinstance(example, dict):
        return example_line(question) if not part.key else ""
    value = example.get(part.key, "")
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {amount}" for name, amount in value.items())
    return "; ".join(str(item) for item in value) if isinstance(value, list) else value


def _minutes(question: Question) -> float:
    return sum(_MINUTES[part.type] for part in question.parts if part.shown == "always")


def _place(path: Path, document: Document) -> str:
    root = document.config.root
    return str(path.relative_to(root)) if root and path.is_relative_to(root) else path.name
