"""The page as HTML that stands on its own: no script, nothing loaded, made for paper first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nbready.brief.page import Block, Brief, Line, Promise, Sign, Worth
from nbready.brief.scale import draw_scale
from nbready.escape import LITERAL, own_words
from nbready.html_page import asset, write_document

# Characters of text from which the page is set more tightly, so that what people really write fits on it.
_TIGHT, _TIGHTEST = 2_300, 3_100
_WORDY = 16


def brief_html(brief: Brief) -> str:
    """The brief as an HTML page."""
    length = sum(map(len, _texts(brief)))
    classes = "" if length < _TIGHT else "tight" if length < _TIGHTEST else "tightest"
    return "".join(
        write_document(
            f"{brief.title}: {brief.made}",
            ("\n".join(brief_body(brief)),),
            style=asset(__file__, "brief.css"),
            language=brief.language,
            classes=classes,
        )
    )


def brief_body(brief: Brief) -> Iterator[str]:
    """The page's one element, line by line."""
    yield f'<main class="{LITERAL}"><header>'
    yield f'<p class="kind"><span>{own_words(brief.title)}</span><span>{own_words(brief.stamp)}</span></p>'
    yield f"<h1>{own_words(brief.ask)}</h1>"
    yield _todo(brief.goal) if brief.goal.is_open else f'<p class="goal">{own_words(brief.goal.text)}</p>'
    yield f'<p class="state"><span class="badge {brief.tone}">{own_words(brief.state)}</span>'
    if brief.sign.decided:
        yield f'<span class="badge {brief.sign.tone}">{own_words(brief.sign.decided)}</span>'
    yield "</p></header>"
    yield from _columns(_block(brief.changes), _block(brief.predicted))
    if brief.promise:
        yield from _promise(brief.promise)
    lower = (brief.wrong, brief.said, brief.amended, brief.also)
    yield from _columns(_worth(brief.worth), *map(_block, lower))
    yield from _sign(brief.sign)
    yield f"<footer>{own_words(brief.made)}</footer></main>"


def _columns(*blocks: Iterable[str]) -> Iterator[str]:
    """Blocks that flow through two columns, evened out."""
    yield '<div class="columns">'
    for block in blocks:
        yield from block
    yield "</div>"


def _block(block: Block | None) -> Iterator[str]:
    if block is not None:
        title = f"<h2>{own_words(block.title)}</h2>" if block.title else ""
        yield f"<section>{title}"
        yield from map(_line, block.lines)
        yield "</section>"


def _line(line: Line) -> str:
    if line.is_open:
        return _todo(line)
    label = f"<b>{own_words(line.label)}:</b> " if line.label else ""
    return f'<p class="line">{label}{own_words(line.text)}</p>'


def _todo(line: Line) -> str:
    label = f"<b>{own_words(line.label)}</b> · " if line.label else ""
    return f'<p class="line todo">{label}{own_words(line.text)}</p>'


def _promise(promise: Promise) -> Iterator[str]:
    yield f'<section class="promise"><h2>{own_words(promise.title)}</h2>'
    if promise.metric:
        yield f'<p class="metric">{own_words(promise.metric)}</p>'
    yield from draw_scale(promise)
    yield '<dl class="figures">'
    for mark in promise.marks:
        size = "figure" if len(mark.text) <= _WORDY else "wordy"
        note = f'<div class="note">{own_words(mark.note)}</div>' if mark.note else ""
        figure = f'<div class="{size}">{own_words(mark.text)}</div>'
        yield f"<div><dt>{own_words(mark.label)}</dt><dd>{figure}{note}</dd></div>"
    yield "</dl>"
    if promise.verdict:
        yield f'<p class="verdict"><span class="badge {promise.tone}">{own_words(promise.verdict)}</span></p>'
    yield from map(_line, promise.lines)
    yield "</section>"


def _worth(worth: Worth | None) -> Iterator[str]:
    if worth is None:
        return
    yield f"<section><h2>{own_words(worth.title)}</h2>"
    if worth.money:
        yield f"<table><caption>{own_words(worth.money.head)}</caption><tbody>"
        for name, amount in worth.money.rows:
            yield f'<tr><th scope="row">{own_words(name)}</th><td>{own_words(amount)}</td></tr>'
        yield "</tbody></table>"
    yield from (f'<p class="line until">{own_words(sentence)}</p>' for sentence in worth.until)
    yield from map(_line, worth.lines)
    yield "</section>"


def _sign(sign: Sign) -> Iterator[str]:
    yield f'<section class="sign"><h2>{own_words(sign.title)}</h2>'
    if sign.decided:
        yield f'<p><span class="badge decided {sign.tone}">{own_words(sign.decided)}</span></p>'
        yield from (f'<p class="line todo">{own_words(remark)}</p>' for remark in sign.remarks)
        parts = [f"<b>{own_words(line.label)}:</b> {own_words(line.text)}" for line in sign.lines]
        yield f'<p class="line">{" · ".join(parts)}</p>'
    if sign.choices:
        yield f'<ul class="choices">{"".join(f"<li>{own_words(c)}</li>" for c in sign.choices)}</ul>'
        yield f'<ul class="blanks">{"".join(f"<li>{own_words(b)}</li>" for b in sign.blanks)}</ul>'
    yield "</section>"


def _texts(brief: Brief) -> Iterator[str]:
    blocks = (brief.changes, brief.predicted, brief.wrong, brief.said, brief.amended, brief.also)
    lines = [line for block in blocks if block for line in block.lines]
    lines += (*brief.worth.lines, *(Line(text=t) for t in brief.worth.until)) if brief.worth else ()
    yield from (brief.goal.text, brief.ask)
    for line in lines:
        yield line.label + line.text
    if brief.promise:
        yield from (mark.text + mark.note for mark in brief.promise.marks)
        yield brief.promise.metric
    if brief.worth and brief.worth.money:
        # A row of a table takes a line, however short.
        yield from ("x" * 50 for _ in brief.worth.money.rows)
