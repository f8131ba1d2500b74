"""One sheet as the ``results.json`` of a Gradescope autograder.

The form is that of https://gradescope-autograders.readthedocs.io/en/latest/specs/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from nbready.grading.sheet import SAID, Mark, Sheet


def write_results(sheet: Sheet) -> str:
    """A test for each thing that is marked; nothing of a mark scheme."""
    value: dict[str, Any] = {
        "score": sheet.points,
        # Said, because one of them is HTML unless told otherwise.
        **dict.fromkeys(("output_format", "test_output_format", "test_name_format"), "text"),
        "tests": [
            {
                "name": mark.label,
                "score": mark.points,
                "max_score": mark.possible,
                "output": "\n".join(_lines(mark)),
            }
            for mark in sheet.marks
        ],
    }
    if sheet.row.problem:
        value["output"] = sheet.row.problem
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def _lines(mark: Mark) -> Iterator[str]:
    yield f"{SAID[mark.state].capitalize()}."
    yield from mark.answer.remarks
    yield from mark.comments
