"""``nbready report``: where a class, or a company's notebooks, stand."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nbready.cli.output import write_output
from nbready.cli.outside import allow_outside
from nbready.errors import ConfigError
from nbready.report.formats import FORMATS, Look, format_for
from nbready.wording import counted

if TYPE_CHECKING:
    from nbready.report.portfolio import Portfolio

_SORTS = ("path", "gates", "open", "early", "same", "changed")


@click.command("report")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--format", "format_", type=click.Choice([*FORMATS]), help="How to report [default: by -o, or table]."
)
@click.option(
    "--per-question",
    "per",
    flag_value="question",
    default=None,
    help="One row a question: how often each was missed.",
)
@click.option("--per-folder", "per", flag_value="folder", help="One row a folder; a page has a table more.")
@click.option(
    "--per-project", "per", flag_value="project", help="One row a project (pyproject.toml or .git)."
)
@click.option(
    "--sort", type=click.Choice(_SORTS), default="path", show_default=True, help="What comes first."
)
@click.option("--title", default="", help="What the report is about.")
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="COURSE.ipynb",
    help="Hold all against this template.",
)
@click.option("-o", "--output-file", type=click.Path(path_type=Path), help="Write the report to a file.")
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Processes [default: one a core, for many notebooks]."
)
@allow_outside
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Report where notebooks stand: one row each, with totals.

    PATHS are files and folders (default: this folder). Notebooks are read, never run.
    """
    file: Path | None = options["output_file"]
    format_ = FORMATS[options["format_"] or format_for(file)]
    portfolio = _portfolio(paths or (".",), options, cards=format_.cards)
    pieces = format_.write(portfolio, _look(options))
    if file is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    write_output(file, "".join(pieces), encoding=format_.encoding)
    click.echo(f"{file}: {counted(len(portfolio.rows), 'notebook')}.", err=True)


def _portfolio(paths: tuple[str, ...], options: dict[str, Any], *, cards: bool) -> Portfolio:
    from nbready.cli.progress import progress_bar
    from nbready.lint.remote import is_address
    from nbready.report.dating import with_git_dates
    from nbready.report.gather import Options, Reader
    from nbready.report.portfolio import Portfolio

    today = dt.date.today()
    reader = Reader(Options(today=today, template=options["template"], cards=cards))
    for path in paths:
        if not (is_address(path) or Path(path).exists()):
            raise ConfigError("There is no such file or folder.", path=path)
    files = reader.find(paths)
    with progress_bar() as progress:
        rows = list(reader.rows(files, jobs=options["jobs"] or os.cpu_count() or 1, progress=progress))
    return Portfolio.of(
        with_git_dates(rows), today=today, title=options["title"], order=options["sort"], given=reader.given()
    )


def _look(options: dict[str, Any]) -> Look:
    is_screen = options["output_file"] is None
    width = max(80, shutil.get_terminal_size((120, 24)).columns) if is_screen else 120
    return Look(per=options["per"] or "notebook", width=width, color=is_screen)
