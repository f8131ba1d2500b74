"""``nbready export``: a project's record in the formats of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import click

from nbready.cli.output import write_output
from nbready.cli.rendering import rendering_options
from nbready.errors import ConfigError
from nbready.export import FORMATS, Format, read_source
from nbready.files.read import FileError, read_text

_MOST = 1_000_000
"""Bytes of a file that a section is placed in."""

_LISTED = "; ".join(f"{name}: {format_.what}" for name, format_ in FORMATS.items())


@click.command("export", epilog=f"Formats: {_LISTED}.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "to", type=click.Choice([*FORMATS]), required=True, help="The format.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the file of -o is not up to date.")
@rendering_options
def command(
    file: Path,
    to: str,
    check: bool,
    output_file: Path | None,
    valuation: Mapping[str, object] | None,
    redact: bool,
) -> None:
    """Write the record of a notebook or a charter file in another program's format.

    What the charter does not say is left out, or named as missing; nothing is made up. A README keeps what
    stands outside of its section.
    """
    if check and output_file is None:
        raise click.UsageError("--check needs the file to look at: -o FILE.")
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
        return
    before = _read(output_file) if check or FORMATS[to].place else ""
    wanted = _placed(FORMATS[to], before, text, output_file)
    if check and wanted != before:
        command = f"nbready export {file} --to {to} -o {output_file}"
        click.echo(f"{output_file}: not up to date; `{command}` mends it.", err=True)
        click.get_current_context().exit(1)
    if not check:
        write_output(output_file, wanted)
    click.echo(f"{output_file}: {FORMATS[to].what}{', up to date' if check else ''}.", err=True)


def _placed(format_: Format, before: str, text: str, file: Path) -> str:
    if format_.place is None:
        return text
    try:
        return format_.place(before, text)
    except ConfigError as error:
        raise ConfigError(error.message, path=file, remedy=error.remedy) from error


def _read(file: Path) -> str:
    """What a file holds; nothing where there is none."""
    try:
        return read_text(file, max_bytes=_MOST)
    except FileError as error:
        if error.is_absent:
            return ""
        raise ConfigError(f"This file cannot be read: {error.problem}.", path=file) from error
