"""The columns of the tables that others import, each listed once: its title, and what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from nbready.errors import ConfigError
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

# What Canvas' importer does is read off its source, as of 2025:
# https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb
CANVAS: Sequence[Column] = (
    # In this order. Canvas looks for a student by ID, then SIS User ID, SIS Login ID, and name.
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
_CANVAS_KEYS = ("ID", "SIS User ID", "SIS Login ID", "Student")
_CANVAS_OWN = re.compile(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
"""Titles in which Canvas sees no assignment, but a column that it has worked out itself."""


def _submitted(sheet: Sheet, _: Task) -> str:
    changed = sheet.row.changed
    return f"{changed.astimezone():%Y-%m-%d %H:%M:%S %z}" if changed else ""


def _is_ungraded(sheet: Sheet) -> bool:
    return bool(sheet.row.problem) and not sheet.marked


GRADESCOPE: Sequence[Column] = (
    # As Gradescope's "Download Grades" writes them, by files of 2022 to 2025 in public repositories. Its help
    # names no columns.
    Column("First Name", is_roster=True, also=("first_name",)),
    Column("Last Name", is_roster=True, also=("last_name",)),
    Column("SID", _student, is_roster=True, also=("ID", "id", "student_id")),
    Column("Email", is_roster=True, also=("email",)),
    Column("Sections", is_roster=True, also=("Section",)),
    Column("Total Score", lambda sheet, task: "" if _is_ungraded(sheet) else _points(sheet, task)),
    Column("Max Points", _possible),
    Column("Status", lambda sheet, task: "Ungraded" if _is_ungraded(sheet) else "Graded"),
    Column("Submission ID"),
    Column("Submission Time", _submitted),
    Column("Lateness (H:M:S)", lambda sheet, task: "00:00:00"),
    Column("View Count", lambda sheet, task: 0),
    Column("Submission Count", lambda sheet, task: 1),
)


def table_lines(columns: Sequence[Column], sheets: Sequence[Sheet], task: Task) -> list[Mapping[str, Value]]:
    """A line for each sheet."""
    return [{c.title or task.title: _value(c, sheet, task) for c in columns} for sheet in sheets]


def canvas_lines(sheets: Sequence[Sheet], task: Task) -> list[Mapping[str, Value]]:
    """Canvas' own lines: below the titles stands what can be had.

    Raises:
        ConfigError: Canvas would take no marks from the column, or only one of two lines.
    """
    _require_assignment(task.title)
    lines = table_lines(CANVAS, sheets, task)
    _require_one_line_each(lines)
    if not sheets:
        return lines
    possible = dict.fromkeys(lines[0], "") | {CANVAS[0].title: "    Points Possible"}
    return [{**possible, task.title: _possible(sheets[0], task)}, *lines]


def _require_assignment(title: str) -> None:
    taken = {column.title for column in CANVAS}
    if title.strip() and title not in taken and not _CANVAS_OWN.search(title):
        return
    remedy = "Name it otherwise: `--assignment`."
    raise ConfigError(f"Canvas takes no marks from a column that is called `{title}`.", remedy=remedy)


def _require_one_line_each(lines: Sequence[Mapping[str, Value]]) -> None:
    known = [next(filter(None, (line[key] for key in _CANVAS_KEYS)), "") for line in lines]
    twice = next((name for name, number in Counter(known).items() if number > 1), None)
    if twice is not None:
        remedy = "Mark one notebook of each student: name the files."
        raise ConfigError(f"`{twice}` stands in two lines: Canvas would take the last.", remedy=remedy)


def gradescope_lines(sheets: Sequence[Sheet], task: Task) -> list[Mapping[str, Value]]:
    """Gradescope's own lines: after the columns that all have stands what each question got."""
    lines = table_lines(GRADESCOPE, sheets, task)
    return [{**line, **_by_question(sheet)} for line, sheet in zip(lines, sheets, strict=True)]


def _by_question(sheet: Sheet) -> Mapping[str, Value]:
    return {
        f"{number}: {mark.label} ({float(mark.possible)} pts)": _number(mark.points)
        for number, mark in enumerate(sheet.marks, 1)
    }


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
