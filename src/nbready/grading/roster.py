"""A class list as CSV: what a gradebook calls each student, besides what graders' folders do."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbready.errors import ConfigError
from nbready.files.read import FileError, read_text

_MAX_BYTES = 16 * 2**20
_NOBODY = "Points Possible"
"""What Canvas writes below its titles, in a line of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Students by what they go by, in lower case: any of the texts in their line.

    Attributes:
        lines: The columns of each student's line.
    """

    lines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def find(self, student: str) -> Mapping[str, str]:
        """A student's line; an empty one where there is none."""
        return self.lines.get(student.strip().casefold(), {})

    def missing(self, students: Iterable[str]) -> tuple[str, ...]:
        """Those who are in no line; nobody where there is no list."""
        return tuple(student for student in students if self.lines and not self.find(student))

    def absent(self, students: Iterable[str]) -> tuple[str, ...]:
        """Those of the list who are none of these, by the first text in their line."""
        there = {id(self.find(student)) for student in students}
        lines = {id(line): line for line in self.lines.values()}
        return tuple(next(filter(None, line.values())) for place, line in lines.items() if place not in there)

    def also(self, student: str) -> tuple[str, ...]:
        """What else a student goes by: the texts of the line that lead to nobody else."""
        line = self.find(student)
        return tuple(text for text in line.values() if text and self.find(text) is line)


def read_roster(path: Path) -> Roster:
    """The class list of a file: the gradebook of Canvas or Gradescope, nbgrader's own list, any CSV.

    A text that stands in the lines of several students (a section's name) leads to nobody.

    Raises:
        ConfigError: It cannot be read.
    """
    try:
        text = read_text(path, max_bytes=_MAX_BYTES).removeprefix("\ufeff")
        table = [line for line in csv.reader(text.splitlines()) if any(line)]
    except FileError as error:
        raise ConfigError(f"This class list cannot be read: {error.problem}.", path=path) from error
    except csv.Error as error:
        raise ConfigError(f"This class list is no CSV: {error}.", path=path) from None
    if len(table) < 2:
        remedy = "Its first line must name the columns."
        raise ConfigError("This class list has no students.", path=path, remedy=remedy)
    head, *body = ([text.strip() for text in line] for line in table)
    lines: dict[str, Mapping[str, str]] = {}
    shared: set[str] = set()
    for texts in body:
        if _NOBODY in texts:
            continue
        line = dict(zip(head, texts, strict=False))
        for name in {text.casefold() for text in texts if text}:
            shared |= {name} & lines.keys()
            lines[name] = line
    return Roster(lines={name: line for name, line in lines.items() if name not in shared})
