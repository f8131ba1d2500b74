"""``nbready export``: a project's record in the formats of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import click

from nbready.cli.output import write_output
from nbready.cli.rendering import rendering_options
from nbready.export import FORMATS, read_source

_LISTED = "; ".join(f"{name}: {format_.what}" for name, format_ in FORMATS.items())


@click.command("export", epilog=f"Formats: {_LISTED}.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "to", type=click.Choice([*FORMATS]), required=True, help="The format.")
@rendering_options
def command(
    file: Path, to: str, output_file: Path | None, valuation: Mapping[str, object] | None, redact: bool
) -> None:
    """Write the record of a notebook or a charter file in another program's format.

    What the charter does not say is left out, or named as missing; nothing is made up.
    """
    from nbready.charter_file import open_document

    document, today = open_document(file), dt.date.today()
    source = read_source(
        file.name,
        document.review(today),
        document.charter,
        document.states(today),
        valuation=valuation,
        redact=redact,
    )
    text = FORMATS[to].write(source)
    if output_file is None:
        click.echo(text, nl=False)
    else:
        write_output(output_file, text)
        click.echo(f"{output_file}: {FORMATS[to].what}.", err=True)
