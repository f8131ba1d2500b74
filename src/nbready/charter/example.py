"""A question's good example, in one line."""

from __future__ import annotations

from collections.abc import Collection

from nbready.charter.model import Question, Value
from nbready.charter.words import one_line


def example_line(question: Question) -> str:
    """The good example on one line, without keys: parts are parted by ``; ``, what is folded left out."""
    choices = {choice for part in question.parts for choice in part.choices}
    asked = {part.key for part in question.parts if part.shown == "always"}
    example = question.good_answer
    if isinstance(example, dict):
        example = {key: value for key, value in example.items() if key in asked}
    return _line(example, choices)


def _line(value: Value, choices: Collection[str]) -> str:
    if isinstance(value, str):
        return value.replace("_", " ") if value in choices else one_line(value)
    items = value if isinstance(value, list) else [_outcomes(item) for item in value.values()]
    return "; ".join(_line(item, choices).removesuffix(".") for item in items)


def _outcomes(value: Value) -> Value:
    """Amounts by outcome as a text: their keys are words of the answer."""
    if not isinstance(value, dict):
        return value
    return ", ".join(f"{key.replace('_', ' ')} {_line(item, ())}" for key, item in value.items())
