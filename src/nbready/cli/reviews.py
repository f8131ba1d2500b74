"""``nbready reviews``: who reviewed whom in a class."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nbready.cli.output import put, warn
from nbready.cli.outside import allow_outside
from nbready.errors import ConfigError, NbreadyError
from nbready.grading.exchange_formats import FORMATS
from nbready.report.formats import Look, format_for
from nbready.wording import counted

if TYPE_CHECKING:
    from nbready.grading.exchange import Exchange

_FILE = click.Path(path_type=Path)


@click.command("reviews")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--each", type=click.IntRange(min=1), metavar="N", help="How many reviews each student owes.")
@click.option("--check", is_flag=True, help="Exit 1 while somebody owes a review.")
@click.option("--roster", type=_FILE, metavar="CLASS.csv", help="The class as its gradebook exports it.")
@click.option(
    "--collect",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Put reviews that were handed in apart beside the notebooks that they are about.",
)
@click.option(
    "--format", "format_", type=click.Choice([*FORMATS]), help="How to list them [default: by -o, or table]."
)
@click.option("-o", "--output-file", type=_FILE, help="Write the list to a file.")
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Processes [default: one a core, for many notebooks]."
)
@allow_outside
def command(paths: tuple[str, ...], **options: Any) -> None:
    """List who reviewed whom, and who still owes how many reviews.

    PATHS are files and folders (default: this folder). A student is named by the folder or file, a reviewer
    by the name in the review: the folder's, one of the class list, or a charter's author. A review of one's
    own charter is told and counts for nobody.
    """
    if options["check"] and options["each"] is None:
        raise click.UsageError("--check needs to know how many are owed: --each N.")
    for path in paths:
        if not Path(path).exists():
            raise ConfigError("There is no such file or folder.", path=path)
    exchange = _exchange(paths or (".",), options)
    file: Path | None = options["output_file"]
    format_ = FORMATS[options["format_"] or format_for(file, FORMATS)]
    width = max(80, shutil.get_terminal_size((120, 24)).columns)
    text = format_.write(exchange, Look(width=width, color=True) if file is None else Look())
    put(file, text, encoding=format_.encoding)
    if file is not None:
        click.echo(f"{file}: {counted(len(exchange.people), 'student')}.", err=True)
    if options["check"] and exchange.owed:
        click.get_current_context().exit(1)


def _exchange(paths: Sequence[str], options: dict[str, Any]) -> Exchange:
    import datetime as dt

    from nbready.cli.progress import progress_bar
    from nbready.grading.course import course_config
    from nbready.grading.exchange import exchange_of
    from nbready.grading.roster import Roster, read_roster
    from nbready.grading.students import name_students
    from nbready.report.gather import Options, Reader

    roster = read_roster(options["roster"]) if options["roster"] else Roster()
    config = course_config(Path(paths[0]))
    reader = Reader(Options(today=dt.date.today(), config=config, every=True))
    files = reader.find(paths)
    if options["collect"]:
        _collect(options["collect"], files)
    with progress_bar() as progress:
        rows = list(reader.rows(files, jobs=options["jobs"] or os.cpu_count() or 1, progress=progress))
    names = name_students([row.path for row in rows]) if rows else []
    return exchange_of(list(zip(names, rows, strict=True)), roster, options["each"])


def _collect(folder: Path, files: Sequence[str]) -> None:
    from nbready.charter_file import open_document
    from nbready.peer.collecting import collect

    documents = {}
    for file in files:
        try:
            documents[Path(file)] = open_document(Path(file))
        except NbreadyError:
            continue  # its row says why
    done = list(collect(folder, documents))
    for one in done:
        if one.problem:
            warn(one.problem)
    kept = sum(not one.problem for one in done)
    click.echo(f"{folder}: {counted(kept, 'review')} beside the notebooks, of {len(done)}.", err=True)
