"""``nbready brief``: the page for the person who says yes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import click

from nbready.brief import STAGES, Stage, compose_brief
from nbready.brief.formats import FORMATS, format_for
from nbready.cli.output import write_bytes
from nbready.cli.rendering import rendering_options
from nbready.errors import ConfigError


@click.command("brief")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--stage", type=click.Choice(STAGES), help="Which page [default: the one that is due].")
@click.option(
    "--format",
    "format_",
    type=click.Choice([*FORMATS]),
    help="How to write it [default: by -o, or markdown].",
)
@rendering_options
def command(
    file: Path,
    stage: Stage | None,
    format_: str | None,
    output_file: Path | None,
    valuation: Mapping[str, object] | None,
    redact: bool,
) -> None:
    """Write one page on a project for the person who decides on it.

    At kickoff it asks for leave to start, before training for leave to build, at launch for leave to go into
    operation. What is open is shown as open. It needs no network and no script; printed, it is one A4 page.
    In free text, `--redact` finds the names that the charter gives elsewhere, and amounts of money: read it
    before you share it.
    """
    from nbready.charter_file import open_document

    name = format_ or format_for(output_file)
    if name is None:
        endings = ", ".join(ending for known in FORMATS.values() for ending in known.endings)
        raise ConfigError(
            "This file's ending names no format.", path=output_file, remedy=f"Known: {endings}; or --format."
        )
    written = FORMATS[name]
    if output_file is None and not written.is_text:
        raise ConfigError(f"A {name} needs a file.", remedy=f"Add `-o brief.{name}`.")
    document = open_document(file)
    brief = compose_brief(
        document.review(dt.date.today()),
        document.charter,
        name=file.name,
        stage=stage,
        valuation=valuation,
        redact=redact,
    )
    data = written.write(brief)
    if output_file is None:
        click.echo(data.decode(), nl=False)
    else:
        write_bytes(output_file, data)
        click.echo(f"{output_file}: {brief.title}. {brief.state}", err=True)
