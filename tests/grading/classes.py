"""Classes to mark: a course, and what its students handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter, Value
from nbready.charter.questions import default_questions
from nbready.grading.course import course_config, read_course
from nbready.grading.rubric import Course, Rubric, load_rubric
from nbready.grading.sheet import Sheet, mark_rows
from nbready.grading.students import name_students
from nbready.report.gather import Options, gather_rows
from nbready.templates.notebook import new_notebook
from nbready.templates.preset import load_preset
from nbready.templates.template import Template, plan_template
from report.submissions import LOAD
from templates.making import charter_cell, read, write

GUARD = "%load_ext nbready"
EXAMPLE = load_preset("churn").example


def hand_out(path: Path, **given: Value) -> Path:
    """A course's notebook, with some answers in it already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    preset = load_preset("churn")
    template: Template = plan_template("course", preset=preset)
    template = template.with_answers(Charter(answers={**preset.charter.answers, **given}))
    path.write_text(new_notebook(template), encoding="utf-8")
    return path


def answers(*, without: Sequence[str] = (), **own: Value) -> Charter:
    """What an honest student answers, less some questions, some otherwise."""
    merged: Mapping[str, Value] = {**EXAMPLE.answers, **own}
    return Charter(answers={k: v for k, v in merged.items() if k not in without}, author="Ada")


def hand_in(path: Path, course: Path, charter: Charter | None, code: str = LOAD) -> Path:
    """The course's notebook, its charter filled in, with code that loads the data."""
    notebook = read(course)
    if charter is not None:
        charter_cell(notebook)["source"] = write_cell(charter, default_questions())
    (cell,) = (c for c in notebook["cells"] if c["id"] == "data-code")
    cell["source"] = code
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, notebook)
    return path


def marked(
    paths: Sequence[Path], course: Path | None = None, rubric: Path | None = None
) -> tuple[tuple[Sheet, ...], Rubric, Course]:
    """The sheets of submissions, with the rubric and the course they were held against."""
    config = course_config(paths[0])
    asked = read_course(course, config)
    scheme = load_rubric(rubric, asked)
    options = Options(
        today=dt.date(2026, 6, 15), config=config, template=course, answers=True, cards=True, every=True
    )
    rows = gather_rows(paths, options)
    names = name_students([row.path for row in rows])
    return mark_rows(zip(names, rows, strict=True), scheme, asked), scheme, asked
