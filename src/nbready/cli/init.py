"""``nbready init``: what a project needs, shown and then written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nbready.escape import plain_line

if TYPE_CHECKING:
    from nbready.start.plan import Step

_WILL = {
    "create": "will be made",
    "append": "is there: this will be added below",
    "by hand": "is there: add this yourself",
    "nothing": "has it already",
}


@click.command("init")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(), required=False
)
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show, and write nothing.")
def command(folder: Path, yes: bool, dry_run: bool) -> None:
    """Set a project up: configuration, pre-commit hook, CI, and what coding agents are told.

    Shows everything first. Nothing that is there is overwritten: what a file has stays, and where nothing can
    be added safely, the lines are printed for you to add.
    """
    from nbready.start.plan import carry_out, plan

    steps = plan(folder)
    for step in steps:
        _show(step)
    writes = [step for step in steps if step.action in ("create", "append")]
    if not writes:
        click.echo("Nothing to write.")
    elif dry_run:
        click.echo("Nothing was written.")
    elif yes or _agrees(len(writes)):
        carry_out(steps, folder, lambda file: click.echo(f"wrote {file}"))
    else:
        click.echo("Nothing was written.")


def is_terminal() -> bool:
    """Whether somebody can answer here."""
    return sys.stdin.isatty()


def _agrees(files: int) -> bool:
    if not is_terminal():
        click.echo("Nobody is there to say yes; `--yes` writes without asking.")
        return False
    return click.confirm(f"Write {'this file' if files == 1 else f'these {files} files'}?")


def _show(step: Step) -> None:
    piece = step.piece
    click.echo(f"{click.style(piece.file, bold=True)} ({piece.what}) {_WILL[step.action]}")
    if step.action != "nothing":
        click.echo("".join(f"    {plain_line(line)}\n" for line in step.text.splitlines()))
