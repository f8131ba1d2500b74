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
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


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
    about = _NUMBERS[most.minutes] if most.minutes < len(_NUMBERS) else str(most.minutes)
    many = "question" if most.asked == 1 else "questions"
    first = f"{most.intent.capitalize()}: {most.asked} {many}, about {about} minutes."
    return " ".join((first, *(f"{other.intent.capitalize()}: {other.asked}." for other in others)))
