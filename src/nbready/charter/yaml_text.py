"""YAML read as text: every scalar is what the person typed, and whatever could surprise is refused.

PyYAML itself is imported when there is a text to read: most notebooks have no charter yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbready.charter.yaml_model import Reading, YamlError
from nbready.errors import CharterError, NbreadyError

if TYPE_CHECKING:
    from pathlib import Path

MAX_CHARACTERS = 256_000
"""Far above any charter that a person would read, far below what would slow a cell down."""
MAX_BYTES = 4 * MAX_CHARACTERS
"""The size of a file that can hold so many."""


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
        return _build_as_meant(text)
    except YamlError as cause:
        remedy = cause.remedy or _corrected(text, cause)
        place = {"line": first_line + cause.line, "column": cause.column + 1}
        raise error(cause.problem, path=path, remedy=remedy, **place) from None


def _build(text: str) -> Reading:
    from nbready.charter.yaml_events import build

    return build(text)


def _build_as_meant(text: str) -> Reading:
    try:
        return _build(text)
    except YamlError:
        if ">" not in text:
            raise
    from nbready.charter.mend import as_meant

    # What the examples show has to be what one may type.
    return _build(as_meant(text))


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
