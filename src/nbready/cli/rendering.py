"""What commands ask that write a record down for others: where to, with which valuation, without what."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from nbready.cli.outside import allow_outside
from nbready.errors import ConfigError
from nbready.files.read import FileError, read_text

Command = TypeVar("Command", bound=Callable[..., Any])

_MOST = 1_000_000


def rendering_options(command: Command) -> Command:
    """``-o``, ``--value`` (the command gets the valuation, read), ``--redact`` and ``--allow-outside``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _read_valuation(_: click.Context, __: click.Parameter, path: Path | None) -> Mapping[str, object] | None:
    """A valuation that was saved; :class:`ConfigError` where it cannot be read, or is none."""
    if path is None:
        return None
    try:
        value = json.loads(read_text(path, max_bytes=_MOST))
    except FileError as error:
        raise ConfigError(f"This file cannot be read: {error.problem}.", path=path) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError("This file is not JSON.", path=path) from error
    if not isinstance(value, dict) or "at_capacity" not in value:
        raise ConfigError(
            "This file holds no valuation.", path=path, remedy="`%nbready value --json` writes one."
        )
    return cast("Mapping[str, object]", value)


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("-o", "--output-file", type=click.Path(path_type=Path), help="Write it to a file."),
    click.option(
        "--value",
        "valuation",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        callback=_read_valuation,
        metavar="VALUE.json",
        help="What the cases were worth, as `%nbready value --json` wrote it.",
    ),
    click.option("--redact", is_flag=True, help="Leave out names, amounts and system names, for sharing."),
    allow_outside,
)
