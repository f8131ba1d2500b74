"""``%nbready brief``: the page for the person who says yes, in the notebook or as a file."""

from __future__ import annotations

import argparse
import shlex
from html import escape
from pathlib import Path
from typing import NoReturn

from nbready.brief import STAGES, compose_brief
from nbready.brief.formats import FORMATS, format_for
from nbready.errors import ConfigError
from nbready.files.read import FileError
from nbready.files.write import write_file
from nbready.kernel.notice import Notice
from nbready.kernel.session import Session
from nbready.kernel.show import publish, show

USAGE = "Write %nbready brief [--stage kickoff|plan|launch] [--redact] [-o brief.html|.md|.pdf]."


class _Parser(argparse.ArgumentParser):
    """An argument parser that raises; argparse itself would end the process."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def brief(session: Session, arguments: str) -> None:
    """Show the brief, or write it to a file.

    Raises:
        ConfigError: The arguments cannot be read, or the file cannot be written.
    """
    try:
        known = _parser().parse_args(shlex.split(arguments))
    except (ValueError, argparse.ArgumentError) as error:
        raise ConfigError(f"%nbready brief: {error}.", remedy=USAGE) from error
    path = session.document.path
    page = compose_brief(
        session.review(),
        session.charter,
        name=path.name if path else "",
        stage=known.stage,
        valuation=session.notebook.valuation,
        redact=known.redact,
    )
    file: Path | None = known.output
    if file is None:
        html, text = (FORMATS[name].write(page).decode() for name in ("html", "markdown"))
        # In a frame of its own: its style is made for a page, not for a notebook.
        frame = (
            f'<iframe sandbox srcdoc="{escape(html)}" title="{escape(page.title)}" '
            'style="width: 100%; height: 60rem; max-height: 85vh; border: 0"></iframe>'
        )
        publish(session.shell, html=frame, text=text)
        return
    name = format_for(file)
    if name is None:
        raise ConfigError("This file's ending names no format.", path=file, remedy=USAGE)
    try:
        write_file(file, FORMATS[name].write(page))
    except FileError as error:
        raise ConfigError(f"This file cannot be written: {error.problem}.", path=file) from error
    show(session.shell, Notice(tone="note", title=f"The brief is in {file}.", text=page.state))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(add_help=False, exit_on_error=False)
    parser.add_argument("--stage", choices=STAGES)
    parser.add_argument("--redact", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    return parser
