"""Code that is not valid Python, so that no stage could be seen in it: where it may have entered one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nbready.notebook import Cell
from nbready.stages import Catalogue
from nbready.stages.uses import CellStages

_NAME = re.compile(r"\.\s*([A-Za-z_]\w*)|\b([A-Za-z_]\w*)\s*\(")


class Unread(NamedTuple):
    """A cell of which something was not read.

    Attributes:
        cell: The cell.
        line: The line to look at, from 1.
        column: The column in it, from 1.
        word: The name there of a call that enters a stage; empty where what was not read names none, but the
            rest of the cell entered a stage.
        remark: What is wrong with the cell.
    """

    cell: Cell
    line: int
    column: int
    word: str
    remark: str


def find_unread(
    cells: Iterable[Cell], stages: Iterable[CellStages], catalogue: Catalogue
) -> Iterator[Unread]:
    """The cells that were not read, or not whole, and may enter a stage; prose and the like are left out."""
    for cell, found in zip(cells, stages, strict=True):
        if found.gaps:
            line, column, word = _first_word(cell, found.gaps, catalogue)
            if word or found.uses:
                yield Unread(cell, line, column, word, found.skipped)


def _first_word(cell: Cell, gaps: tuple[int, ...], catalogue: Catalogue) -> tuple[int, int, str]:
    lines = cell.source.split("\n")
    words = catalogue.words()
    for number in gaps:
        code = lines[number - 1].partition("#")[0] if number <= len(lines) else ""
        for match in _NAME.finditer(code):
            group = 1 if match[1] else 2
            if match[group] in words:
                return number, match.start(group) + 1, match[group]
    return gaps[0], 1, ""
