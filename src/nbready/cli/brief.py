"""``nbready brief``: the page for the person who says yes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import click

from nbready.brief import STAGES, Stage, compose_brief
from nbready.brief.formats import FORMATS, format_for
from nbready.cli.output import write_bytes
from nbready.cli.outside import allow_outside
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
@click.option("-o", "--output-file", type=click.Path(path_type=Path), help="Write it to a file.")
@click.option(
    "--value",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="VALUE.json",
    help="What the cases were worth, as `%nbready value --json` wrote it.",
)
@click.option("--redact", is_flag=True, help="Leave out names, amounts and system names, for sharing.")
@allow_outside
def command(
    file: Path,
    stage: Stage | None,
    format_: str | None,
    output_file: Path | None,
    value: Path | None,
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
        valuation=read_valuation(value) if value else None,
        redact=redact,
    )
    data = written.write(brief)
    if output_file is None:
        click.echo(data.decode(), nl=False)
    else:
        write_bytes(output_file, data)
        click.echo(f"{output_file}: {brief.title}. {brief.state}", err=True)


def read_valuation(path: Path) -> Mapping[str, object]:
    """A valuation that was saved.

    Raises:
        ConfigError: It cannot be read, or is none.
    """
    from nbready.files.read import FileError, read_text

    try:
        value = json.loads(read_text(path, max_bytes=1_000_000))
    except FileError as error:
        raise ConfigError(f"This file cannot be read: {error.problem}.", path=path) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError("This file is not JSON.", path=path) from error
    if not isinstance(value, dict) or "at_capacity" not in value:
        raise ConfigError(
            "This file holds no valuation.", path=path, remedy="`%nbready value --json` writes one."
        )
    return cast("Mapping[str, object]", value)
