"""A question of the charter as a form that an agent's client shows to its person, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, Field, create_model

from nbready.charter.example import example_line
from nbready.charter.model import Part, Question, Value

PLAIN = "answer"
"""Name of the only field of a question that is answered with one text."""

_OUTCOME = re.compile(r"\s*[;\n]\s*")


def form_of(question: Question) -> type[BaseModel]:
    """The form: a field for each part that people fill in, all of them plain text or a choice."""
    fields: dict[str, Any] = {
        f"field_{number}": _field(part) for number, part in enumerate(question.parts) if _is_asked(part)
    }
    return create_model(question.label, **fields)


def message_of(question: Question, notebook: str) -> str:
    """What stands above the form."""
    return "\n\n".join(
        (
            f"{question.label}, for the charter of {notebook}",
            question.prompt,
            f"{question.help}\nA good answer: {example_line(question)}",
            "Your own answer is wanted here, not your agent's; decline to leave the question open.",
        )
    )


def answer_of(question: Question, form: BaseModel, before: Value) -> Value:
    """The answer in the shape of the charter.

    Args:
        question: The question.
        form: The filled-in form.
        before: The answer so far: an answer that is a list gets one entry more.
    """
    said = form.model_dump(by_alias=True)
    answer = {
        part.key: value
        for part in question.parts
        if _is_asked(part) and (value := _value(part, str(said[part.key or PLAIN] or "").strip()))
    }
    if question.is_plain:
        return answer.get("", "")
    if question.many:
        return [*(before if isinstance(before, list) else ()), answer] if answer else before
    return answer


def _is_asked(part: Part) -> bool:
    return part.shown != "recorded"


def _field(part: Part) -> tuple[Any, Any]:
    kind: Any = Literal[part.choices] if part.type == "choice" and not part.also else str
    title = part.label or "Answer"
    settings: dict[str, Any] = {
        "alias": part.key or PLAIN,
        "title": title,
        "description": _hint(part) or title,
    }
    if part.required and not part.when:
        return kind, Field(**settings)
    return kind | None, Field(default=None, **settings)


def _hint(part: Part) -> str:
    words = {
        "date": "A date such as 2027-01-31.",
        "people": "Names or offices, with commas between them.",
        "quantity": "A number, with its unit.",
        "quantities": "One outcome a line: its name, a colon, a number with its unit.",
    }.get(part.type, "")
    return " ".join((words, *(f'Or "{word}".' for word in part.also))).strip()


def _value(part: Part, text: str) -> Value:
    return dict(_outcomes(text)) if part.type == "quantities" else text


def _outcomes(text: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, _OUTCOME.split(text)):
        name, _, amount = line.rpartition(":")
        yield (name or amount).strip(), amount.strip() if name else ""
