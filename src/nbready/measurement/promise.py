"""What a charter's success metric promises, as far as a program can compute it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from nbready.charter.metric import Metric, find_metric, metrics, nearest_metrics
from nbready.charter.model import Charter, Value
from nbready.charter.quantity import read_choice, read_quantity
from nbready.errors import MeasureError

Direction = Literal["higher", "lower", "zero"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The registered metric.

    Attributes:
        metric: What is computed.
        name: What the charter calls it.
        direction: Which way is better.
        at: The share, cut-off or quantile.
        threshold: What is good enough; shares as fractions. None where nothing is registered.
        baseline: What today's method scores, by the charter.
        baseline_source: Today's method.
        evaluated_on: The data that it is measured on.
        if_missed: ``stop``, ``revise`` or ``escalate``; empty where nothing was agreed.
        unit: What a value is measured in: ``%``, a currency, the target's unit, or nothing.
        amounts: What each outcome is worth, for ``value_per_case``.
    """

    metric: Metric
    name: str
    direction: Direction
    at: float | None = None
    threshold: float | None = None
    baseline: float | None = None
    baseline_source: str = ""
    evaluated_on: str = ""
    if_missed: str = ""
    unit: str = ""
    amounts: Mapping[str, float] = field(default_factory=dict)


def read_promise(charter: Charter) -> Promise:
    """The promise of a charter.

    Raises:
        MeasureError: There is none, or it cannot be computed; says which line to write.
    """
    answer = _answer(charter, "success_metric")
    if not answer.get("name") and not answer.get("computed_as"):
        raise MeasureError(
            "The charter registers no success metric.",
            remedy="Answer `success_metric` first: what is measured, on which data, and what is good enough.",
        )
    metric = find_metric(read_choice(answer.get("computed_as", ""), metrics()))
    if metric is None:
        raise MeasureError(
            f"The charter does not say how {answer.get('name') or 'the metric'!r} is computed.",
            remedy="Add one of these lines to `success_metric`, or another metric (docs/measure.md): "
            + offered(answer.get("name", "")),
        )
    at = _number(answer.get("at", ""))
    if metric.at_required and at is None:
        raise MeasureError(
            f"{metric.label} needs `at`.", remedy="Add a line such as `at: 10 %` to `success_metric`."
        )
    check_at(metric, at)
    return Promise(
        metric=metric,
        name=answer.get("name") or metric.label,
        direction=_direction(metric, answer.get("direction", "")),
        at=at,
        threshold=_number(answer.get("threshold", "")),
        baseline=_number(answer.get("baseline", "")),
        baseline_source=answer.get("baseline_source", ""),
        evaluated_on=answer.get("evaluated_on", ""),
        if_missed=read_choice(answer.get("if_missed", ""), ("stop", "revise", "escalate")),
        unit=_unit(metric, answer.get("threshold", "")),
        amounts=_amounts(charter, metric),
    )


def bare_promise(key: str, at: float | None = None) -> Promise:
    """A metric by itself, without a charter: nothing is promised, so there is no outcome.

    Raises:
        MeasureError: There is no such metric.
    """
    from nbready.nearest import did_you_mean

    metric = find_metric(key)
    if metric is None:
        raise MeasureError(f"There is no metric `{key}`.", remedy=did_you_mean(key, metrics()))
    if metric.at_required and at is None:
        raise MeasureError(f"{metric.label} needs `at`.", remedy="Pass `at=0.1`, say.")
    check_at(metric, at)
    return Promise(
        metric=metric, name=metric.label, direction=_direction(metric, ""), at=at, unit=_unit(metric, "")
    )


def check_at(metric: Metric, at: float | None) -> None:
    """Refuse a share or a quantile that is none."""
    if at is not None and metric.at in ("share", "quantile") and not 0 < at < 1:
        raise MeasureError(
            f"`at` is {at:g}, and {metric.label} needs a {metric.at} between 0 and 1.",
            remedy="Write `10 %` or `0.1`." if metric.at == "share" else "Write `0.9`.",
        )


def offered(name: str, count: int = 3) -> str:
    """The metrics whose words are nearest to a name, as lines to paste: ``computed_as: recall``."""
    example = {"share": " and `at: 10 %`", "quantile": " and `at: 0.9`"}
    return ", ".join(
        f"`computed_as: {metric.key}`{example.get(metric.at, '') if metric.at_required else ''}"
        for _, metric in nearest_metrics(name)[:count]
    )


def _answer(charter: Charter, key: str) -> dict[str, str]:
    answer: Value = charter.answers.get(key, "")
    return {k: v for k, v in answer.items() if isinstance(v, str)} if isinstance(answer, dict) else {}


def _number(text: str) -> float | None:
    quantity = read_quantity(text)
    return quantity.number if quantity else None


def _direction(metric: Metric, written: str) -> Direction:
    if metric.better == "any":
        return "lower" if read_choice(written, ("lower",)) else "higher"
    # The metric knows; a charter that says otherwise is warned where it is typed.
    return metric.better


def _unit(metric: Metric, threshold: str) -> str:
    if metric.unit == "share" or (metric.unit == "any" and "%" in threshold):
        return "%"
    if metric.unit in ("number", "times"):
        return ""
    quantity = read_quantity(threshold)
    found = (
        re.search(re.escape(quantity.unit), threshold, re.IGNORECASE) if quantity and quantity.unit else None
    )
    return found[0] if found else ""


def _amounts(charter: Charter, metric: Metric) -> dict[str, float]:
    if metric.key != "value_per_case":
        return {}
    answer = charter.answers.get("cost_benefit", "")
    values = answer.get("values", "") if isinstance(answer, dict) else ""
    known = ("true_positive", "false_positive", "false_negative", "true_negative")
    amounts = {
        name: number
        for key, text in (values.items() if isinstance(values, dict) else ())
        if (name := read_choice(key, known))
        and isinstance(text, str)
        and (number := _number(text)) is not None
    }
    if not amounts:
        listed = ", ".join(f"`{name}`" for name in known)
        raise MeasureError(
            "The charter does not say what an outcome is worth.",
            remedy=f"Write amounts for {listed} under `cost_benefit: values:`.",
        )
    return amounts
