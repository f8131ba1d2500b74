"""The errors a person can cause, each one message with place and remedy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class NbreadyError(Exception):
    """Something a person can mend: what is wrong, where, and what to do about it.

    Args:
        message: What is wrong, one sentence, without the place.
        path: The file it is about, if it is about a file.
        line: Line in that file (or in the text that was given), counted from 1.
        column: Column in that line, counted from 1.
        remedy: What to do, one sentence.
    """

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        column: int | None = None,
        remedy: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.remedy = remedy

    @property
    def place(self) -> str:
        """``FILE:LINE:COLUMN``, as far as each is known."""
        if self.line is None:
            return str(self.path or "")
        where = f"line {self.line}" if self.path is None else f"{self.path}:{self.line}"
        separator = ", column " if self.path is None else ":"
        return where if self.column is None else f"{where}{separator}{self.column}"

    def __str__(self) -> str:
        parts = [f"{self.place}: {self.message}" if self.place else self.message, self.remedy]
        return " ".join(part for part in parts if part)


class CharterError(NbreadyError):
    """A charter that cannot be read: wrong YAML, an unknown key, a shape a question does not have."""


class QuestionsError(NbreadyError):
    """A questions file that cannot be used."""


class ConfigError(NbreadyError):
    """A ``[tool.nbready]`` table, or a flag, that cannot be used."""


class UnreadableConfigError(ConfigError):
    """A configuration file that is there and cannot be read: what lies below it is not judged."""


class NotebookError(NbreadyError):
    """A file that cannot be read or written as a notebook, or that breaks the schema of its format.

    ``code`` is the rule that reports it, ``cell`` the index of the cell it is about, if it is about one.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "NBR001",
        path: Path | str | None = None,
        line: int | None = None,
        column: int | None = None,
        remedy: str = "",
        cell: int | None = None,
    ) -> None:
        super().__init__(message, path=path, line=line, column=column, remedy=remedy)
        self.code = code
        self.cell = cell


class MeasureError(NbreadyError):
    """Something that cannot be measured as asked: no promise, or cases that do not fit it."""


def confess(error: Exception) -> str:
    """What is said of a file that nbready itself failed on; with ``NBREADY_DEBUG`` set, the error itself."""
    if os.environ.get("NBREADY_DEBUG"):
        raise error
    return f"nbready itself failed on this file: {type(error).__name__}: {error}"
