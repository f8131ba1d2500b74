"""How Canvas reads a gradebook that is imported, in our words.

By ``lib/gradebook_importer.rb`` and ``Assignment.title_and_id`` of https://github.com/instructure/canvas-lms
(commit 00b222d, 2025): what it takes for titles, students and assignments, and what becomes of a number.
Left out are custom columns, grading periods, root accounts and last names in a column of their own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

WORKED_OUT = re.compile(
    "Current Score|Current Points|Current Grade|Final Score|Final Points|Final Grade"
    "|Override Score|Override Grade|Override Status"
)
NUMBER = re.compile(r"-?[0-9.,]+%?")


@dataclass(frozen=True)
class Student:
    """Somebody in a course."""

    name: str
    sortable_name: str
    sis_user_id: str = ""
    login: str = ""


@dataclass
class Imported:
    """What an import would change.

    Attributes:
        grades: By student's and assignment's number; a new one of either has its name for a number.
        possible: Points possible by assignment.
    """

    grades: dict[int | str, dict[int | str, str]] = field(default_factory=dict)
    possible: dict[int | str, str] = field(default_factory=dict)


def import_gradebook(text: str, students: Mapping[int, Student], assignments: Mapping[int, str]) -> Imported:
    """Read a file as Canvas does; a file that it refuses raises ``ValueError``."""
    rows = [
        [_converted(cell) for cell in row]
        for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    ]
    rows = [row for row in rows if not re.fullmatch("[;, ]+", ",".join(row))]
    head, *body = rows
    if not (len(head) > 3 and "Student" in head[0] and "ID" in head[1]):
        raise ValueError("Invalid header row")
    about_student, sis_user, login = _student_columns(head)
    if "Section" not in head[about_student - 1]:
        raise ValueError("Invalid header row")
    titles = [title for title in head[about_student:] if not WORKED_OUT.search(title)]
    places = {_assignment(title, assignments): head.index(title) for title in titles}
    found = Imported()
    for row in body:
        if "Points Possible" in row[0]:
            found.possible = {assignment: row[place] for assignment, place in places.items()}
        elif not all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.IGNORECASE) for cell in row):
            student = _student(row, students, sis_user, login)
            found.grades[student] = {assignment: row[place].strip() for assignment, place in places.items()}
    return found


def _delimiter(text: str) -> str:
    """Semicolons, where they part the first lines evenly and into more."""
    lines = text.splitlines()[:3]
    counts = {}
    for mark in ";,":
        numbers = {len(next(csv.reader([line], delimiter=mark))) for line in lines}
        counts[mark] = numbers.pop() if len(numbers) == 1 else 0
    return ";" if counts[";"] > counts[","] else ","


def _converted(cell: str) -> str:
    """Numbers are taken for those of any country: the last point or comma is the decimal one."""
    if not NUMBER.fullmatch(cell):
        return cell
    *whole, last = re.split("[,.]", cell)
    return f"{''.join(whole)}.{last}" if whole else last


def _student_columns(head: list[str]) -> tuple[int, int | None, int | None]:
    """How many columns are about the student, and which of them hold SIS' numbers."""
    if re.search(r"SIS\s+Login\s+ID", head[2]):
        return 4, None, 2
    if re.search(r"SIS\s+User\s+ID", head[2]) and re.search(r"SIS\s+Login\s+ID", head[3]):
        integration = bool(re.search(r"Integration\s+ID", head[4]))
        return 5 + integration, 2, 3
    return 3, None, None


def _assignment(title: str, assignments: Mapping[int, str]) -> int | str:
    named = re.fullmatch(r"(.*)\s\((\d+)\)", title)
    if named and int(named[2]) in assignments:
        return int(named[2])
    by_title = (number for number, known in assignments.items() if known == title)
    return next(by_title, named[1] if named else title)


def _student(
    row: list[str], students: Mapping[int, Student], sis_user: int | None, login: int | None
) -> int | str:
    number = int(found[0]) if (found := re.match(r"\s*\d+", row[1])) else 0
    if number in students:
        return number
    by_sis = {s.sis_user_id: n for n, s in students.items() if s.sis_user_id}
    by_login = {s.login: n for n, s in students.items() if s.login}
    for known, place in ((by_sis, sis_user), (by_login, login)):
        if place is not None and row[place] in known:
            return known[row[place]]
    by_name = (n for n, s in students.items() if row[0] in (s.name, s.sortable_name))
    return next(by_name, row[0])
