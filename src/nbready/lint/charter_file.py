"""A charter file, checked by the rules for charters: seen as a notebook that is nothing but its charter."""

from __future__ import annotations

from pathlib import Path

from nbready.charter.store import CHARTER_MAGIC
from nbready.config import Config
from nbready.errors import NotebookError
from nbready.lint.findings import Finding, NotebookResult
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
