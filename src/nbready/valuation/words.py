"""A valuation in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from nbready.valuation.valued import to_cent

if TYPE_CHECKING:
    from nbready.valuation.breakeven import BreakEven
    from nbready.valuation.valued import Valued

CALLS = {
    "true_positive": "a case rightly acted on",
    "false_positive": "a false alarm",
    "false_negative": "a missed case",
    "true_negative": "a case rightly left alone",
}
"""What people call the outcomes."""


def money(amount: Fraction | float, currency: str) -> str:
    """``24,310 EUR``; with cents where there are any."""
    exact = to_cent(Fraction(amount))
    text = f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact:,.2f}"
    return f"{text} {currency}".rstrip()


def percent(share: Fraction | float) -> str:
    """``40 %``, ``42.5 %``."""
    return f"{float(share) * 100:.3g} %"


def rows(valued: Valued) -> Iterator[tuple[str, Fraction, Fraction]]:
    """What is done, on which share, and what it is worth: the table of a valuation."""
    yield "the model", valued.at_capacity.share, valued.at_capacity.value
    if valued.today_at_capacity:
        yield "today's method", valued.today_at_capacity.share, valued.today_at_capacity.value
    yield "every case", valued.everybody.share, valued.everybody.value
    yield "no case", valued.nobody.share, valued.nobody.value
    yield "the model, at its best", valued.best.share, valued.best.value
    if valued.today_best:
        yield "today's method, at its best", valued.today_best.share, valued.today_best.value


def sentences(valued: Valued) -> Iterator[str]:
    """What came out, what it rests on, and what speaks against it."""
    currency = valued.currency
    low, high = valued.interval
    yield (
        f"Acting on the riskiest {percent(valued.capacity)} of {valued.n:,} cases is worth "
        f"{money(valued.at_capacity.value, currency)} (95 % interval {money(round(low), currency)} to "
        f"{money(round(high), currency)})."
    )
    if valued.is_capacity_assumed:
        yield "Assumed: nobody named a capacity, so this is the model's own best share, found on these cases."
    if valued.advantage is not None and valued.advantage_interval is not None:
        more = "more" if valued.advantage >= 0 else "less"
        low, high = valued.advantage_interval
        yield (
            f"That is {money(abs(valued.advantage), currency)} {more} than today's method "
            f"(the difference: {money(round(low), currency)} to {money(round(high), currency)})."
        )
    yield from _rivals(valued)
    yield from break_even_texts(valued)
    yield from _in_operation(valued)
    yield from valued.notes
    if valued.figures.assumed:
        listed = " and ".join(CALLS[name] for name in valued.figures.assumed)
        yield f"Assumed: {listed} is worth nothing; the charter does not say."


def _rivals(valued: Valued) -> Iterator[str]:
    """What would be worth more than the model at capacity."""
    reached = valued.at_capacity.value
    others = (
        ("Today's method, acting on its own best share of", valued.today_best),
        ("Acting on", valued.everybody),
        ("Acting on", valued.nobody),
    )
    for what, point in others:
        if point is not None and point.value > reached:
            yield (
                f"{what} {percent(point.share)}, would be worth more: {money(point.value, valued.currency)}."
            )


def break_even_texts(valued: Valued) -> list[str]:
    """How far each figure may be off, a sentence each."""
    if valued.advantage is None:
        return []
    if valued.advantage <= 0:
        return ["At this capacity there is no advantage over today's method."]
    ends = [found for found in valued.break_even if found.until is not None]
    said = [_until(found, valued.currency) for found in ends]
    firm = [CALLS.get(found.figure, found.figure) for found in valued.break_even if found.until is None]
    if firm:
        said.append(f"The advantage over today's method holds whatever {' or '.join(firm)} costs.")
    return said


def _until(found: BreakEven, currency: str) -> str:
    what = CALLS.get(found.figure, found.figure)
    until = found.until or Fraction(0)
    if found.now > 0 >= until:
        return f"The advantage over today's method holds even if {what} is worth nothing."
    verb, amount = ("costs", -until) if until < 0 else ("is worth", until)
    return f"The advantage over today's method holds until {what} {verb} {money(amount, currency)}."


def _in_operation(valued: Valued) -> Iterator[str]:
    period = valued.per_period
    if period is None:
        return
    value, cost = money(period.value, valued.currency), money(period.run_cost, valued.currency)
    today = "" if period.today is None else f"; today's method: {money(period.today, valued.currency)}"
    cases = f"{float(period.cases):,.4g} cases a {period.period}"
    yield f"In operation, {cases}: {value}, running cost of {cost} taken off{today}."
