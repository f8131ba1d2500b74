"""The formats of a brief, each listed once: its name, the endings that ask for it, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from nbready.brief.page import Brief


class Format(NamedTuple):
    """One format.

    Attributes:
        write: The page, as the bytes of a file.
        endings: The endings of files that are written in it unless told otherwise.
        is_text: Whether it can be printed on a terminal.
    """

    write: Callable[[Brief], bytes]
    endings: tuple[str, ...]
    is_text: bool = True


def _html(brief: Brief) -> bytes:
    from nbready.brief.html import brief_html

    return brief_html(brief).encode()


def _markdown(brief: Brief) -> bytes:
    from nbready.brief.markdown import brief_markdown

    return brief_markdown(brief).encode()


def _pdf(brief: Brief) -> bytes:
    from nbready.brief.pdf import brief_pdf

    return brief_pdf(brief)


FORMATS: Mapping[str, Format] = {
    "markdown": Format(_markdown, (".md", ".markdown")),
    "html": Format(_html, (".html", ".htm")),
    "pdf": Format(_pdf, (".pdf",), is_text=False),
}


def format_for(file: Path | None) -> str | None:
    """The name of the format that a file's ending asks for; the first one for the terminal."""
    if file is None:
        return next(iter(FORMATS))
    ending = file.suffix.lower()
    return next((name for name, format_ in FORMATS.items() if ending in format_.endings), None)
