"""Promise, result and today's method on a line: what the three figures say, for those who see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nbready.brief.page import Mark, Promise
from nbready.escape import html_text

_WIDTH, _MARGIN, _Y = 500.0, 12.0, 15.0
_NEAR = 75


def draw_scale(promise: Promise) -> Iterator[str]:
    """The line as SVG without a script; nothing where there are no two numbers to compare.

    It is hidden from those who listen: the figures stand below it in words.
    """
    known: dict[str, Mark] = {mark.kind: mark for mark in promise.marks if mark.number is not None}
    numbers = [mark.number for mark in known.values() if mark.number is not None]
    if len(numbers) < 2 or max(numbers) == min(numbers) or not all(abs(n) < 1e15 for n in numbers):
        return
    room = 0.18 * (max(numbers) - min(numbers))
    low, high = min(numbers) - room, max(numbers) + room

    def x(mark: Mark) -> str:
        share = ((mark.number or 0) - low) / (high - low)
        return f"{_MARGIN + share * (_WIDTH - 2 * _MARGIN):.1f}"

    yield f'<svg class="scale" viewBox="0 0 {_WIDTH:g} 31" aria-hidden="true" focusable="false">'
    left, right = f"{_MARGIN:g}", f"{_WIDTH - _MARGIN:g}"
    yield f'<line class="track" x1="{left}" x2="{right}" y1="{_Y:g}" y2="{_Y:g}"/>'
    promised = known.get("promised")
    if promised and promise.is_higher_better is not None:
        start, end = (x(promised), right) if promise.is_higher_better else (left, x(promised))
        yield f'<line class="reach" x1="{start}" x2="{end}" y1="{_Y:g}" y2="{_Y:g}"/>'
    if promised:
        yield f'<line class="promised" x1="{x(promised)}" x2="{x(promised)}" y1="9" y2="21"/>'
    for kind in ("today", "measured"):
        if kind in known:
            yield f'<circle class="{kind}" cx="{x(known[kind])}" cy="{_Y:g}" r="3.6"/>'
    if "measured" in known:
        yield _label(known["measured"].label, x(known["measured"]), 7)
    yield from _below(known, {kind: x(mark) for kind, mark in known.items()})
    yield "</svg>"


def _below(known: Mapping[str, Mark], places: Mapping[str, str]) -> Iterator[str]:
    """The names of promise and today's method; where they are near, each keeps to its own side."""
    pair = sorted((kind for kind in ("promised", "today") if kind in known), key=lambda k: float(places[k]))
    is_near = len(pair) == 2 and float(places[pair[1]]) - float(places[pair[0]]) < _NEAR
    anchors = ("end", "start") if is_near else ("middle", "middle")
    for kind, anchor in zip(pair, anchors, strict=False):
        yield _label(known[kind].label, places[kind], 29, anchor)


def _label(text: str, x: str, y: int, anchor: str = "middle") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{html_text(text)}</text>'
