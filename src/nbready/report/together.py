"""What to look at together, in words: pairs of notebooks, and the passages that they share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from nbready.escape import plain_line, plain_text
from nbready.report.alike import Pair
from nbready.report.passages import Piece, mark_shared, passages
from nbready.report.portfolio import Portfolio
from nbready.wording import counted

HEADING = "Look at these together"
WHY = (
    "These answers have words in common that neither the template nor the other notebooks have. There can be "
    "good reasons for it, such as work in a group."
)
NOT_COMPARED = "Nearly equal texts were not looked for: `pip install 'nbready[alike]'`."

Texts = Mapping[str, Mapping[str, str]]
"""The answers of each notebook, by its path and by question."""

_SHOWN = 60
"""Pairs of which a page shows the passages."""


def pair_line(pair: Pair) -> str:
    """A pair in a line, such as ``a.ipynb and b.ipynb: 3 answers, about 40 words (the first is earlier)``."""
    earlier = "; the first was changed earlier" if pair.is_ordered else ""
    answers = counted(len(pair.answers), "answer")
    return f"{pair.paths[0]} and {pair.paths[1]}: {answers}, about {counted(pair.words, 'word')}{earlier}"


def pairs_value(portfolio: Portfolio) -> list[dict[str, Any]]:
    """The pairs as plain data, for JSON."""
    texts = {row.path: row.words for row in portfolio.rows}
    return [
        {
            "notebooks": list(pair.paths),
            "earlier": pair.paths[0] if pair.is_ordered else None,
            "words": pair.words,
            "answers": [
                {
                    "question": key,
                    "likeness": round(likeness, 3),
                    "passages": _passages(pair, key, texts, portfolio),
                }
                for key, likeness in pair.answers.items()
            ],
        }
        for pair in portfolio.pairs
    ]


def _passages(pair: Pair, key: str, texts: Texts, portfolio: Portfolio) -> list[str]:
    first, second = (texts[path][key] for path in pair.paths)
    return passages(first, second, portfolio.given.get(key, ()))


def pairs_html(portfolio: Portfolio) -> Iterator[str]:
    """The pairs as a section of a page, what they share marked in the words of each."""
    if not portfolio.pairs:
        return
    texts = {row.path: row.words for row in portfolio.rows}
    labels = {question.key: question.label for question in portfolio.questions}
    yield f'<section><h2>{HEADING}</h2><p class="lead">{WHY}</p>'
    for pair in portfolio.pairs[:_SHOWN]:
        yield f"<details><summary>{escape(plain_line(pair_line(pair)))}</summary><div>"
        for key, likeness in pair.answers.items():
            yield f"<h3>{escape(plain_line(labels.get(key, key)))} <small>{likeness:.0%} alike</small></h3>"
            yield from _side_by_side(pair, key, texts, portfolio)
        yield "</div></details>"
    if len(portfolio.pairs) > _SHOWN:
        yield f"<p>{counted(len(portfolio.pairs) - _SHOWN, 'pair')} more in the JSON.</p>"
    yield "</section>"


def _side_by_side(pair: Pair, key: str, texts: Texts, portfolio: Portfolio) -> Iterator[str]:
    yield '<div class="pair">'
    for path, other in (pair.paths, pair.paths[::-1]):
        pieces = mark_shared(texts[path][key], texts[other][key], portfolio.given.get(key, ()))
        yield f"<figure><figcaption>{escape(plain_line(path))}</figcaption><blockquote>"
        yield from map(_marked, pieces)
        yield "</blockquote></figure>"
    yield "</div>"


def _marked(piece: Piece) -> str:
    text = escape(plain_text(piece.text))
    return f"<mark>{text}</mark>" if piece.is_shared else text
