"""Bytes of notebook files: regular ones of a bounded size, and nothing else."""

from __future__ import annotations

from pathlib import Path

from nbready.errors import NotebookError
from nbready.files.read import FileError, TooLargeError, read_file

MAX_BYTES = 100 * 2**20
TEXT_SUFFIXES = (".py", ".md", ".Rmd", ".qmd")
"""Names of text notebooks end so."""


def read_bytes(path: Path | str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most ``max_bytes``.

    Raises:
        NotebookError: (NBR001) Not there, not readable, not a regular file, or too large.
    """
    try:
        return read_file(path, max_bytes=max_bytes)
    except FileError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path | str, error: FileError) -> NotebookError:
    """What is said of a notebook that is not read."""
    remedy = (
        "Clear its outputs, or raise the limit with `--max-size`." if isinstance(error, TooLargeError) else ""
    )
    return NotebookError(
        f"This file cannot be read: {error.problem}.", path=path, remedy=remedy or error.remedy
    )
