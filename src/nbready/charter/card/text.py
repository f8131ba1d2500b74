"""The card for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from nbready.charter.card.view import MARKS, Card, GateLike, Row, Section, view_card
from nbready.charter.model import Charter, Gate, Review

_WIDTH = 88
_INDENT = " " * 4


def card_text(
    review: Review,
    charter: Charter,
    *,
    redact: bool = False,
    gates: Mapping[Gate, GateLike] | None = None,
    more: Sequence[Section] = (),
) -> str:
    """The charter as plain text, at most 88 columns wide, without control characters."""
    card = view_card(review, charter, redact=redact, gates=gates, more=more)
    return "\n".join(_lines(card)) + "\n"


def _lines(card: Card) -> Iterator[str]:
    yield from _wrap(f"{card.title}: {card.stamp}", "")
    if card.author:
        yield from _wrap(f"{card.author_label}: {card.author}", "")
    if card.gates:
        yield " | ".join(f"{gate.label}: {gate.text}" for gate in card.gates)
    for section in card.sections:
        yield from ("", *section_lines(section, card.example_label))


def section_lines(section: Section, example_label: str = "") -> Iterator[str]:
    """One section of a card in lines."""
    title, rows = section
    yield title.upper()
    for row in rows:
        yield from _row(row, example_label)


def _row(row: Row, example_label: str) -> Iterator[str]:
    status = "" if row.status == "answered" else f" - {row.status_text}"
    yield from _wrap(f"{MARKS[row.status]} {row.label}{status}", "  ", _INDENT)
    yield from _wrap(row.prompt, _INDENT)
    for fact in row.facts:
        yield from _paragraphs(f"{fact.label}: {fact.text}" if fact.label else fact.text)
    for problem in row.problems:
        yield from _wrap(f"✗ {problem}", _INDENT)
    for warning in row.warnings:
        yield from _wrap(f"! {warning}", _INDENT)
    yield from _wrap(row.help, _INDENT)
    if row.example:
        yield from _wrap(f"{example_label} {row.example}", _INDENT)


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from _wrap(line, _INDENT)


def _wrap(text: str, first: str, rest: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=rest or first + "  ")
