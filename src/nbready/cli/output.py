"""What a command puts out: on the screen, or in the file that ``-o`` asks for, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import click

from nbready.errors import ConfigError
from nbready.escape import plain_text
from nbready.files.read import FileError
from nbready.files.write import write_file


def put(file: Path | None, text: str, *, encoding: str = "utf-8") -> None:
    """Write a text to a file; on the screen without one.

    Raises:
        ConfigError: As :func:`write_output`.
    """
    if file is None:
        click.echo(text, nl=False)
    else:
        write_output(file, text, encoding=encoding)


def warn(message: str) -> None:
    """Say on the screen, beside what is put out, what is not as it should be."""
    click.echo(f"{click.style('warning', fg='yellow', bold=True)}: {plain_text(message)}", err=True)


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
