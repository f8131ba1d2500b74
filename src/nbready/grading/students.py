"""Whose a submission is, by where it lies: graders' folders and downloads name students in a few ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from nbready.escape import plain_line

CANVAS_NAME = re.compile(
    r"^(?:(?P<student>[^_]+)_(?:LATE_)?(?P<id>\d+)|(?:LATE_)?(?P<anonymous>anon_[^_]+))_\d+_.+$"
)
"""What Canvas calls a submission that is downloaded: student, both numbers, the file's own name.

Where students are anonymous a code stands for them. By ``lib/content_zipper.rb`` of its source.
"""


def name_students(paths: Sequence[str]) -> list[str]:
    """Whose each file is.

    What all paths share says nothing (``submitted/``, ``/ps1/week3.ipynb``); what is left is the student.
    ``submitted/ada/ps1/week3.ipynb`` beside ``submitted/bob/ps1/week3.ipynb`` are ada and bob, ``ada.ipynb``
    beside ``bob.ipynb`` too, and a file from Canvas goes by the name that Canvas gave it. One file alone goes
    by its own name. The names differ as the paths do.
    """
    # Names go into pages and files: what could not be seen in them is made visible once, here.
    return _names([plain_line(path) for path in paths])


def _names(paths: Sequence[str]) -> list[str]:
    found = [Path(path).absolute().with_suffix("").parts for path in paths]
    if len(found) == 1:
        return [_short(found[0][-1])]
    # The folders that lead to all of them first: one may be called as a student is.
    start = next((n for n, here in enumerate(zip(*found)) if len({*here}) > 1), 0)  # noqa: B905
    below = [parts[start:] for parts in found]
    shared = {part for part in below[0] if all(part in parts for parts in below)}
    names = ["/".join(part for part in parts if part not in shared) or parts[-1] for parts in below]
    short = [_short(name) for name in names]
    if len({*short}) == len(short):
        return short
    return names if len({*names}) == len(names) else list(paths)


def canvas_id(path: str) -> str:
    """The student's number in Canvas, where the file's name has one."""
    found = CANVAS_NAME.match(Path(path).name)
    return found["id"] or "" if found else ""


def _short(name: str) -> str:
    found = CANVAS_NAME.match(name)
    return found["student"] or found["anonymous"] if found else name
