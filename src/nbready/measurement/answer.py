"""A measurement as the charter's answer to ``measured_result``."""

from __future__ import annotations

from dataclasses import replace

from nbready.charter.model import Charter, Value
from nbready.charter.yaml_write import write_value
from nbready.measurement.measured import Measured
from nbready.measurement.words import Figures, computed, confidence, joined

QUESTION = "measured_result"


def answer_of(measured: Measured) -> dict[str, str]:
    """The parts of the answer, as texts: what was measured, on what, and what it came to."""
    figures = Figures(measured)
    parts = {
        "metric": measured.metric,
        "value": figures.value(),
        "uncertainty": _uncertainty(measured, figures),
        "date": measured.date.isoformat(),
        "evaluated_on": measured.evaluated_on,
        "computed_as": computed(measured),
        "n": f"{measured.n}",
        "outcome": measured.outcome or "",
        "looks": f"{measured.look}" if measured.look else "",
        "data": measured.data,
    }
    return {key: text for key, text in parts.items() if text}


def with_result(charter: Charter, measured: Measured) -> Charter:
    """The charter with the measurement as its measured result, in place of an earlier one."""
    answer: Value = {**answer_of(measured)}
    return replace(charter, answers={**charter.answers, QUESTION: answer})


def lines_of(measured: Measured) -> str:
    """The answer as YAML lines to paste into a charter."""
    return write_value({QUESTION: {**answer_of(measured)}})


def _uncertainty(measured: Measured, figures: Figures) -> str:
    positives = f", {measured.positives:,} positive" if measured.positives is not None else ""
    groups = f", {measured.groups:,} groups" if measured.groups is not None else ""
    text = f"{confidence(measured)} CI {joined(*figures.bounds())}, n = {measured.n:,}{positives}{groups}"
    if measured.difference is not None:
        value, start, end = (figures.signed(number) for number in measured.difference)
        text += f"; {value} on today's method ({joined(start, end)})"
    return text
