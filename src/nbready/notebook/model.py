"""What a notebook file says, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from nbready.errors import NotebookError

Kind = Literal["code", "markdown", "raw"]


class Cell(NamedTuple):
    """One cell, as the file has it.

    Attributes:
        position: Its place among all cells, from 0.
        code_index: Its place among the code cells, from 0; None for another kind.
        kind: What it holds.
        source: Its text; lines end as they do in the file.
        id: Its id, if the file gives one (nbformat 4.5 and later).
        execution_count: The number it was last run under, if it was.
        tags: Its tags.
        metadata: Its metadata, untrusted.
    """

    position: int
    code_index: int | None
    kind: Kind
    source: str
    id: str | None = None
    execution_count: int | None = None
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = {}


class Notebook(NamedTuple):
    """A notebook file that was read.

    Attributes:
        path: The file; None for bytes from elsewhere.
        language: Lower-case name of the language of its code cells; ``python`` when the file doesn't say.
        nbformat: Version of the file's format, major and minor.
        cells: Its cells, in order.
        metadata: Its metadata, untrusted.
        data: The file's bytes.
        remarks: What is wrong with the file but leaves it readable.
        lines: For each cell of a text notebook, the line of the file on which it starts, from 1.
    """

    path: Path | None
    language: str
    nbformat: tuple[int, int]
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any]
    data: bytes
    remarks: tuple[NotebookError, ...] = ()
    lines: tuple[int, ...] = ()

    def __repr__(self) -> str:
        """Short, for messages: the file itself can be a hundred megabytes."""
        return f"Notebook(path={self.path!r}, cells={len(self.cells)})"

    @property
    def is_text(self) -> bool:
        """Whether it is kept as text: its charter is then its cell alone."""
        return bool(self.lines)

    def code_cells(self) -> Iterator[Cell]:
        """The code cells, in order."""
        return (cell for cell in self.cells if cell.kind == "code")
