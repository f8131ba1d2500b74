"""The nouns of reading YAML as text: what a text holds, where it stands, and what is wrong with it."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from nbready.charter.model import Value

MAX_DEPTH = 8

At: TypeAlias = tuple["str | int", ...]
"""Where a value is: keys and indices from the root."""


class Place(NamedTuple):
    """Where a value is written: PyYAML's marks (``index``, ``line`` and ``column`` from 0)."""

    start: Any
    end: Any
    is_plain: bool = False

    @property
    def line(self) -> int:
        """The line on which it starts, from 0."""
        return int(self.start.line)

    @property
    def column(self) -> int:
        """The column in which it starts, from 0."""
        return int(self.start.column)


class Reading(NamedTuple):
    r"""What a YAML text holds, and where.

    Attributes:
        value: Texts, lists and mappings; an empty text for an empty document.
        text: The text, with ``\n`` line ends.
        places: The place of each value.
        keys: The place of each mapping key.
    """

    value: Value
    text: str
    places: dict[At, Place]
    keys: dict[At, Place]

    def source(self, at: At) -> str:
        """The text that a value was written as, without its common indentation."""
        start, end, _ = self.places[at]
        return _dedent(self.text[start.index : end.index], start.column)


class YamlError(Exception):
    """The first thing in a text that cannot be read.

    Attributes:
        problem: What is wrong, a sentence.
        line: Where, from 0.
        column: Where, from 0.
        opened: The line on which the thing began that was not closed.
        remedy: What to do, where no corrected line could help.
        is_syntax: Whether YAML itself stumbles over it, so that another way to write it may help.
    """

    def __init__(
        self,
        problem: str,
        line: int,
        column: int,
        *,
        opened: int | None = None,
        remedy: str = "",
        is_syntax: bool = False,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.column = column
        self.opened = opened
        self.remedy = remedy
        self.is_syntax = is_syntax


def _dedent(text: str, indent: int) -> str:
    """The lines of a value without the indentation that its first line had."""
    first, *rest = text.split("\n")
    lines = [line[indent:] if not line[:indent].strip() else line.lstrip() for line in rest]
    return "\n".join([first, *lines]).strip()
