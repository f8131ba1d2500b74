"""The charter's figures: what each outcome is worth, how many cases there are, how many can be acted on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from nbready.charter.model import Charter, Value
from nbready.charter.quantity import read_quantity
from nbready.errors import MeasureError

OUTCOMES = ("true_positive", "false_positive", "false_negative", "true_negative")
"""The outcomes of acting on a case or leaving it, for a prediction of two classes."""

_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "euro": "EUR", "euros": "EUR"}
_BEFORE = re.compile(r"([€$£¥₹]|\b[A-Z]{3})\s*[-+−]?\s*\d")
# Days of a period; a month and a quarter are parts of a year of 365.25 days.
_DAYS = {
    "hour": Fraction(1, 24),
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(36525, 1200),
    "quarter": Fraction(36525, 400),
    "year": Fraction(36525, 100),
}
_PERIOD = re.compile(
    rf"(?:/|\bper\s|\ba\s|\beach\s)\s*({'|'.join(_DAYS)})s?\b|\b(daily|weekly|monthly|yearly)\b"
)
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}


class Amount(NamedTuple):
    """Money, exactly as it was written; ``currency`` is empty where none was named."""

    value: Decimal
    currency: str


class Rate(NamedTuple):
    """A number in a period: ``900 bookings/day``; without a period the number of cases as such."""

    number: Fraction
    period: str

    def per(self, period: str) -> Fraction:
        """The number in another period.

        Months are twelfths of a year of 365.25 days.
        """
        return self.number * _DAYS[period] / _DAYS[self.period]


class Figures(NamedTuple):
    """What a charter says of money.

    Attributes:
        amounts: What each outcome is worth.
        currency: Of all of them.
        assumed: Outcomes that the charter does not name, taken as worth nothing.
        run_cost: What running costs, with its period; None where it is not written.
        volume: How many cases there are in a period.
        capacity: How many of them can be acted on: a share of them.
        prevalence: The share of positives that the charter expects.
        as_of: When the amounts were right.
    """

    amounts: Mapping[str, Decimal]
    currency: str
    assumed: tuple[str, ...] = ()
    run_cost: Rate | None = None
    volume: Rate | None = None
    capacity: Fraction | None = None
    prevalence: Fraction | None = None
    as_of: str = ""


def read_figures(charter: Charter, *, outcomes: tuple[str, ...] = OUTCOMES) -> Figures:
    """The figures of ``cost_benefit``.

    Args:
        charter: The charter.
        outcomes: The outcomes that are counted; those that the charter leaves out are assumed worth nothing.

    Raises:
        MeasureError: There are none, they are in several currencies, name other outcomes, or a capacity is
            no share and there is no volume to make it one.
    """
    answer = charter.answers.get("cost_benefit")
    parts: Mapping[str, Value] = answer if isinstance(answer, dict) else {}
    written = parts.get("values")
    if not isinstance(written, dict) or not written:
        raise MeasureError(
            "The charter does not say what a right call is worth and a wrong one costs.",
            remedy="Answer `cost_benefit`: `values: {true_positive: 310 EUR, false_positive: -20 EUR}`.",
        )
    amounts = {
        name: read_amount(_text(value), f"cost_benefit.values.{name}") for name, value in written.items()
    }
    unknown = [name for name in amounts if name not in outcomes]
    if unknown:
        raise MeasureError(
            f"`{unknown[0]:.40}` is no outcome of these cases, which are {', '.join(outcomes)}.",
            remedy="Forecasts name their own: pass `rule=`, from each name to how much of it there was.",
        )
    run_cost = _cost(_text(parts.get("run_cost")))
    currency = _one_currency([*amounts.values(), *([run_cost[0]] if run_cost else [])])
    volume = _rate(_text(parts.get("volume")), "volume")
    return Figures(
        amounts={name: amounts[name].value if name in amounts else Decimal(0) for name in outcomes},
        currency=currency,
        assumed=tuple(name for name in outcomes if name not in amounts),
        run_cost=run_cost[1] if run_cost else None,
        volume=volume,
        capacity=read_share(_text(parts.get("capacity")), "capacity", volume),
        prevalence=read_share(_text(parts.get("prevalence")), "prevalence", None),
        as_of=_text(parts.get("as_of")),
    )


def read_amount(text: str, name: str) -> Amount:
    """An amount of money, with its sign; ``text`` may name its currency before or behind the number.

    Raises:
        MeasureError: It has no number.
    """
    quantity = read_quantity(text)
    if quantity is None:
        raise MeasureError(f"`{name}` has no number: {text!r:.60}.", remedy="Write it as in `-310 EUR`.")
    before = _BEFORE.search(text)
    unit = quantity.unit.split("/")[0].strip()
    currency = _SYMBOLS.get(before[1], before[1]) if before else _SYMBOLS.get(unit, unit.upper())
    sign = -1 if before and re.search(rf"[-−]\s*{re.escape(before[1])}", text) else 1
    return Amount(_exact(quantity.number) * sign, currency)


def read_share(text: str, name: str, volume: Rate | None) -> Fraction | None:
    """A share of the cases: ``40 %``, ``0.4``, or a number in a period beside the volume of that period.

    Raises:
        MeasureError: It is no share, and there is no volume that would make it one.
    """
    quantity = read_quantity(text) if text else None
    if quantity is None:
        return None
    number, period = Fraction(_exact(quantity.number)), _period(text)
    if "%" in text or (not period and number <= 1):
        share = number
    elif volume is None:
        raise MeasureError(
            f"`{name}: {text:.40}` is a number of cases, and there is no `volume` that it is a share of.",
            remedy="Write a share (`15 %`), or `volume: 900 bookings/day` beside it.",
        )
    else:
        share = Rate(number, period or volume.period).number / volume.per(period or volume.period)
    if not 0 <= share <= 1:
        raise MeasureError(
            f"`{name}: {text:.40}` is not between none and all of the cases.", remedy="Correct it."
        )
    return share


def _cost(text: str) -> tuple[Amount, Rate] | None:
    if not text or read_quantity(text) is None:
        return None
    amount = read_amount(text, "cost_benefit.run_cost")
    # A cost may be written with its sign or without: running never earns.
    return amount, Rate(abs(Fraction(amount.value)), _period(text) or "month")


def _rate(text: str, name: str) -> Rate | None:
    quantity = read_quantity(text) if text else None
    if quantity is None:
        return None
    period = _period(text)
    if not period or quantity.number <= 0:
        raise MeasureError(
            f"`cost_benefit.{name}: {text:.40}` names no number of cases in a period.",
            remedy="Write it as in `900 bookings/day`.",
        )
    return Rate(Fraction(_exact(quantity.number)), period)


def _period(text: str) -> str:
    found = _PERIOD.search(text.casefold())
    return "" if found is None else found[1] or _ADVERBS[found[2]]


def _one_currency(amounts: list[Amount]) -> str:
    currencies = sorted({amount.currency for amount in amounts})
    if len(currencies) > 1:
        listed = " and ".join(currency or "no currency" for currency in currencies)
        raise MeasureError(
            f"The charter's amounts are in {listed}.", remedy="Write all of `cost_benefit` in one currency."
        )
    return currencies[0]


def _exact(number: float) -> Decimal:
    # The digits that were typed: a scale such as `k` may have left a trace in the last binary place.
    return Decimal(f"{number:.12g}")


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""
