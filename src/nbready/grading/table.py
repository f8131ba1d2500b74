"""Marks as a table for a terminal."""

from __future__ import annotations

import statistics
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from nbready.escape import plain_line
from nbready.grading.sheet import Sheet, format_points
from nbready.report.columns import data_loaded, guard_off
from nbready.terminal import Cell, Column, Paint, write_columns
from nbready.wording import counted

_LOST = 5
_STATES = ("complete", "weak", "put off", "open")


def write_table(sheets: Sequence[Sheet], *, width: int = 120, color: bool = False) -> str:
    """A line a student, the class in a sentence, and where most points were lost."""
    columns = [
        Column("Student"),
        Column("Points", "right"),
        Column("Of", "right"),
        *(Column(state.capitalize(), "right") for state in _STATES),
        Column("By hand", "right"),
        Column("Data loaded"),
        Column("Guard off"),
    ]
    table = write_columns(columns, [_cells(sheet) for sheet in sheets], width=width, color=color)
    paint = Paint(color)
    remarks = [
        paint("warning", f"{sheet.student}: {remark}")
        for sheet in sheets
        for remark in filter(None, (sheet.row.problem, sheet.row.broken))
    ]
    closing = [line for text in _closing(sheets) for line in textwrap.wrap(plain_line(text), width)]
    return f"{table}\n" + "\n".join((*remarks, *closing)) + "\n"


def _cells(sheet: Sheet) -> list[Cell]:
    counts = Counter(mark.state for mark in sheet.marks)
    # What earns nothing is open, for whatever reason it is.
    lost = counts["open"] + counts["given"] + counts["not_asked"]
    numbers = (counts["complete"], counts["weak"], counts["deferred"], lost)
    row = sheet.row
    return [
        Cell(sheet.student, "error" if row.problem else ""),
        Cell(format_points(sheet.points), "bold"),
        Cell(format_points(sheet.possible), "dim"),
        *(Cell(str(number)) if number else Cell("·", "dim") for number in (*numbers, sheet.marked)),
        Cell(data_loaded(row), "error" if row.early else ""),
        Cell(guard_off(row), "warning" if row.guard_off else ""),
    ]


def _closing(sheets: Sequence[Sheet]) -> Iterator[str]:
    if not sheets:
        yield "No notebook."
        return
    points = [sheet.points for sheet in sheets]
    yield (
        f"{counted(len(sheets), 'notebook')}: {format_points(min(points))} to {format_points(max(points))} "
        f"of {format_points(sheets[0].possible)} points, median {format_points(statistics.median(points))}."
    )
    lost: Counter[str] = Counter()
    for sheet in sheets:
        for mark in sheet.marks:
            lost[mark.label] += mark.possible - mark.points  # type: ignore[assignment]
    most = [(label, number) for label, number in lost.most_common(_LOST) if number > 0]
    if most:
        yield f"Most points lost: {'; '.join(f'{label} {format_points(number)}' for label, number in most)}."
