"""The brief as CommonMark, for a pull request, a job summary or a wiki."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.brief.page import Block, Brief, Line, Promise, Sign, Worth
from nbready.charter.card.markdown import markdown_text

_TONES = {"good": "✅", "open": "⬜", "bad": "❌"}


def brief_markdown(brief: Brief) -> str:
    """The brief as CommonMark with tables; what people wrote is escaped."""
    return "\n".join(_lines(brief)).strip() + "\n"


def _lines(brief: Brief) -> Iterator[str]:
    yield f"# {markdown_text(brief.ask)}"
    yield from ("", f"{markdown_text(brief.title)} · {markdown_text(brief.stamp)}")
    yield from ("", markdown_text(brief.goal.text))
    yield from ("", f"{_TONES[brief.tone]} **{markdown_text(brief.state)}**")
    yield from _block(brief.changes)
    yield from _block(brief.predicted)
    yield from _promise(brief.promise) if brief.promise else ()
    yield from _worth(brief.worth) if brief.worth else ()
    for block in (brief.wrong, brief.said, brief.amended, brief.also):
        yield from _block(block)
    yield from _sign(brief.sign)
    yield from ("", f"*{markdown_text(brief.made)}*")


def _block(block: Block | None) -> Iterator[str]:
    if block is not None:
        yield from ("", f"## {markdown_text(block.title)}", "") if block.title else ("",)
        yield from map(_line, block.lines)


def _line(line: Line) -> str:
    label = f"**{markdown_text(line.label)}**: " if line.label else ""
    return f"- {_TONES['open'] + ' ' if line.is_open else ''}{label}{markdown_text(line.text)}"


def _promise(promise: Promise) -> Iterator[str]:
    yield from ("", f"## {markdown_text(promise.title)}", "")
    if promise.metric:
        yield from (markdown_text(promise.metric), "")
    if promise.marks:
        marks = promise.marks
        yield f"| {' | '.join(markdown_text(mark.label) for mark in marks)} |"
        yield f"|{'---|' * len(marks)}"
        figures = (" ".join(filter(None, (_bold(mark.text), markdown_text(mark.note)))) for mark in marks)
        yield f"| {' | '.join(figures)} |"
    if promise.verdict:
        yield from ("", f"{_TONES[promise.tone]} {_bold(promise.verdict)}")
    yield from ("", *map(_line, promise.lines)) if promise.lines else ()


def _worth(worth: Worth) -> Iterator[str]:
    yield from ("", f"## {markdown_text(worth.title)}", "")
    if worth.money:
        yield f"| {markdown_text(worth.money.head)} | |"
        yield "|---|---:|"
        yield from (
            f"| {markdown_text(name)} | {markdown_text(amount)} |" for name, amount in worth.money.rows
        )
        yield ""
    yield from (f"- {markdown_text(sentence)}" for sentence in worth.until)
    yield from map(_line, worth.lines)


def _sign(sign: Sign) -> Iterator[str]:
    yield from ("", f"## {markdown_text(sign.title)}", "")
    if sign.decided:
        yield f"{_TONES[sign.tone]} {_bold(sign.decided)}"
        yield from ("", *(f"- {_TONES['open']} {markdown_text(remark)}" for remark in sign.remarks))
        yield from map(_line, sign.lines)
    yield from (f"- [ ] {markdown_text(choice)}" for choice in sign.choices)


def _bold(text: str) -> str:
    return f"**{markdown_text(text)}**"
