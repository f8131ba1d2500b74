"""What came out of valuing a model: amounts, intervals and how far the figures may be off. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nbready.measurement.arrays import Floats
    from nbready.valuation.breakeven import BreakEven
    from nbready.valuation.curve import Point
    from nbready.valuation.figures import Figures

_CENT = Decimal("0.01")


class Drawn(NamedTuple):
    """A curve as it is drawn, per case.

    Attributes:
        shares: Shares of the cases acted on. Shape (k,).
        values: The value there. Shape (k,).
        band: Lower and upper ends. Shape (2, k).
    """

    shares: Floats
    values: Floats
    band: Floats


class PerPeriod(NamedTuple):
    """Value in a period of operation, what running costs taken off.

    Attributes:
        period: ``day``, ``month`` ...
        cases: How many cases there are in it.
        value: Of the model at capacity, less ``run_cost``.
        today: Of today's method at capacity; None without one.
        run_cost: What running the model costs in the period.
    """

    period: str
    cases: Fraction
    value: Fraction
    today: Fraction | None
    run_cost: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued:
    """What acting on a model's scores is worth on a sample of cases, by the charter's own figures.

    Amounts are over all cases of the sample; where ``prevalence`` is another one than theirs, over as many
    cases with that prevalence.

    Attributes:
        figures: What the charter says.
        n: Number of cases.
        positives: Number of positives among them.
        prevalence: The share of positives that was reckoned with.
        capacity: The share of cases that can be acted on.
        is_capacity_assumed: Whether nobody named it, and it is the model's best share.
        at_capacity: Of the model.
        today_at_capacity: Of today's method; None without one.
        everybody: Acting on every case.
        nobody: Acting on none.
        best: The model's best point.
        today_best: That of today's method.
        interval: Of ``at_capacity``, 95 %.
        advantage: Of the model over today's method at capacity.
        advantage_interval: 95 %, case by case.
        break_even: How far each figure may be off.
        per_period: In operation; None without a volume.
        curve: Of the model.
        today_curve: Of today's method.
        notes: What a reader should know besides.
    """

    figures: Figures
    n: int
    positives: int
    prevalence: Fraction
    capacity: Fraction
    is_capacity_assumed: bool
    at_capacity: Point
    today_at_capacity: Point | None
    everybody: Point
    nobody: Point
    best: Point
    today_best: Point | None
    interval: tuple[float, float]
    advantage: Fraction | None
    advantage_interval: tuple[float, float] | None
    break_even: tuple[BreakEven, ...]
    per_period: PerPeriod | None
    curve: Drawn
    today_curve: Drawn | None
    notes: tuple[str, ...] = ()

    @property
    def currency(self) -> str:
        """Of all amounts; empty where the charter names none."""
        return self.figures.currency


def to_cent(amount: Fraction) -> Decimal:
    """An exact amount, rounded to the cent once, at the end."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(_CENT, rounding=ROUND_HALF_EVEN)
