"""The number line of a measurement: today's method, threshold, value, interval; drawn, and in characters."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from nbready.measurement.measured import Measured
from nbready.measurement.words import Figures

_WIDTH, _HEIGHT, _MARGIN = 640, 112, 34
_AXIS = 54
_CHARACTER = 7.2
"""Pixels that a character of a label takes, with something to spare."""
_COLUMNS = 60


class _Scale(NamedTuple):
    """Values onto a length, with room on both sides."""

    least: float
    most: float
    length: float

    def at(self, value: float) -> float:
        return (value - self.least) / (self.most - self.least) * self.length


def _scale(measured: Measured, length: float) -> _Scale:
    marks = [measured.value, measured.low, measured.high]
    marks += [mark for mark in (measured.threshold, measured.baseline) if mark is not None]
    if measured.direction == "zero":
        marks += [0.0, *(-mark for mark in (measured.threshold,) if mark is not None)]
    least, most = min(marks), max(marks)
    room = (most - least) * 0.08 or abs(most) * 0.1 or 1.0
    return _Scale(least - room, most + room, length)


def draw_line(measured: Measured) -> str:
    """The number line as inline SVG, in the colours of the card's classes, with a text alternative."""
    scale = _scale(measured, _WIDTH - 2 * _MARGIN)
    figures = Figures(measured)
    low, high = figures.bounds()

    def x(value: float) -> float:
        return round(_MARGIN + scale.at(value), 1)

    shapes = [f'<line class="axis" x1="0" x2="{_WIDTH}" y1="{_AXIS}" y2="{_AXIS}"/>']
    labels = []
    if measured.threshold is not None:
        start, end = _good(measured, x)
        shapes.insert(
            0, f'<rect class="good" x="{start}" y="24" width="{round(end - start, 1)}" height="44" rx="3"/>'
        )
        bounds = (
            {measured.threshold, -measured.threshold}
            if measured.direction == "zero"
            else {measured.threshold}
        )
        shapes += [
            f'<line class="threshold" x1="{x(b)}" x2="{x(b)}" y1="24" y2="68"/>' for b in sorted(bounds)
        ]
        labels.append(_label(x(measured.threshold), 16, f"good enough {figures.threshold()}", "threshold"))
    shapes.append(
        f'<line class="interval" x1="{x(measured.low)}" x2="{x(measured.high)}" y1="{_AXIS}" y2="{_AXIS}"/>'
    )
    shapes += [
        f'<line class="end" x1="{x(end)}" x2="{x(end)}" y1="{_AXIS - 8}" y2="{_AXIS + 8}"/>'
        for end in (measured.low, measured.high)
    ]
    shapes.append(f'<circle class="value" cx="{x(measured.value)}" cy="{_AXIS}" r="6"/>')
    labels.append(_label(x(measured.value), 86, figures.value(), "value"))
    if measured.baseline is not None:
        here = x(measured.baseline)
        shapes.append(f'<path class="baseline" d="M{here} {_AXIS - 7}l7 7l-7 7l-7 -7z"/>')
        text = f"today {figures.baseline()}"
        apart = abs(here - x(measured.value)) > (len(text) + len(figures.value())) * _CHARACTER / 2 + 8
        labels.append(_label(here, 86 if apart else 104, text, "baseline"))
    told = f"{figures.value()}, interval {low} to {high}"
    if measured.threshold is not None:
        told += f"; good enough is {figures.threshold()}"
    if measured.baseline is not None:
        told += f"; today's method {figures.baseline()}"
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(told)}">'
        f"{''.join(shapes)}{''.join(labels)}</svg>"
    )


def _good(measured: Measured, x: object) -> tuple[float, float]:
    """Where the line is good enough, in pixels."""
    assert callable(x)
    assert measured.threshold is not None
    if measured.direction == "higher":
        return x(measured.threshold), float(_WIDTH)
    if measured.direction == "lower":
        return 0.0, x(measured.threshold)
    return x(-abs(measured.threshold)), x(abs(measured.threshold))


def _label(x: float, y: int, text: str, kind: str) -> str:
    """A label in the middle of its mark, or beside it where it would leave the picture."""
    half = len(text) * _CHARACTER / 2
    anchor = "start" if x < half else "end" if x > _WIDTH - half else "middle"
    shift = {"start": -6.0, "end": 6.0, "middle": 0.0}[anchor]
    place = min(max(x + shift, 0), _WIDTH)
    return f'<text class="{kind}" x="{place:.1f}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def write_line(measured: Measured) -> list[str]:
    """The number line in characters: two lines, and a third that says what they mean."""
    scale = _scale(measured, _COLUMNS - 1)
    figures = Figures(measured)

    def column(value: float) -> int:
        return min(_COLUMNS - 1, max(0, round(scale.at(value))))

    row = ["─"] * _COLUMNS
    low, high = column(measured.low), column(measured.high)
    row[low : high + 1] = "━" * (high - low + 1)
    row[low], row[high] = "┣", "┫"
    legend = [f"● {figures.value()}"]
    if measured.baseline is not None:
        row[column(measured.baseline)] = "◆"
        legend.append(f"◆ today {figures.baseline()}")
    if measured.threshold is not None:
        row[column(measured.threshold)] = "│"
        if measured.direction == "zero":
            row[column(-measured.threshold)] = "│"
        legend.append(f"│ good enough {figures.threshold()}")
    row[column(measured.value)] = "●"
    return ["".join(row), "   ".join(legend)]
