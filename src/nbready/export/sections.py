"""Sections of a Markdown text, made of answers: what the charter does not say is left out."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.charter.card.markdown import markdown_text
from nbready.export.source import Source

Sections = tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
"""Headings, and the answers below each: question, part (empty for all of it), and what the line is called."""


def section_lines(source: Source, sections: Sections, *, level: int = 2) -> Iterator[str]:
    """The sections that have something to say, answers escaped."""
    for title, answers in sections:
        lines = [
            f"- **{name}**: {markdown_text(text)}"
            for key, part, name in answers
            if (text := source.text(key, part))
        ]
        if lines:
            yield from ("", f"{'#' * level} {title}", "", *lines)
