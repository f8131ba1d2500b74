"""``nbready grade``: charters marked, by the machine and by hand."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nbready.cli.output import put, warn, write_output
from nbready.cli.outside import allow_outside
from nbready.errors import ConfigError
from nbready.escape import plain_line
from nbready.grading.formats import FORMATS
from nbready.report.formats import format_for
from nbready.wording import counted

if TYPE_CHECKING:
    from nbready.config import Config
    from nbready.grading.columns import Task
    from nbready.grading.likeness import Likenesses
    from nbready.grading.marks import Marks
    from nbready.grading.rubric import Course, Rubric
    from nbready.grading.sheet import Sheet
    from nbready.report.row import Row

_FILE = click.Path(path_type=Path)
_LISTED = "; ".join(f"{name}: {format_.what}" for name, format_ in FORMATS.items())


@click.command("grade", epilog=f"Formats: {_LISTED}.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--rubric", type=_FILE, metavar="RUBRIC.yaml", help="What each question is worth.")
@click.option("--write-rubric", is_flag=True, help="Print a rubric to start from, and mark nothing.")
@click.option("--template", type=_FILE, metavar="COURSE.ipynb", help="What was handed out: its rules count.")
@click.option("--marks", type=_FILE, metavar="MARKS.json", help="Marks of the marker's page, to be counted.")
@click.option("--html", type=_FILE, metavar="PAGE.html", help="Write the page on which a person marks.")
@click.option("--alike", is_flag=True, help="With --html: say beside each answer whose is nearly the same.")
@click.option("--feedback", type=_FILE, metavar="FOLDER", help="Write a page for each student into a folder.")
@click.option(
    "--format",
    "format_",
    type=click.Choice([*FORMATS]),
    help="How to list the marks [default: by -o, or table].",
)
@click.option(
    "--gradebook", type=_FILE, metavar="GRADEBOOK.db", help="Put the marks into nbgrader's gradebook."
)
@click.option("--roster", type=_FILE, metavar="CLASS.csv", help="The class as its gradebook exports it.")
@click.option("--assignment", default="", help="What the gradebook calls it [default: the rubric's title].")
@click.option("-o", "--output-file", type=_FILE, help="Write the marks to a file.")
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Processes [default: one a core, for many notebooks]."
)
@allow_outside
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Mark charters by a rubric: points by question, for a table, a gradebook, a marker and each student.

    PATHS are files and folders (default: this folder). Notebooks are read, never run. Without a rubric every
    question that is asked is worth a point. What a machine cannot judge is a person's: `--html` writes the
    page for it, `--marks` reads back what was given there.
    """
    from nbready.grading.course import course_config, read_course
    from nbready.grading.rubric import load_rubric, write_rubric

    for path in paths:
        if not Path(path).exists():
            raise ConfigError("There is no such file or folder.", path=path)
    config = course_config(Path(paths[0]) if paths else Path())
    course = read_course(options["template"], config)
    if options["write_rubric"]:
        put(options["output_file"], write_rubric(course))
        return
    rubric = load_rubric(options["rubric"], course)
    marks = _read_marks(options["marks"])
    if options["alike"] and not options["html"]:
        raise click.UsageError("--alike is for the marker's page: --html PAGE.html.")
    rows = _read(paths or (".",), options, config)
    sheets = _mark(rows, options["marks"], rubric, course, marks)
    task = _task(options, rubric, sheets)
    if options["html"]:
        alike = _likenesses(sheets, config, options["template"]) if options["alike"] else None
        _write_page(options["html"], sheets, rubric, course, marks, alike)
    if options["feedback"]:
        _write_feedback(options["feedback"], sheets, task)
    if options["gradebook"]:
        _fill_gradebook(options["gradebook"], sheets, task)
    is_written = options["html"] or options["feedback"] or options["gradebook"]
    if is_written or options["output_file"] or options["format_"] not in (None, "table"):
        # The table says it itself; elsewhere nobody would see that a nothing is none of the student's making.
        for sheet in sheets:
            if sheet.row.problem:
                warn(plain_line(f"{sheet.student}: {sheet.row.problem}"))
    if options["format_"] or options["output_file"] or not is_written:
        _list(options, sheets, task)


