"""The arguments of ``%nbready defer``, read as a shell reads a command line."""

from __future__ import annotations

import argparse
import shlex
from typing import NoReturn

from nbready.defer_line import DeferLine


def parse_deferral(arguments: str, *, line: int = 1) -> DeferLine:
    """What follows ``%nbready defer``, as a record."""
    try:
        words = shlex.split(arguments)
        known = _defer_parser().parse_args(words)
    except (ValueError, argparse.ArgumentError) as error:
        return DeferLine(targets=(), line=line, problem=str(error))
    return DeferLine(
        targets=tuple(known.targets),
        reason=known.reason,
        owner=known.owner,
        until=known.until,
        line=line,
    )


class _Parser(argparse.ArgumentParser):
    """An argument parser that raises; argparse itself would end the process."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def _defer_parser() -> argparse.ArgumentParser:
    parser = _Parser(add_help=False, exit_on_error=False)
    parser.add_argument("targets", nargs="+")
    for option in ("--reason", "--owner", "--until"):
        parser.add_argument(option, default="")
    return parser
