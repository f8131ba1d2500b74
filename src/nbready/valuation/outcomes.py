"""Forecasts and other predictions, valued by the outcomes that their charter names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from nbready.errors import MeasureError
from nbready.valuation.figures import Figures
from nbready.valuation.words import money

if TYPE_CHECKING:
    from nbready.measurement.arrays import Array, Floats

Rule = Callable[["Array", "Array"], object]
"""Labels and predictions in, shape (n,) each; how much of an outcome each case had out, shape (n,)."""

_DRAWS = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeValuation:
    """What predictions are worth case by case, by a stated rule and the charter's figures.

    Attributes:
        currency: Of all amounts.
        n: Number of cases.
        value: Over all cases.
        today: Of today's method on the same cases; None without one.
        interval: Of ``value``, 95 %.
        advantage_interval: Of ``value`` less ``today``, case by case; None without a baseline.
        quantities: How much of each outcome there was; empty where the rule gave money at once.
        per_period: Value in a period less the running cost, and the period; None without a volume.
    """

    currency: str
    n: int
    value: float
    today: float | None
    interval: tuple[float, float]
    advantage_interval: tuple[float, float] | None
    quantities: Mapping[str, float]
    per_period: tuple[float, str] | None

    def as_dict(self) -> dict[str, Any]:
        """All of it as JSON has it, rounded to the cent."""
        gap = self.advantage_interval
        return {
            "currency": self.currency,
            "n": self.n,
            "value": round(self.value, 2),
            "value_per_case": self.value / self.n,
            "today": None if self.today is None else round(self.today, 2),
            "interval": [round(end, 2) for end in self.interval],
            "advantage": None if self.today is None else round(self.value - self.today, 2),
            "advantage_interval": None if gap is None else [round(end, 2) for end in gap],
            "quantities": dict(self.quantities),
            "per_period": None
            if self.per_period is None
            else {"period": self.per_period[1], "value": round(self.per_period[0], 2)},
        }

    def __str__(self) -> str:
        """The same in sentences."""
        low, high = (money(round(end), self.currency) for end in self.interval)
        lines = [
            f"The predictions for {self.n:,} cases are worth {money(round(self.value, 2), self.currency)} "
            f"(95 % interval {low} to {high}), {money(round(self.value / self.n, 2), self.currency)} a case."
        ]
        if self.today is not None and self.advantage_interval is not None:
            low, high = (money(round(end), self.currency) for end in self.advantage_interval)
            gap = money(round(abs(self.value - self.today), 2), self.currency)
            more = "more" if self.value >= self.today else "less"
            lines.append(f"That is {gap} {more} than today's method (the difference: {low} to {high}).")
        lines += [f"{name}: {amount:,.6g} over all cases." for name, amount in self.quantities.items()]
        if self.per_period is not None:
            value, period = self.per_period
            lines.append(f"In a {period}: {money(round(value, 2), self.currency)}, running cost taken off.")
        return "\n".join(lines)


def value_outcomes(
    figures: Figures,
    y_true: object,
    y_pred: object,
    rule: Rule | Mapping[str, Rule],
    *,
    baseline: object = None,
    random_state: int = 0,
) -> OutcomeValuation:
    """Value predictions case by case.

    Estimator: the sum over the cases. Interval: percentiles of the nonparametric bootstrap of cases, paired
    for the difference; cases are taken to be independent (Davison and Hinkley, 1997, ch. 2).

    Args:
        figures: The charter's amounts, one for each outcome of the rule.
        y_true: What happened, shape (n,).
        y_pred: What was predicted, shape (n,).
        rule: From each outcome to how much of it a case had; or one function that gives each case's money.
        baseline: What today's method predicted for the same cases.
        random_state: Seed of the bootstrap.

    Raises:
        MeasureError: The cases do not fit, or a rule gives something else than one number a case.
    """
    import numpy as np

    from nbready.measurement.arrays import as_array, as_floats, check_lengths, check_order

    given = {"the predictions": y_pred, **({} if baseline is None else {"baseline": baseline})}
    check_order(y_true, given)
    arrays = {name: as_array(values, name) for name, values in {"the labels": y_true, **given}.items()}
    check_lengths(arrays)
    columns = {name: as_floats(array, name) for name, array in arrays.items()}
    truth, predicted, today = columns["the labels"], columns["the predictions"], columns.get("baseline")
    worth = _worth(figures, truth, predicted, rule)
    before = None if today is None else _worth(figures, truth, today, rule)
    n = len(truth)
    drawn = np.random.default_rng(random_state).integers(0, n, (_DRAWS, n))
    value = float(worth.sum())
    quantities = (
        {name: float(_numbers(of(truth, predicted), name, n).sum()) for name, of in rule.items()}
        if isinstance(rule, Mapping)
        else {}
    )
    return OutcomeValuation(
        currency=figures.currency,
        n=n,
        value=value,
        today=None if before is None else float(before.sum()),
        interval=_interval(worth, drawn),
        advantage_interval=None if before is None else _interval(worth - before, drawn),
        quantities=quantities,
        per_period=_in_operation(figures, value / n),
    )


def _worth(figures: Figures, truth: Array, predicted: Array, rule: Rule | Mapping[str, Rule]) -> Floats:
    """The money of each case."""
    import numpy as np

    n = len(truth)
    if not isinstance(rule, Mapping):
        return _numbers(rule(truth, predicted), "the rule", n)
    worth = np.zeros(n)
    for name, of in rule.items():
        worth += float(figures.amounts[name]) * _numbers(of(truth, predicted), name, n)
    return worth


def _numbers(values: object, name: str, n: int) -> Floats:
    from nbready.measurement.arrays import as_array, as_floats

    found = as_floats(as_array(values, name), name)
    if found.shape != (n,):
        raise MeasureError(
            f"`{name}` gives shape {found.shape} for {n:,} cases.", remedy="Give one number a case."
        )
    return found


def _interval(worth: Floats, drawn: Array) -> tuple[float, float]:
    import numpy as np

    low, high = np.quantile(worth[drawn].sum(axis=1), [0.025, 0.975])
    return float(low), float(high)


def _in_operation(figures: Figures, per_case: float) -> tuple[float, str] | None:
    if figures.volume is None:
        return None
    period = figures.run_cost.period if figures.run_cost else figures.volume.period
    cost = figures.run_cost.number if figures.run_cost else Fraction(0)
    return per_case * float(figures.volume.per(period)) - float(cost), period
