"""What people wrote in their own words: the texts that can be like somebody else's.

Shared and pinned answers are the same by design, and so are choices, numbers, dates and names.
"""

from __future__ import annotations

from collections.abc import Collection

from nbready.charter.model import PartType, Question, Value
from nbready.charter.signing import RESULT, SIGN_OFF
from nbready.document import Document


def long_texts(document: Document, keys: Collection[str]) -> dict[str, str]:
    """A notebook's own long answers to some questions."""
    return _texts(document, keys, "long_text")


def short_texts(document: Document, keys: Collection[str]) -> dict[str, str]:
    """What is written in words in its answers to those of them that ask for no long text."""
    long = {q.key for q in document.questions if any(part.type == "long_text" for part in q.parts)}
    # A result is what was measured, of the same metric on the same data by design.
    return _texts(document, {*keys} - long - {RESULT, SIGN_OFF}, "text")


def _texts(document: Document, keys: Collection[str], kind: PartType) -> dict[str, str]:
    found = {
        question.key: _prose(question, document.own.answers.get(question.key, ""), kind)
        for question in document.questions
        if question.key in keys
    }
    return {key: text for key, text in found.items() if text}


def _prose(question: Question, answer: Value, kind: PartType) -> str:
    if question.many:
        return ""
    parts = [part.key for part in question.parts if part.type == kind]
    values = [answer.get(key, "") for key in parts] if isinstance(answer, dict) else [answer] * bool(parts)
    return "\n".join(value for value in values if isinstance(value, str) and value)
