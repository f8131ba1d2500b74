"""The formats of marks, each listed once: its name, who writes it, and what for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from nbready.errors import ConfigError
from nbready.grading.columns import (
    NBGRADER,
    Column,
    Task,
    canvas_lines,
    gradescope_lines,
    own_lines,
    table_lines,
)
from nbready.grading.sheet import Sheet
from nbready.report.spreadsheet import write_lines


class Format(NamedTuple):
    """One format.

    Attributes:
        write: The marks as the text of a file.
        what: What it is for.
        endings: The endings of files that are written in it unless told otherwise.
        encoding: How it is written to a file.
    """

    write: Callable[[Sequence[Sheet], Task], str]
    what: str
    endings: tuple[str, ...] = ()
    encoding: str = "utf-8"


def _table(sheets: Sequence[Sheet], _: Task, *, width: int = 120, color: bool = False) -> str:
    from nbready.grading.table import write_table

    return write_table(sheets, width=width, color=color)


def _csv(sheets: Sequence[Sheet], _: Task) -> str:
    return write_lines(own_lines(sheets))


def _imported(columns: Sequence[Column], sheets: Sequence[Sheet], task: Task) -> str:
    return write_lines(table_lines(columns, sheets, task))


def _canvas(sheets: Sequence[Sheet], task: Task) -> str:
    return write_lines(canvas_lines(sheets, task))


def _gradescope(sheets: Sequence[Sheet], task: Task) -> str:
    return write_lines(gradescope_lines(sheets, task))


def _results(sheets: Sequence[Sheet], _: Task) -> str:
    from nbready.grading.results import write_results

    if len(sheets) != 1:
        remedy = "Name one notebook, as Gradescope's `run_autograder` does."
        raise ConfigError(
            f"Gradescope takes the results of one notebook, not of {len(sheets)}.", remedy=remedy
        )
    return write_results(sheets[0])


FORMATS: Mapping[str, Format] = {
    "table": Format(_table, "for a terminal"),
    # Spreadsheets take a file for UTF-8 only where it says so.
    "csv": Format(_csv, "a line a student, a column a question", (".csv",), "utf-8-sig"),
    "nbgrader": Format(partial(_imported, NBGRADER), "the columns of `nbgrader export`"),
    "canvas": Format(_canvas, "for Import in Canvas' gradebook"),
    "gradescope": Format(_gradescope, "the columns of Gradescope's Download Grades"),
    "gradescope-results": Format(_results, "results.json of a Gradescope autograder", (".json",)),
}
