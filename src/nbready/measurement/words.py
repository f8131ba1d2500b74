"""What is said of a measurement, in the order in which it matters: the same words in every output."""

from __future__ import annotations

from typing import NamedTuple

from nbready.measurement.measured import Measured
from nbready.measurement.numbers import decimals_for, faithful_decimals, plain_decimals, show_number

_HEADLINES = {
    "established": "Established",
    "met": "Met on the point, not established",
    "missed": "Missed",
    None: "Measured",
}
_AGREED = {
    "stop": "Agreed for that: stop.",
    "revise": "Agreed for that: revise.",
    "escalate": "Agreed for that: escalate.",
}
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


class Words(NamedTuple):
    """A measurement in words.

    Attributes:
        headline: The outcome in a word or two.
        title: The metric, and how it is computed.
        verdict: What value and interval say of the threshold.
        difference: The difference to today's method; empty where there is none to tell.
        size: How many cases, and which look at them this is.
        method: How the interval was made.
        notes: What a reader should know besides.
    """

    headline: str
    title: str
    verdict: str
    difference: str
    size: str
    method: str
    notes: tuple[str, ...]


class Figures:
    """The numbers of one measurement as texts, with digits that fit its interval."""

    def __init__(self, measured: Measured) -> None:
        self._measured = measured
        self.decimals = decimals_for(max(measured.high - measured.low, 0) / 2, measured.unit)

    def value(self) -> str:
        """The value, on its side of the threshold."""
        measured = self._measured
        bound = measured.threshold
        decimals = faithful_decimals(measured.value, bound, measured.unit, self.decimals)
        return show_number(measured.value, measured.unit, decimals)

    def bounds(self) -> tuple[str, str]:
        """Both ends of the interval, each on its side of the threshold."""
        measured = self._measured
        return tuple(
            show_number(
                end, measured.unit, faithful_decimals(end, measured.threshold, measured.unit, self.decimals)
            )
            for end in (measured.low, measured.high)
        )  # type: ignore[return-value]

    def threshold(self) -> str:
        """The threshold, as it was written."""
        threshold = self._measured.threshold
        return "" if threshold is None else self._as_written(threshold)

    def baseline(self) -> str:
        """Today's method: measured to fitting digits, otherwise as it was written."""
        measured = self._measured
        if measured.baseline is None:
            return ""
        if measured.is_baseline_measured:
            return show_number(measured.baseline, measured.unit, self.decimals)
        return self._as_written(measured.baseline)

    def signed(self, value: float) -> str:
        """A difference: percentage points for shares."""
        unit = "points" if self._measured.unit == "%" else self._measured.unit
        scaled = value * (100 if self._measured.unit == "%" else 1)
        text = show_number(scaled, unit, self.decimals)
        return text if text.startswith("-") else f"+{text}"

    def _as_written(self, number: float) -> str:
        return show_number(number, self._measured.unit, plain_decimals(number, self._measured.unit))


def words_of(measured: Measured) -> Words:
    """A measurement in words."""
    figures = Figures(measured)
    return Words(
        headline=_HEADLINES[measured.outcome],
        title=f"{measured.metric} ({computed(measured)})",
        verdict=_verdict(measured, figures),
        difference=_difference(measured, figures),
        size=_size(measured),
        method=f"{confidence(measured)} interval: {measured.interval}.",
        notes=measured.notes,
    )


def computed(measured: Measured) -> str:
    """``recall_at_top at 0.4``."""
    return measured.computed_as + (f" at {measured.at:g}" if measured.at is not None else "")


def confidence(measured: Measured) -> str:
    """``95 %``."""
    return f"{measured.confidence * 100:.6g} %"


def _verdict(measured: Measured, figures: Figures) -> str:
    value, (low, high) = figures.value(), figures.bounds()
    told = f"{confidence(measured)} interval {joined(low, high)}"
    if measured.outcome is None:
        return f"{value}, {told}."
    side = {"higher": "at least", "lower": "at most", "zero": "within"}[measured.direction]
    wanted = f"{side} {figures.threshold()}"
    if measured.outcome == "established":
        return f"{value}, {told}: all of it is {wanted}, as promised."
    if measured.outcome == "missed":
        agreed = _AGREED.get(measured.if_missed, "")
        return f"{value}, {told}: not {wanted}. {agreed}".rstrip()
    more = (
        f" Roughly {measured.more_cases:,} more cases would settle it, if the value stayed what it is."
        if measured.more_cases
        else ""
    )
    return f"{value}, {told}: {value} is {wanted}, the whole interval is not.{more}"


def joined(low: str, high: str) -> str:
    """``90.1 to 98.8 %``."""
    number, _, unit = low.partition(" ")
    return f"{number} to {high}" if unit and high.endswith(f" {unit}") else f"{low} to {high}"


def _difference(measured: Measured, figures: Figures) -> str:
    if measured.baseline is None:
        return ""
    source = f" ({measured.baseline_source})" if measured.baseline_source else ""
    if measured.difference is None:
        said = f"Today's method scores {figures.baseline()} by the charter{source}"
        return f"{said}; it was not measured on these cases."
    value, low, high = (figures.signed(number) for number in measured.difference)
    return (
        f"Today's method scores {figures.baseline()} on the same cases{source}: "
        f"a difference of {value}, {confidence(measured)} interval {joined(low, high)}."
    )


def _size(measured: Measured) -> str:
    parts = [f"{measured.n:,} cases"]
    if measured.positives is not None:
        parts.append(f"{measured.positives:,} positive")
    if measured.groups is not None:
        parts.append(f"in {measured.groups:,} groups")
    text = ", ".join(parts)
    return f"{text}; {_ordinal(measured.look)} look at these cases." if measured.look else f"{text}."


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else _ORDINALS.get(number % 10, "th")
    return f"{number}{suffix}"
