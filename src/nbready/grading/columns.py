"""The columns of the tables that others import, each listed once: its title, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from nbready.grading.roster import Roster
from nbready.grading.sheet import Sheet, format_points
from nbready.grading.students import canvas_id
from nbready.report.columns import Value, guard_off, last_change


class Task(NamedTuple):
    """What is handed back.

    Attributes:
        title: What a gradebook calls it.
        roster: The class.
    """

    title: str
    roster: Roster = Roster()


class Column(NamedTuple):
    """One column: from a person's line of the class list, under ``title`` or ``also``, or else made.

    Attributes:
        title: Its title; empty for the task's own.
        make: What stands in it.
        is_roster: Whether the class list knows it better.
        also: What else class lists call it.
    """

    title: str
    make: Callable[[Sheet, Task], Value] = lambda sheet, task: ""
    is_roster: bool = False
    also: tuple[str, ...] = ()


def _student(sheet: Sheet, _: Task) -> str:
    return sheet.student


def _points(sheet: Sheet, _: Task) -> Value:
    return _number(sheet.points)


def _possible(sheet: Sheet, _: Task) -> Value:
    return _number(sheet.possible)


NBGRADER: Sequence[Column] = (
    # As `nbgrader export` writes them (nbgrader.plugins.CsvExportPlugin).
    Column("assignment", lambda sheet, task: task.title),
    Column("duedate"),
    Column("timestamp", lambda sheet, task: last_change(sheet.row)),
    Column("student_id", _student, is_roster=True, also=("id",)),
    Column("last_name", is_roster=True, also=("Last Name",)),
    Column("first_name", is_roster=True, also=("First Name",)),
    Column("email", is_roster=True, also=("Email",)),
    Column("raw_score", _points),
    Column("late_submission_penalty", lambda sheet, task: 0),
    Column("score", _points),
    Column("max_score", _possible),
)

CANVAS: Sequence[Column] = (
    # One of the first four must tell the student; the section and the title of the assignment are needed too.
    Column("Student", _student, is_roster=True),
    Column("ID", lambda sheet, task: canvas_id(sheet.row.path), is_roster=True),
    Column("SIS User ID", is_roster=True),
    Column(
        "SIS Login ID",
        lambda sheet, task: "" if canvas_id(sheet.row.path) else sheet.student,
        is_roster=True,
    ),
    Column("Section", is_roster=True),
    Column("", _points),
)

GRADESCOPE: Sequence[Column] = (
    # As Gradescope's own "Download Grades" writes them.
    Column("First Name", is_roster=True, also=("first_name",)),
    Column("Last Name", is_roster=True, also=("last_name",)),
    Column("SID", _student, is_roster=True, also=("ID", "id", "student_id")),
    Column("Email", is_roster=True, also=("email",)),
    Column("Total Score", _points),
    Column("Max Points", _possible),
    Column("Status", lambda sheet, task: "Missing" if sheet.row.problem else "Graded"),
    Column("Submission Time", lambda sheet, task: last_change(sheet.row)),
)


def table_lines(columns: Sequence[Column], sheets: Sequence[Sheet], task: Task) -> list[Mapping[str, Value]]:
    """A line for each sheet."""
    return [{c.title or task.title: _value(c, sheet, task) for c in columns} for sheet in sheets]


def canvas_lines(sheets: Sequence[Sheet], task: Task) -> list[Mapping[str, Value]]:
    """Canvas' own lines: below the titles stands what can be had."""
    lines = table_lines(CANVAS, sheets, task)
    if not sheets:
        return lines
    possible = dict.fromkeys(lines[0], "") | {CANVAS[0].title: "    Points Possible"}
    return [{**possible, task.title: _possible(sheets[0], task)}, *lines]


def own_lines(sheets: Sequence[Sheet]) -> list[Mapping[str, Value]]:
    """Everything that is known of each student, by column; a column for each thing that is marked."""
    return [
        {
            "student": sheet.student,
            "notebook": sheet.row.path,
            "author": sheet.row.author,
            "points": _number(sheet.points),
            "possible": _number(sheet.possible),
            "marked_by_hand": sheet.marked,
            **{mark.key: _number(mark.points) for mark in sheet.marks},
            "guard_off": guard_off(sheet.row),
            "comments": " | ".join(f"{m.label}: {' '.join(m.comments)}" for m in sheet.marks if m.comments),
            "remarks": " ".join(filter(None, (sheet.row.problem, sheet.row.broken))),
        }
        for sheet in sheets
    ]


def _value(column: Column, sheet: Sheet, task: Task) -> Value:
    line = task.roster.find(sheet.student) if column.is_roster else {}
    known = (line[title] for title in (column.title, *column.also) if line.get(title))
    return next(known, None) or column.make(sheet, task)


def _number(number: float) -> Value:
    """As few digits as say it; whole numbers without a point, as gradebooks write them."""
    return int(number) if number == int(number) else float(format_points(number))
