"""What a measurement holds: the registered metric beside its threshold and today's method."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple, get_args

from nbready.measurement.numbers import two_digits
from nbready.measurement.promise import Direction, Promise

Outcome = Literal["established", "met", "missed"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


class Difference(NamedTuple):
    """What the model scores more than today's method on the same cases, with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A measurement's numbers.

    Shares are fractions, as in scikit-learn: 0.965, not 96.5.

    Attributes:
        metric: What the charter calls it.
        computed_as: What was computed: a value of the charter's ``computed_as``.
        at: The share, cut-off or quantile; None where there is none.
        direction: ``higher``, ``lower``, or ``zero`` where nearer to zero is better.
        unit: What values are measured in: ``%``, a currency, the target's unit, or nothing.
        value: The value on these cases.
        low: Lower end of its interval.
        high: Upper end.
        confidence: Of the interval: 0.95.
        interval: How the interval was made.
        n: Number of cases.
        positives: Number of positive cases; None where there is no positive class.
        groups: Number of clusters; None where cases stand alone.
        threshold: What the charter calls good enough; None without a charter.
        baseline: Today's method on these cases where it was given, otherwise what the charter says of it.
        is_baseline_measured: Whether it was given.
        baseline_source: Today's method.
        difference: Value less baseline, case by case; None where the baseline was not given.
        outcome: ``established``: the whole interval is beyond the threshold; ``met``: the value is, the
            interval is not; ``missed``. None without a threshold.
        if_missed: What was agreed for that case: ``stop``, ``revise`` or ``escalate``.
        more_cases: Roughly how many more would settle a result that is only ``met``.
        look: The how manieth set of predictions on these cases this is; None where nobody keeps count.
        data: Digest of the cases, from their ids or their labels.
        evaluated_on: The data that the charter names.
        date: The day of the measurement.
        notes: What a reader should know besides.
    """

    metric: str
    computed_as: str
    at: float | None
    direction: Direction
    unit: str
    value: float
    low: float
    high: float
    confidence: float
    interval: str
    n: int
    positives: int | None
    groups: int | None
    threshold: float | None
    baseline: float | None
    is_baseline_measured: bool
    baseline_source: str
    difference: Difference | None
    outcome: Outcome | None
    if_missed: str
    more_cases: int | None
    look: int | None
    data: str
    evaluated_on: str
    date: dt.date
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            **plain,
            "difference": self.difference._asdict() if self.difference else None,
            "date": self.date.isoformat(),
            "notes": list(self.notes),
        }


def judge(
    promise: Promise, value: float, low: float, high: float, n: int
) -> tuple[Outcome | None, int | None]:
    """What a value and its interval say of the promise, and how many more cases would settle it.

    An interval narrows with the root of the number of cases, so n · (margin / distance)² of them would put
    its end on the threshold, if the value stayed what it is.
    """
    if promise.threshold is None:
        return None, None
    threshold = promise.threshold
    if promise.direction == "higher":
        distance, margin = value - threshold, value - low
    elif promise.direction == "lower":
        distance, margin = threshold - value, high - value
    else:
        worst = max(abs(low), abs(high))
        threshold = abs(threshold)
        distance, margin = threshold - abs(value), worst - abs(value)
    if distance < 0:
        return "missed", None
    if margin <= distance:
        return "established", None
    if distance == 0 or not math.isfinite(margin):
        return "met", None
    return "met", two_digits(n * (margin / distance) ** 2 - n)
