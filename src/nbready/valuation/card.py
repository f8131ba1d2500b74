"""The card of a valuation: the curve, its table and what it rests on, as HTML and as plain text."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Iterator
from pathlib import Path

from nbready.escape import LITERAL, html_text, plain_line
from nbready.valuation.draw import HINT, draw_curve
from nbready.valuation.valued import Valued
from nbready.valuation.words import money, percent, rows, sentences

_TITLE = "What it is worth"
_HEAD = ("Acting by", "Share of cases", "Value")
_COLUMNS = 88


def card_html(valued: Valued) -> str:
    """The valuation as one HTML element that brings its own style; no scripts."""
    return "\n".join(_lines(valued))


def _lines(valued: Valued) -> Iterator[str]:
    style = Path(__file__).with_name("card.css").read_text(encoding="utf-8")
    yield f'<style>{style}</style>\n<section class="nbready-value {LITERAL}" aria-label="{_TITLE}">'
    yield f"<header>{_TITLE}</header>"
    picture = draw_curve(valued)
    if picture is not None:
        data = base64.b64encode(picture.encode()).decode()
        told = "Value against the share of cases acted on; the table below has its figures."
        yield f'<img src="data:image/svg+xml;base64,{data}" alt="{told}">'
    head = "".join(f"<th scope=col>{title}</th>" for title in _HEAD)
    yield f'<table class="amounts"><thead><tr>{head}</tr></thead><tbody>'
    for what, share, value in rows(valued):
        amount = html_text(money(value, valued.currency))
        yield f"<tr><th scope=row>{html_text(what)}</th><td>{percent(share)}</td><td>{amount}</td></tr>"
    yield "</tbody></table>"
    yield from (f"<p>{html_text(sentence)}</p>" for sentence in sentences(valued))
    if picture is None:
        yield f'<p class="small">{html_text(HINT)}</p>'
    yield "</section>"


def card_text(valued: Valued) -> str:
    """The same for a terminal."""
    table = [_HEAD, *((what, percent(share), money(v, valued.currency)) for what, share, v in rows(valued))]
    first, second, third = (max(len(row[column]) for row in table) for column in range(3))
    lines = [f"{a:<{first}}  {b:>{second}}  {c:>{third}}" for a, b, c in table]
    said = [line for sentence in sentences(valued) for line in textwrap.wrap(plain_line(sentence), _COLUMNS)]
    return "\n".join([_TITLE, "", *map(plain_line, lines), "", *said])
