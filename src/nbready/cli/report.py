"""``nbready report``: where a class, or a company's notebooks, stand."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nbready.cli.output import write_output
from nbready.cli.outside import allow_outside
from nbready.errors import ConfigError
from nbready.wording import counted

if TYPE_CHECKING:
    from nbready.report.portfolio import Portfolio

_FORMATS = ("table", "csv", "json", "html")
_SORTS = ("path", "gates", "open", "early", "same", "changed")


@click.command("report")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--format", "format_", type=click.Choice(_FORMATS), help="How to report [default: by -o, or table]."
)
@click.option("--per-question", is_flag=True, help="One row a question: how often each was missed.")
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
    format_ = options["format_"] or _format_of(file)
    portfolio = _portfolio(paths or (".",), options, cards=format_ == "html")
    pieces = _render(portfolio, format_, options["per_question"], plain=file is not None)
    if file is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    # Spreadsheets take a file for UTF-8 only where it says so.
    write_output(file, "".join(pieces), encoding="utf-8-sig" if format_ == "csv" else "utf-8")
    click.echo(f"{file}: {counted(len(portfolio.rows), 'notebook')}.", err=True)


def _portfolio(paths: tuple[str, ...], options: dict[str, Any], *, cards: bool) -> Portfolio:
    from nbready.cli.progress import progress_bar
    from nbready.lint.remote import is_address
    from nbready.report.gather import Options, Reader
    from nbready.report.portfolio import Portfolio

    today = dt.date.today()
    reader = Reader(Options(today=today, template=options["template"], cards=cards))
    for path in paths:
        if not (is_address(path) or Path(path).exists()):
            raise ConfigError("There is no such file or folder.", path=path)
    files = reader.find(paths)
    with progress_bar() as progress, _executor(options["jobs"], len(files)) as executor:
        rows = list(reader.rows(files, executor=executor, progress=progress))
    return Portfolio.of(rows, today=today, title=options["title"], order=options["sort"])


@contextmanager
def _executor(jobs: int | None, files: int) -> Iterator[Executor | None]:
    from nbready.report.gather import BATCH

    workers = min(jobs or os.cpu_count() or 1, files // BATCH)
    if workers < 2:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as executor:
        yield executor


def _render(portfolio: Portfolio, format_: str, per_question: bool, *, plain: bool) -> Iterator[str]:
    if format_ == "csv":
        from nbready.report.spreadsheet import write_csv

        yield write_csv(portfolio, per_question=per_question)
    elif format_ == "json":
        from nbready.report.data import write_json

        yield write_json(portfolio, per_question=per_question)
    elif format_ == "html":
        from nbready.report.page import write_page

        yield from write_page(portfolio)
    else:
        from nbready.report.table import write_table

        width = 120 if plain else max(80, shutil.get_terminal_size((120, 24)).columns)
        yield write_table(portfolio, per_question=per_question, width=width, color=not plain)


def _format_of(file: Path | None) -> str:
    """The format that a file's ending asks for."""
    ending = file.suffix.removeprefix(".").lower() if file else ""
    return {"htm": "html", "csv": "csv", "json": "json", "html": "html"}.get(ending, "table")
