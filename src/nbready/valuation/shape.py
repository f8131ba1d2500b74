"""A valuation as JSON has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nbready.valuation.valued import Valued, to_cent
from nbready.valuation.words import break_even_texts

if TYPE_CHECKING:
    from nbready.valuation.curve import Point


def as_mapping(valued: Valued) -> dict[str, Any]:
    """All of it but the curves, as JSON has it: amounts in full units of the currency, to the cent."""
    period = valued.per_period
    return {
        "currency": valued.currency,
        "n": valued.n,
        "positives": valued.positives,
        "prevalence": float(valued.prevalence),
        "capacity": float(valued.capacity),
        "capacity_assumed": valued.is_capacity_assumed,
        "amounts": {name: float(amount) for name, amount in valued.figures.amounts.items()},
        "assumed": list(valued.figures.assumed),
        "as_of": valued.figures.as_of,
        "at_capacity": _point(valued.at_capacity),
        "today_at_capacity": _point(valued.today_at_capacity),
        "everybody": _point(valued.everybody),
        "nobody": _point(valued.nobody),
        "best": _point(valued.best),
        "today_best": _point(valued.today_best),
        "interval": [round(end, 2) for end in valued.interval],
        "advantage": None if valued.advantage is None else float(to_cent(valued.advantage)),
        "advantage_interval": valued.advantage_interval
        and [round(end, 2) for end in valued.advantage_interval],
        "break_even": {
            found.figure: None if found.until is None else float(to_cent(found.until))
            for found in valued.break_even
        },
        "break_even_text": break_even_texts(valued),
        "per_period": None
        if period is None
        else {
            "period": period.period,
            "cases": float(period.cases),
            "value": float(to_cent(period.value)),
            "today": None if period.today is None else float(to_cent(period.today)),
            "run_cost": float(to_cent(period.run_cost)),
        },
        "notes": list(valued.notes),
    }


def _point(point: Point | None) -> Mapping[str, float] | None:
    return None if point is None else {"share": float(point.share), "value": float(to_cent(point.value))}
