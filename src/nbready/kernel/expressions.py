"""Expressions of the notebook in the arguments of a magic."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from nbready.errors import MeasureError
from nbready.kernel.session import Session

_WHAT = {"y_true": "The labels", "y_score": "The scores"}
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


class CasesParser(argparse.ArgumentParser):
    """Arguments of a magic about labelled cases: ``LABELS SCORES``, and what the command adds."""

    def __init__(self, command: str, usage: str) -> None:
        super().__init__(prog=f"%nbready {command}", add_help=False, allow_abbrev=False)
        self._remedy = f"{usage}."
        self.add_argument("y_true", metavar="LABELS")
        self.add_argument("y_score", metavar="SCORES")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the line, and how it is written.

        Raises:
            MeasureError: Always.
        """
        raise MeasureError(f"{self.prog}: {message}.", remedy=self._remedy)


def evaluate_cases(session: Session, asked: argparse.Namespace, names: Sequence[str]) -> dict[str, Any]:
    """The values of those of the arguments ``names`` that were given.

    Raises:
        MeasureError: One of them has none.
    """
    texts = {name: getattr(asked, name) for name in names}
    return {
        name: evaluate(session, _WHAT.get(name, f"`--{name}`"), text) for name, text in texts.items() if text
    }
