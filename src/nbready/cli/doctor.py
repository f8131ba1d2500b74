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

    Reads the configuration of pre-commit, nbstripout, nb-clean, nbwipers, nbdev, databooks, nbconvert and
    jupytext, and asks git for its filters and for the notebooks that they get, in ROOT (default: this
    folder). Prints the exact lines that keep the charter. Runs none of the tools, writes nothing. Exits 1
    when a tool strips it.
    """
    from nbready.doctor import diagnose, read_repository

    repository = read_repository(root)
    found = diagnose(repository)
    for diagnosis in found:
        _tell(diagnosis)
    if repository.problem:
        click.echo(f"? git could not be asked for its filters: {plain_line(repository.problem)}")
    elif not found:
        click.echo(_NOTHING)
    if any(diagnosis.fate == "stripped" for diagnosis in found):
        click.echo("The `%%charter` cell survives all of them, and `nbready sync` rebuilds the rest from it.")
        context.exit(FOUND_ERRORS)


_NOTHING = (
    "Nothing that cleans notebooks was found: looked at pre-commit, at git's filters and its pre-commit "
    "script, and at the settings of nbdev, databooks, nbwipers and jupytext."
)
_SIGNS = {
    "kept": (click.style("✓", fg="green"), "keeps the charter"),
    "stripped": (click.style("✗", fg="red", bold=True), "strips `metadata.nbready`"),
    "unknown": (
        click.style("?", fg="yellow", bold=True),
        "is not known here and may strip `metadata.nbready`",
    ),
}


def _tell(diagnosis: Diagnosis) -> None:
    sign, verb = _SIGNS[diagnosis.fate]
    tool = click.style(plain_line(diagnosis.tool), bold=True)
    place = "; ".join(filter(None, (diagnosis.file, diagnosis.note)))
    click.echo(f"{sign} {tool} {verb} ({plain_line(place)}).")
    if diagnosis.advice:
        click.echo(f"  {plain_line(diagnosis.advice)}")
    if diagnosis.lines:
        lines = plain_text(diagnosis.lines).splitlines()
        click.echo("\n" + "".join(f"      {line}\n" for line in lines))
