"""What a class was asked, read off its template, or off its project where there is none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

from nbready.charter.model import Intent
from nbready.charter.questions import default_questions, load_questions
from nbready.config import Config, find_config
from nbready.document import Source, read_document
from nbready.errors import ConfigError
from nbready.grading.rubric import Course
from nbready.notebook.open import open_notebook
from nbready.report.gather import Options, Reader
from nbready.templates.lock import read_template


def course_config(place: Path) -> Config:
    """The configuration of a course, by where its submissions lie; theirs to follow, not to bring along.

    Raises:
        ConfigError: It cannot be used.
    """
    return find_config(place if place.is_dir() else place.absolute().parent)


def read_course(template: Path | None, config: Config) -> Course:
    """What was asked.

    Args:
        template: The notebook that was handed out; its questions, its intent and its answers count.
        config: The course's configuration: without a template its questions count.

    Raises:
        NbreadyError: The template, or the project's questions, cannot be used.
    """
    template = template or config.template
    if template is None:
        questions = load_questions(config.questions) if config.questions else default_questions()
        return Course(questions=questions, intent=cast("Intent", config.intent or "deployment"))
    read_template(template)  # says so, if it is none
    return _course_of(template)


def _course_of(template: Path) -> Course:
    today, own = dt.date.today(), Config()
    notebook = open_notebook(template, validate=False)
    sources = [Source(kind=cell.kind, text=cell.source) for cell in notebook.cells]
    document = read_document(sources, notebook.metadata, own, path=template)
    row = Reader(Options(today=today, config=own, answers=True)).read(str(template))
    if row.problem:
        raise ConfigError(row.problem, path=template)
    given = row.keys("answered") + row.keys("weak")
    return Course(
        questions=document.questions,
        intent=document.review(today).intent,
        pinned=frozenset(document.pinned),
        given={key: row.answers[key].fingerprint for key in given},
    )
