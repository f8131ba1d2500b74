"""Expressions of the notebook in the arguments of a magic."""

from __future__ import annotations

from typing import Any

from nbready.errors import MeasureError
from nbready.kernel.session import Session

_CLOSERS = {"(": ")", "[": "]", "{": "}"}


def split_expressions(line: str, usage: str) -> list[str]:
    """The words of a line, where quotes and brackets hold an expression together, quotes included.

    Raises:
        MeasureError: A quote or a bracket is not closed; says ``usage``.
    """
    words, start, closers, quote = [], None, [], ""
    for place, character in enumerate(line):
        if start is None and not character.isspace():
            start = place
        if quote:
            quote = "" if character == quote and line[place - 1] != "\\" else quote
        elif character in "\"'":
            quote = character
        elif character in _CLOSERS:
            closers.append(_CLOSERS[character])
        elif closers and character == closers[-1]:
            closers.pop()
        elif character.isspace() and not closers and start is not None:
            words.append(line[start:place])
            start = None
    if quote or closers:
        raise MeasureError(f"`{quote or closers[-1]}` is missing in this line.", remedy=usage + ".")
    return [*words, *([line[start:]] if start is not None else [])]


def evaluate(session: Session, what: str, text: str) -> Any:
    """The value of an expression in the notebook.

    Raises:
        MeasureError: It has none; ``what`` says of which argument.
    """
    try:
        return session.shell.ev(text)  # type: ignore[no-untyped-call]
    except Exception as error:
        raise MeasureError(
            f"{what} cannot be evaluated: {type(error).__name__}: {error}",
            remedy="Pass a variable or an expression of this notebook.",
        ) from error
