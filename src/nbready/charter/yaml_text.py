"""YAML read as text: every scalar is what the person typed, and whatever could surprise is refused.

PyYAML itself is imported when there is a text to read: most notebooks have no charter yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from nbready.charter.model import Value
from nbready.errors import CharterError, NbreadyError

if TYPE_CHECKING:
    from pathlib import Path

MAX_CHARACTERS = 256_000
"""Far above any charter that a person would read, far below what would slow a cell down."""
MAX_BYTES = 4 * MAX_CHARACTERS
"""The size of a file that can hold so many."""
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
    """

    def __init__(
        self, problem: str, line: int, column: int, *, opened: int | None = None, remedy: str = ""
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.column = column
        self.opened = opened
        self.remedy = remedy


def read_yaml(
    text: str,
    *,
    path: Path | None = None,
    first_line: int = 1,
    error: type[NbreadyError] = CharterError,
) -> Reading:
    """Read one YAML document as text.

    Args:
        text: The document.
        path: The file it comes from, for messages.
        first_line: The line number of its first line, counted from 1.
        error: What to raise.

    Raises:
        NbreadyError: Of type ``error``: not YAML, too big, too deep, or with duplicate keys, anchors,
            aliases, tags, several documents or characters that no text needs. Has line and column, and the
            corrected line as a remedy where one can be found.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    try:
        _check_characters(text)
        return _build(text)
    except YamlError as cause:
        remedy = cause.remedy or _corrected(text, cause)
        place = {"line": first_line + cause.line, "column": cause.column + 1}
        raise error(cause.problem, path=path, remedy=remedy, **place) from None


def find_error(text: str) -> YamlError | None:
    """What is wrong with a text, if anything is."""
    try:
        _build(text)
    except YamlError as error:
        return error
    return None


def _build(text: str) -> Reading:
    from nbready.charter.yaml_events import Builder

    return Builder(text).build()


def _corrected(text: str, cause: YamlError) -> str:
    # Most charters have no mistake, so the way to mend one is not loaded before it is needed.
    from nbready.charter.mend import mend

    return mend(text, cause)


def _check_characters(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        problem = f"This is {len(text):,} characters long; at most {MAX_CHARACTERS:,} are read."
        line = text.count("\n", 0, MAX_CHARACTERS)
        raise YamlError(problem, line, 0, remedy="Link to long material instead.")
    from yaml.reader import Reader

    # The standard's own definition of what a text may hold, compiled by PyYAML.
    found = Reader.NON_PRINTABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start())
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1)
        problem = f"U+{ord(found[0]):04X} is not a character of text."
        raise YamlError(problem, line, column, remedy="Delete it.")


def _dedent(text: str, indent: int) -> str:
    """The lines of a value without the indentation that its first line had."""
    first, *rest = text.split("\n")
    lines = [line[indent:] if not line[:indent].strip() else line.lstrip() for line in rest]
    return "\n".join([first, *lines]).strip()
