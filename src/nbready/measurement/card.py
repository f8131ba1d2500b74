"""The card of a measurement: HTML in the colours of the front end's theme, and the same as plain text."""

from __future__ import annotations

import textwrap
from html import escape
from pathlib import Path

from nbready.escape import plain_line
from nbready.measurement.line import draw_line, write_line
from nbready.measurement.measured import Measured
from nbready.measurement.words import words_of

_MARKS = {"established": "✓", "met": "◐", "missed": "✗", None: "·"}
_COLUMNS = 88


def card_html(measured: Measured) -> str:
    """The measurement as one HTML element that brings its own style; no scripts."""
    words = words_of(measured)
    style = Path(__file__).with_name("card.css").read_text(encoding="utf-8")
    kind = measured.outcome or "measured"
    told = escape(f"{words.headline}: {words.title}")
    lines = [
        f"<style>{style}</style>",
        f'<section class="nbready-measured {kind}" aria-label="{told}">',
        f'<header><span class="outcome"><i aria-hidden="true">{_MARKS[measured.outcome]}</i> '
        f"{escape(words.headline)}</span> <strong>{_text(words.title)}</strong></header>",
        draw_line(measured),
        *(f"<p>{_text(text)}</p>" for text in (words.verdict, words.difference, words.size) if text),
        *(f'<p class="note">{_text(note)}</p>' for note in words.notes),
        f'<p class="small">{_text(_small(measured, words.method))}</p>',
        "</section>",
    ]
    return "\n".join(lines)


def card_text(measured: Measured) -> str:
    """The same for a terminal."""
    words = words_of(measured)
    paragraphs = [words.verdict, words.difference, words.size, *(f"Note: {note}" for note in words.notes)]
    body = [
        line
        for text in (*paragraphs, _small(measured, words.method))
        if text
        for line in textwrap.wrap(plain_line(text), _COLUMNS)
    ]
    head = plain_line(f"{_MARKS[measured.outcome]} {words.headline}: {words.title}")
    return "\n".join([head, *write_line(measured), *body])


def _small(measured: Measured, method: str) -> str:
    data = f" Measured on: {measured.evaluated_on}." if measured.evaluated_on else ""
    return f"{method}{data} Digest of the cases: {measured.data}."


def _text(text: str) -> str:
    return f'<bdi dir="auto">{escape(text)}</bdi>'
