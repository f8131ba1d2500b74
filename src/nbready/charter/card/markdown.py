"""The card for a pull request or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from nbready.charter.card.view import Card, GateLike, Row, Section, view_card
from nbready.charter.model import Charter, Gate, Review

_MARKS = {"answered": "✅", "open": "⬜", "deferred": "⏳", "not_asked": "➖"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!$&])")
# What starts a list, a heading or a rule, but only where a line starts.
_START = re.compile(r"^(\d*)([-+=]|(?<=\d)[.)](?=\s))")


def card_markdown(
    review: Review,
    charter: Charter,
    *,
    redact: bool = False,
    gates: Mapping[Gate, GateLike] | None = None,
    more: Sequence[Section] = (),
) -> str:
    """The charter as CommonMark without HTML; answers are escaped."""
    card = view_card(review, charter, redact=redact, gates=gates, more=more)
    return "\n".join(_lines(card)) + "\n"


def _lines(card: Card) -> Iterator[str]:
    yield f"# {markdown_text(card.title)}"
    yield from ("", f"**{markdown_text(card.stamp)}**")
    if card.author:
        yield from ("", f"{markdown_text(card.author_label)}: {markdown_text(card.author)}")
    if card.gates:
        yield from (
            "",
            " · ".join(f"{markdown_text(gate.label)}: {markdown_text(gate.text)}" for gate in card.gates),
        )
    for title, rows in card.sections:
        yield from ("", f"## {markdown_text(title)}")
        for row in rows:
            yield from ("", *_row(row, card.example_label))


def _row(row: Row, example_label: str) -> Iterator[str]:
    status = "" if row.status == "answered" else f" ({markdown_text(row.status_text)})"
    yield f"{_MARKS[row.status]} **{markdown_text(row.label)}**{status}"
    blocks = [f"- *{markdown_text(row.prompt)}*"] if row.prompt else []
    blocks += [_fact(fact.label, fact.text) for fact in row.facts]
    blocks += [f"- ❌ {markdown_text(problem)}" for problem in row.problems]
    blocks += [f"- ⚠️ {markdown_text(warning)}" for warning in row.warnings]
    blocks += [f"- {markdown_text(row.help)}"] if row.help else []
    blocks += [f"- {markdown_text(example_label)} {markdown_text(row.example)}"] if row.example else []
    yield from ("", *blocks) if blocks else ()


def _fact(label: str, text: str) -> str:
    # A hard break keeps the person's own lines in one list item.
    lines = "\\\n  ".join(markdown_text(line) for line in text.split("\n") if line.strip())
    return f"- {markdown_text(label)}: {lines}" if label else f"- {lines}"


def markdown_text(text: str) -> str:
    """``text`` as one line of CommonMark that shows it letter for letter."""
    return _START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split())))
