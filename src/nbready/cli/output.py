"""Files that a person asks for with ``-o``: whole or not at all."""

from __future__ import annotations

from pathlib import Path

from nbready.errors import ConfigError
from nbready.files.read import FileError
from nbready.files.write import write_file


def write_output(file: Path, text: str, *, encoding: str = "utf-8") -> None:
    """Write a report to a file.

    Raises:
        ConfigError: The file cannot be written; what was there is left as it was.
    """
    write_bytes(file, text.encode(encoding, errors="backslashreplace"))


def write_bytes(file: Path, data: bytes) -> None:
    """Write bytes to a file; as :func:`write_output`."""
    try:
        write_file(file, data)
    except FileError as error:
        raise ConfigError(f"This file cannot be written: {error.problem}.", path=file) from error
