"""Forecasts, valued by the outcomes that their charter names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nbready
from nbready.charter.model import Charter, Value
from nbready.errors import MeasureError

BREAD: dict[str, Value] = {"over_forecast_unit": "-0.40 EUR", "under_forecast_unit": "-1.10 EUR"}
RULE = {
    "over_forecast_unit": lambda y, p: np.clip(p - y, 0, None),
    "under_forecast_unit": lambda y, p: np.clip(y - p, 0, None),
}
SOLD, FORECAST, LAST_WEEK = [10, 20, 30, 40], [12, 19, 30, 45], [15, 25, 20, 40]


def charter(**parts: Value) -> Charter:
    return Charter(answers={"cost_benefit": {"values": BREAD, **parts}})


def valued(**options: Any) -> Any:
    return nbready.value(SOLD, FORECAST, **{"charter": charter(), "rule": RULE, **options})


def test_bread_by_hand() -> None:
    # Seven loaves too many and one too few; last week: ten too many, ten too few.
    found = valued(baseline=LAST_WEEK).as_dict()
    assert found["quantities"] == {"over_forecast_unit": 7, "under_forecast_unit": 1}
    assert found["value"] == -3.90  # 7 · 0.40 and 1 · 1.10
    assert found["today"] == -15.00  # 10 · 0.40 and 10 · 1.10
    assert found["advantage"] == pytest.approx(11.10)
    assert found["interval"][0] <= found["value"] <= found["interval"][1]
    assert found["per_period"] is None


def test_in_a_period_with_a_volume_the_running_cost_is_taken_off() -> None:
    found = valued(charter=charter(volume="400 orders/month", run_cost="50 EUR/month"))
    assert found.per_period == (pytest.approx(-3.90 / 4 * 400 - 50), "month")
    assert "running cost taken off" in str(found)


def test_one_function_gives_the_money_itself() -> None:
    found = valued(rule=lambda y, p: -abs(y - p))
    assert found.value == -8
    assert found.quantities == {}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"rule": {**RULE, "returned_unit": lambda y, p: y}}, "does not say what `returned_unit`"),
        ({"rule": {"over_forecast_unit": RULE["over_forecast_unit"]}}, "is no outcome"),
        ({"rule": {**RULE, "over_forecast_unit": lambda y, p: 3}}, "one value"),
        ({"rule": {**RULE, "over_forecast_unit": lambda y, p: [1, 2]}}, "one number|2"),
        ({"baseline": [1, 2]}, "cases"),
        ({"charter": Charter()}, "does not say"),
    ],
)
def test_what_does_not_fit_is_refused(options: dict[str, Any], says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        valued(**options)


def test_without_a_rule_a_forecast_is_told_how_to_get_one() -> None:
    with pytest.raises(MeasureError) as refused:
        nbready.value(SOLD, FORECAST, charter=charter())
    assert "rule=" in refused.value.remedy
