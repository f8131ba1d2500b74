"""Replacing a notebook's file, with what goes wrong said of the notebook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nbready.errors import NotebookError
from nbready.files.read import FileError
from nbready.files.write import ChangedError, replace_file


class UnwrittenError(NotebookError):
    """A notebook that was read, and could not be written."""


def write_atomically(
    path: Path | str, data: bytes, *, expected: bytes, within: Iterable[Path | str] | None = None
) -> str:
    """Replace the content of a notebook's file: see :func:`nbready.files.write.replace_file`.

    Raises:
        UnwrittenError: The file changed since, or cannot be written; it is then left as it is.
    """
    try:
        return replace_file(path, data, expected=expected, within=within)
    except ChangedError as error:
        raise UnwrittenError(
            "This file changed since it was read, so nothing was written.",
            path=path,
            remedy="Run the command again.",
        ) from error
    except FileError as error:
        raise UnwrittenError(f"This file cannot be written: {error.problem}.", path=path) from error
