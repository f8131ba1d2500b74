"""``nbready doctor``: which tools would strip the charter, and the line that keeps it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nbready.cli import FOUND_ERRORS
from nbready.escape import plain_line, plain_text

if TYPE_CHECKING:
    from nbready.doctor import Diagnosis


@click.command()
@click.argument("root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.pass_context
def doctor(context: click.Context, root: Path) -> None:
    """Find tools that would strip the charter out of notebooks.

    Reads the configuration of pre-commit, git filters, nbstripout, nb-clean, nbdev, databooks and jupytext
    in ROOT (default: this folder) and prints the exact lines that keep the charter. Runs nothing, writes
    nothing. Exits 1 when a tool strips it.
    """
    from nbready.doctor import diagnose, read_repository

    found = diagnose(read_repository(root))
    for diagnosis in found:
        _tell(diagnosis)
    stripping = [diagnosis for diagnosis in found if not diagnosis.keeps]
    if not found:
        click.echo("No tool that cleans notebooks is set up here: nothing strips the charter.")
    elif stripping:
        click.echo("The `%%charter` cell survives all of them, and `nbready sync` rebuilds the rest from it.")
        context.exit(FOUND_ERRORS)


def _tell(diagnosis: Diagnosis) -> None:
    sign = click.style("✓", fg="green") if diagnosis.keeps else click.style("✗", fg="red", bold=True)
    verb = "keeps the charter" if diagnosis.keeps else "strips `metadata.nbready`"
    tool = click.style(diagnosis.tool, bold=True)
    click.echo(f"{sign} {tool} {verb} ({plain_line(diagnosis.file)}).")
    if diagnosis.advice:
        click.echo(f"  {plain_line(diagnosis.advice)}")
    if diagnosis.lines:
        lines = plain_text(diagnosis.lines).splitlines()
        click.echo("\n" + "".join(f"      {line}\n" for line in lines))
