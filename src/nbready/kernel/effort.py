"""How much a gate asks of a person: questions, and minutes for somebody who knows the project."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from nbready.charter.model import INTENTS, Gate, Intent, PartType, Question, Questions

# The first seven questions come to about ten.
_MINUTES: Mapping[PartType, float] = {
    "text": 0.4,
    "long_text": 2,
    "choice": 0.15,
    "quantity": 0.3,
    "quantities": 1.5,
    "date": 0.15,
    "people": 0.4,
}


class Effort(NamedTuple):
    """What a gate asks under an intent."""

    intent: Intent
    asked: int
    minutes: int


def effort(questions: Questions, gate: Gate) -> tuple[Effort, ...]:
    """What a gate asks under each intent, the most first."""
    asked = {intent: [q for q in questions.at(gate) if intent in q.intents] for intent in INTENTS}
    return tuple(
        Effort(intent=intent, asked=len(those), minutes=minutes(those)) for intent, those in asked.items()
    )


def minutes(questions: Iterable[Question]) -> int:
    """About how long some questions take."""
    parts = (part for question in questions for part in question.parts)
    return math.ceil(sum(_MINUTES[part.type] for part in parts if part.shown == "always" and not part.when))


def in_words(questions: Questions, gate: Gate) -> str:
    """What is asked, intent by intent, as in "Deployment: 7 questions, about ten minutes. Learning: 2."."""
    most, *others = effort(questions, gate)
    numbers = [number.strip() for number in questions.say("numbers").split(",")]
    about = numbers[most.minutes] if most.minutes < len(numbers) else str(most.minutes)
    first = questions.say(
        "stop_effort_one" if most.asked == 1 else "stop_effort",
        intent=_name(questions, most.intent),
        count=most.asked,
        minutes=about,
    )
    rest = [
        questions.say("stop_effort_other", intent=_name(questions, other.intent), count=other.asked)
        for other in others
    ]
    return " ".join((first, *rest))


def _name(questions: Questions, intent: Intent) -> str:
    """An intent as the form calls it."""
    question = questions.get("project_intent")
    part = next((part for part in question.parts if part.key == "intent"), None) if question else None
    return dict(part.names).get(intent, intent.capitalize()) if part else intent.capitalize()