def _read_marks(path: Path | None) -> Marks:
    from nbready.grading.marks import Marks, read_marks

    return read_marks(path) if path else Marks()


def _read(paths: Sequence[str], options: dict[str, Any], config: Config) -> list[Row]:
    from nbready.cli.progress import progress_bar
    from nbready.report.dating import with_git_dates
    from nbready.report.gather import Options, Reader

    how = Options(
        today=dt.date.today(),
        config=config,
        template=options["template"],
        cards=options["feedback"] is not None,
        answers=True,
        every=True,
    )
    reader = Reader(how)
    files = reader.find(paths)
    with progress_bar() as progress:
        rows = list(reader.rows(files, jobs=options["jobs"] or os.cpu_count() or 1, progress=progress))
    return with_git_dates(rows) if options["alike"] else rows


def _mark(
    rows: Sequence[Row], given: Path | None, rubric: Rubric, course: Course, marks: Marks
) -> tuple[Sheet, ...]:
    from nbready.grading.marks import apply_marks
    from nbready.grading.sheet import mark_rows
    from nbready.grading.students import name_students

    names = name_students([row.path for row in rows]) if rows else []
    sheets = mark_rows(zip(names, rows, strict=True), rubric, course)
    sheets, messages = apply_marks(sheets, marks)
    for message in messages:
        warn(plain_line(f"{given}: {message}"))
    return sheets


def _task(options: dict[str, Any], rubric: Rubric, sheets: Sequence[Sheet]) -> Task:
    from nbready.grading.columns import Task
    from nbready.grading.roster import Roster, read_roster

    roster = read_roster(options["roster"]) if options["roster"] else Roster()
    for student in roster.missing(sheet.student for sheet in sheets):
        warn(plain_line(f"{options['roster']}: {student} is in no line of the class list."))
    if absent := roster.absent(sheet.student for sheet in sheets):
        warn(plain_line(f"{options['roster']}: no notebook of {', '.join(absent)}."))
    return Task(title=options["assignment"] or rubric.title, roster=roster)


def _likenesses(sheets: Sequence[Sheet], config: Config, template: Path | None) -> Likenesses:
    from nbready.grading.likeness import find_likenesses
    from nbready.report.given import given_texts

    return find_likenesses(sheets, given_texts(config, template))


def _write_page(
    path: Path,
    sheets: Sequence[Sheet],
    rubric: Rubric,
    course: Course,
    marks: Marks,
    alike: Likenesses | None,
) -> None:
    from nbready.grading.page import write_page

    write_output(path, "".join(write_page(sheets, rubric, course, kept=marks.comments, alike=alike)))
    click.echo(f"{path}: {counted(len(sheets), 'notebook')} to mark.", err=True)


def _write_feedback(folder: Path, sheets: Sequence[Sheet], task: Task) -> None:
    from nbready.grading.feedback import file_name, write_feedback

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"This folder cannot be made: {error.strerror}.", path=folder) from error
    taken: set[str] = set()
    for sheet in sheets:
        name = file_name(sheet.student, taken)
        taken.add(name.casefold())
        write_output(folder / name, write_feedback(sheet, task.title))
    click.echo(f"{folder}: {counted(len(sheets), 'page')}.", err=True)


def _fill_gradebook(file: Path, sheets: Sequence[Sheet], task: Task) -> None:
    from nbready.grading.gradebook import write_gradebook

    missing = write_gradebook(file, task.title, sheets)
    for message in missing:
        warn(plain_line(f"{file}: {message}"))
    click.echo(f"{file}: {counted(len(sheets) - len(missing), 'notebook')} marked.", err=True)


def _list(options: dict[str, Any], sheets: Sequence[Sheet], task: Task) -> None:
    file: Path | None = options["output_file"]
    name = options["format_"] or format_for(file, FORMATS)
    write: Callable[..., str] = FORMATS[name].write
    if name == "table" and file is None:
        width = max(80, shutil.get_terminal_size((120, 24)).columns)
        click.echo(write(sheets, task, width=width, color=True), nl=False)
        return
    put(file, write(sheets, task), encoding=FORMATS[name].encoding)
    if file is not None:
        click.echo(f"{file}: {counted(len(sheets), 'notebook')}.", err=True)
