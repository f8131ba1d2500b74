"""A charter file, checked by the rules for charters: seen as a notebook that is nothing but its charter."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from nbready.charter.model import Questions
from nbready.charter.parse import parse_with_places
from nbready.charter.store import CHARTER_MAGIC
from nbready.charter.yaml_text import MAX_BYTES
from nbready.config import Config
from nbready.errors import NbreadyError, NotebookError
from nbready.files.read import FileError, read_text
from nbready.lint.findings import Finding, NotebookResult, Shared
from nbready.notebook import Cell, Notebook


def charter_notebook(data: bytes, *, path: Path) -> Notebook:
    """The charter file as a notebook of one cell.

    Raises:
        NotebookError: (NBR001) It is not text.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NotebookError(f"This file is not UTF-8: byte {error.start + 1}.", path=path) from error
    cell = Cell(position=0, code_index=None, kind="raw", source=f"{CHARTER_MAGIC}\n{text}")
    # The magic stands on the line before the first, so that every other line is where it is in the file.
    return Notebook(
        path=path, language="python", nbformat=(4, 4), cells=(cell,), metadata={}, data=data, lines=(0,)
    )


def without_itself(config: Config, path: Path) -> Config:
    """The configuration for a charter file, which is not to inherit itself."""
    shared = config.charter
    return config._replace(charter=None) if shared and shared.resolve() == path.resolve() else config


def shared_charter(file: Path, questions: Questions, folder: str) -> Shared:
    """A charter file that notebooks share, as a report from ``folder`` shows it, and where it says what.

    Where it cannot be read any more, its lines are not known.
    """
    here = Path(folder).resolve()
    shown = os.path.relpath(file, here) if file.is_relative_to(here) else str(file)
    lines: dict[str, int] = {}
    with suppress(FileError, NbreadyError):
        _, places = parse_with_places(read_text(file, max_bytes=MAX_BYTES), questions, path=file)
        lines = {str(at[0]): line for at, (line, _) in places.items() if len(at) == 1}
    return Shared(path=shown.replace(os.sep, "/"), lines=lines)


def placed_in_file(result: NotebookResult) -> NotebookResult:
    """The result with findings that speak of the file, which has no cells."""
    return result._replace(
        findings=tuple(map(_in_file, result.findings)), ignored=tuple(map(_in_file, result.ignored))
    )


def _in_file(finding: Finding) -> Finding:
    return finding._replace(
        cell=None,
        code_cell=None,
        cell_id=None,
        line=None,
        column=None,
        source="",
        file_line=finding.file_line or 1,
    )
