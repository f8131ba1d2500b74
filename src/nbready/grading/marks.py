"""A person's marks as JSON: what the marker's page saves, read back and held against what was handed in."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from nbready.errors import ConfigError
from nbready.files.read import FileError, read_text
from nbready.grading.sheet import Mark, Sheet, format_points
from nbready.nearest import did_you_mean
from nbready.wording import counted

VERSION = 1
_MAX_BYTES = 64 * 2**20
_MOST_COMMENTS = 1_000
LONGEST = 20_000
"""Characters of a comment."""


class Given(NamedTuple):
    """What a person gave for one answer; no points where there is only a comment."""

    points: float | None
    comments: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """A file of marks.

    Attributes:
        by_student: What was given, by student and key.
        comments: Comments that the marker keeps for use again.
    """

    by_student: Mapping[str, Mapping[str, Given]] = field(default_factory=dict)
    comments: tuple[str, ...] = ()


def read_marks(path: Path) -> Marks:
    """The marks of a file.

    Raises:
        ConfigError: It cannot be read, or holds no marks; says where.
    """
    try:
        value = json.loads(read_text(path, max_bytes=_MAX_BYTES))
    except FileError as error:
        raise ConfigError(f"These marks cannot be read: {error.problem}.", path=path) from error
    except json.JSONDecodeError as error:
        raise ConfigError(
            f"This is not JSON: {error.msg}.", path=path, line=error.lineno, column=error.colno
        ) from None
    except (ValueError, RecursionError):
        raise ConfigError("This is not JSON that holds marks.", path=path) from None
    try:
        return _marks(value)
    except _Wrong as error:
        remedy = "Save them again on the marker's page."
        raise ConfigError(f"These are no marks: {error}.", path=path, remedy=remedy) from None


def apply_marks(sheets: Sequence[Sheet], marks: Marks) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The sheets with a person's marks on them, and what could not be put there, a sentence each."""
    by_student = {sheet.student: sheet for sheet in sheets}
    messages: list[str] = []
    for student, given in marks.by_student.items():
        if student not in by_student:
            messages.append(f"{student} has no notebook here: {counted(len(given), 'mark')} not counted.")
            continue
        sheet = by_student[student]
        own: dict[str, tuple[float | None, tuple[str, ...]]] = {}
        for key, mark in given.items():
            on_sheet = next((m for m in sheet.marks if m.key == key), None)
            problem = _problem(key, mark, on_sheet, sheet)
            if problem:
                messages.append(f"{student}: {problem}")
            else:
                own[key] = (mark.points, mark.comments)
        by_student[student] = sheet.with_marks(own)
    return tuple(by_student[sheet.student] for sheet in sheets), tuple(dict.fromkeys(messages))


def _problem(key: str, given: Given, mark: Mark | None, sheet: Sheet) -> str:
    if mark is None:
        known = did_you_mean(key, [m.key for m in sheet.marks])
        return f"the rubric has no `{key}`: that mark is not counted. {known}"
    if given.fingerprint != mark.answer.fingerprint:
        return f"`{key}` was changed after it was marked: look again; the machine's points count."
    if given.points is not None and given.points > mark.possible:
        most = format_points(mark.possible)
        return f"`{key}` was given {format_points(given.points)} of {most} points: that mark is not counted."
    return ""


class _Wrong(Exception):  # noqa: N818 - it never leaves this file
    """Why a value holds no marks."""


def _marks(value: Any) -> Marks:
    table = _table(value, "the file")
    version = table.get("version")
    if version != VERSION or isinstance(version, bool):
        raise _Wrong(f"version {version!r:.20} is none that this nbready reads")
    students = _table(table.get("marks"), "`marks`")
    return Marks(
        by_student={student: dict(_given(student, own)) for student, own in students.items()},
        comments=_texts(table.get("comments", []), "`comments`"),
    )


def _given(student: str, value: Any) -> Iterator[tuple[str, Given]]:
    for key, entry in _table(value, f"what `{student:.60}` was given").items():
        where = f"`{key:.60}` of `{student:.60}`"
        mark = _table(entry, where)
        points, seal = mark.get("points"), mark.get("fingerprint")
        if not isinstance(seal, str):
            raise _Wrong(f"{where} has no fingerprint")
        is_number = isinstance(points, int | float) and not isinstance(points, bool)
        if points is not None and not (is_number and math.isfinite(points) and points >= 0):
            raise _Wrong(f"the points of {where} are no number from 0")
        texts = _texts(mark.get("comments", []), f"the comments of {where}")
        yield key, Given(None if points is None else float(points), texts, seal)


def _table(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong(f"{what} is no object")
    return value


def _texts(value: Any, what: str) -> tuple[str, ...]:
    is_list = isinstance(value, list) and all(isinstance(text, str) for text in value)
    if not is_list or len(value) > _MOST_COMMENTS or any(len(text) > LONGEST for text in value):
        raise _Wrong(f"{what} are no list of at most {_MOST_COMMENTS} texts")
    return tuple(value)
