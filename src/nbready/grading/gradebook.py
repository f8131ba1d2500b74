"""Marks put into nbgrader's gradebook, as its own form does by hand: the points of the charter's task.

nbgrader imports no grades from files. What is written is what its API offers for manual grading
(https://nbgrader.readthedocs.io/en/stable/api/gradebook.html): ``manual_score`` and ``manual_comment``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nbready.errors import ConfigError
from nbready.grading.sheet import Sheet, format_points
from nbready.templates.notebook import TASK_ID


def write_gradebook(file: Path, assignment: str, sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """Put the sheets' points, scaled to what the task is worth there, and their comments into a gradebook.

    Args:
        file: nbgrader's ``gradebook.db``.
        assignment: What nbgrader calls the assignment.
        sheets: Marks of notebooks that nbgrader has graded.

    Returns:
        Whose marks could not be put there, a sentence each.

    Raises:
        ConfigError: nbgrader is not installed, or the gradebook has no such assignment.
    """
    try:
        from nbgrader.api import Gradebook, MissingEntry
    except ImportError:
        remedy = "`pip install nbgrader`, or run this with the Python that has it."
        raise ConfigError("Its gradebook needs nbgrader.", remedy=remedy) from None
    if not file.is_file():
        raise ConfigError("There is no such gradebook.", path=file, remedy="Run `nbgrader autograde` first.")
    missing = []
    with Gradebook(f"sqlite:///{file.absolute()}") as gradebook:
        known = [found.name for found in gradebook.assignments]
        if assignment not in known:
            remedy = f"It has: {', '.join(known) or 'none'}. Name one with `--assignment`."
            raise ConfigError(f"The gradebook has no assignment `{assignment}`.", path=file, remedy=remedy)
        for sheet in sheets:
            place = (TASK_ID, Path(sheet.row.path).stem, assignment, sheet.student)
            try:
                grade, comment = gradebook.find_grade(*place), gradebook.find_comment(*place)
            except MissingEntry:
                missing.append(
                    f"{sheet.student}: nbgrader has no such submission, or no charter's task in it."
                )
                continue
            share = sheet.points / sheet.possible if sheet.possible else 0.0
            grade.manual_score = round(share * grade.max_score, 2)
            grade.needs_manual_grade = False
            comment.manual_comment = _comment(sheet)
        gradebook.db.commit()
    return tuple(missing)


def _comment(sheet: Sheet) -> str:
    lines = [f"Charter: {format_points(sheet.points)} of {format_points(sheet.possible)} points."]
    lines += [f"{mark.label}: {text}" for mark in sheet.marks for text in mark.comments]
    return "\n\n".join(lines)
