"""The card for a notebook: escaped, without scripts, in the colours of the front end's theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape

from nbready.charter.card.view import MARKS, Card, Fact, GateLike, Row, Section, view_card
from nbready.charter.model import Charter, Gate, Review
from nbready.escape import LITERAL, html_text, own_words, plain_line
from nbready.html_page import asset, write_document

_PAGE = ":root { color-scheme: light dark; } body { margin: 2em auto; max-width: 62em; }"
_GATE_MARKS = {"open": "✓", "closed": "○", "not_asked": "–"}


def card_html(
    review: Review,
    charter: Charter,
    *,
    redact: bool = False,
    gates: Mapping[Gate, GateLike] | None = None,
    more: Sequence[Section] = (),
) -> str:
    """The charter as one HTML element that brings its own style."""
    card = view_card(review, charter, redact=redact, gates=gates, more=more)
    return f"<style>{card_style()}</style>\n" + "\n".join(_lines(card, 4, card.title))


def card_element(
    review: Review,
    charter: Charter,
    *,
    gates: Mapping[Gate, GateLike],
    owner: str,
    more: Sequence[Section] = (),
) -> str:
    """The charter as one of several on a page, which has :func:`card_style` and headings of its own above it.

    Args:
        review: How its questions stand.
        charter: The answers.
        gates: How each gate stands.
        owner: Whose it is: what tells it from the page's other cards to who only hears it.
        more: What others said of it.
    """
    card = view_card(review, charter, redact=False, gates=gates, more=more)
    return "\n".join(_lines(card, 3, f"{card.title}: {owner}"))


def card_page(
    review: Review,
    charter: Charter,
    *,
    redact: bool = False,
    gates: Mapping[Gate, GateLike] | None = None,
    more: Sequence[Section] = (),
) -> str:
    """The card as an HTML page of its own, light or dark as the reader's system is."""
    card = card_html(review, charter, redact=redact, gates=gates, more=more)
    title = review.questions.messages["card_title"]
    return "".join(write_document(title, (card,), style=_PAGE, language=review.questions.language))


@cache
def card_style() -> str:
    """The style of a card, for a page that has many."""
    return asset(__file__, "card.css")


def _lines(card: Card, level: int, name: str) -> Iterator[str]:
    yield (
        f'<section class="nbready-card {LITERAL}" lang="{escape(card.language)}" '
        f'aria-label="{escape(plain_line(name))}">'
    )
    yield f"<header><strong>{html_text(card.title)}</strong>"
    kind = "deployment" if card.is_for_deployment else "other"
    yield f'<span class="stamp {kind}">{html_text(card.stamp)}</span>'
    if card.author:
        yield f"<span>{html_text(card.author_label)}: {own_words(card.author)}</span>"
    yield "</header>"
    if card.gates:
        yield '<p class="gates">'
        for gate in card.gates:
            mark = f'<i aria-hidden="true">{_GATE_MARKS[gate.status]}</i>'
            yield f'<span class="{gate.status}">{mark} {html_text(gate.label)}: {html_text(gate.text)}</span>'
        yield "</p>"
    for title, rows in card.sections:
        yield f"<h{level}>{html_text(title)}</h{level}><dl>"
        for row in rows:
            yield from _row(row, card.example_label)
        yield "</dl>"
    yield "</section>"


def _row(row: Row, example_label: str) -> Iterator[str]:
    mark = f'<i aria-hidden="true">{MARKS[row.status]}</i>'
    yield f'<dt class="{row.status}">{mark} {html_text(row.label)}</dt><dd>'
    if row.status != "answered":
        prompt = f" <strong>{own_words(row.prompt)}</strong>" if row.prompt else ""
        yield f'<p class="{row.status}"><em>{own_words(row.status_text)}</em>{prompt}</p>'
    yield from (f"<p>{own_words(fact.text)}</p>" for fact in row.facts if not fact.label)
    parts = [_part(fact) for fact in row.facts if fact.label]
    yield from (f"<p>{'<b> · </b>'.join(parts)}</p>" for _ in parts[:1])
    yield from (f'<p class="problem">{own_words(problem)}</p>' for problem in row.problems)
    yield from (f'<p class="warning">{own_words(warning)}</p>' for warning in row.warnings)
    if row.help:
        yield f'<p class="help">{own_words(row.help)}</p>'
    if row.example:
        yield f'<p class="help">{html_text(example_label)} <q>{own_words(row.example)}</q></p>'
    yield "</dd>"


def _part(fact: Fact) -> str:
    return f"<span>{html_text(fact.label)}</span> {own_words(fact.text)}"
