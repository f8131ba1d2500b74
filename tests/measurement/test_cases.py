"""Whatever holds cases is taken; what does not fit is one message, never a wrong number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from nbready.errors import MeasureError
from nbready.measurement import bare_promise, measure_promise

Y = np.array([0, 1, 0, 1, 1, 0, 0, 1, 0, 1] * 6)
RISK = np.clip(0.2 + 0.5 * Y + np.linspace(0, 0.3, 60), 0, 1)


class Tensor:
    """What PyTorch's tensors have, and NumPy does not read by itself while gradients are kept."""

    def __init__(self, values: Any) -> None:
        self._values = values

    def detach(self) -> Tensor:
        return self

    def cpu(self) -> Any:
        return self._values


def measure(key: str, y: Any, predicted: Any, at: float | None = None, **given: Any) -> float:
    return measure_promise(bare_promise(key, at), y, predicted, **given).value


EXPECTED = measure("roc_auc", Y, RISK)


@pytest.mark.parametrize(
    ("y", "predicted", "more"),
    [
        (Y.tolist(), RISK.tolist(), {}),
        (pd.Series(Y), pd.Series(RISK), {}),
        (pd.Series(Y, index=range(5, 65)), RISK, {}),
        (pd.DataFrame({"y": Y}), pd.DataFrame({"p": RISK}), {}),
        (Y == 1, np.column_stack([1 - RISK, RISK]), {}),
        (2 * Y - 1, RISK, {}),
        (np.where(Y, "bad", "good"), RISK, {"positive": "bad"}),
        (pd.Categorical(np.where(Y, "bad", "good")), RISK, {"positive": "bad"}),
        (Y + 1, RISK, {"positive": 2}),
        (Y.astype(object), RISK.astype(object), {}),
        (pd.Series(Y, dtype="Int64"), pd.Series(RISK, dtype="Float64"), {}),
        (Tensor(Y), Tensor(RISK.reshape(-1, 1)), {}),
        (Y.astype(np.float32), RISK.astype(np.float64), {}),
    ],
)
def test_what_holds_cases_is_taken(y: Any, predicted: Any, more: dict[str, Any]) -> None:
    assert measure("roc_auc", y, predicted, **more) == pytest.approx(EXPECTED)


def test_polars_is_taken() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"y": Y, "p": RISK})
    assert measure("roc_auc", frame["y"], frame["p"]) == pytest.approx(EXPECTED)


@pytest.mark.parametrize(
    ("key", "y", "predicted", "more", "message", "remedy"),
    [
        ("roc_auc", Y, RISK[:-1], {}, "`the labels` has 60 cases, `the predictions` 59", "same cases"),
        ("roc_auc", Y, RISK, {"baseline": RISK[:-2]}, "`baseline` 58", "same cases"),
        ("roc_auc", Y, RISK, {"ids": range(59)}, "`ids` has 59 values", "one id a case"),
        ("roc_auc", [], [], {}, "is empty", ""),
        ("roc_auc", Y, np.where(Y == 1, np.nan, 0.5), {}, "30 missing or infinite values", "Decide"),
        ("roc_auc", pd.Series([None, *Y[1:]], dtype="Int64"), RISK, {}, "1 missing", "Decide"),
        ("mae", Y, np.where(Y == 1, np.inf, 0.5), {}, "30 missing or infinite values", "Decide"),
        ("recall", np.ones(9), np.ones(9), {}, "All labels are 1.0", "both"),
        ("roc_auc", np.where(Y, "bad", "good"), RISK, {}, "'bad' and 'good'", "positive='good'"),
        (
            "roc_auc",
            np.where(Y, "bad", "good"),
            RISK,
            {"positive": "ugly"},
            "No label is 'ugly'",
            "'bad', 'good'",
        ),
        ("roc_auc", Y + 1, RISK, {}, "1 and 2", "positive="),
        (
            "roc_auc",
            Y,
            (RISK > 0.5).astype(int),
            {},
            "holds labels where ROC AUC takes scores",
            "predict_proba",
        ),
        ("brier", Y, RISK > 0.5, {}, "holds labels", "predict_proba"),
        ("roc_auc", Y, 1 - RISK, {}, "ranks the positives last", "score of the positive class"),
        ("recall", Y, 1 - RISK, {}, "ranks the positives last", "score of the positive class"),
        ("roc_auc", Y, RISK, {"baseline": -RISK}, "`baseline` ranks the positives last", ""),
        ("mae", RISK, -RISK, {}, "falls where the labels rise", "sign"),
        ("mae", Y, np.where(Y, "bad", "good"), {}, "holds texts where numbers", ""),
        ("brier", Y, RISK * 40 - 3, {}, "no probabilities", "predict_proba"),
        ("precision", Y, RISK * 40 - 3, {}, "no cut-off", "at:"),
        ("precision", Y, RISK / 10, {}, "Nothing is predicted to be positive", "cut-off"),
        ("roc_auc", Y, np.column_stack([RISK, RISK, RISK]), {}, "3 columns", "positive class"),
        ("roc_auc", Y % 2 + (np.arange(60) == 3) * 4, RISK, {}, "3 classes", "average="),
        ("f1", np.arange(60) % 3, np.arange(60) % 3, {}, "several classes needs an average", "macro"),
        ("mae", RISK, RISK.reshape(30, 2), {}, "60 cases", ""),
        ("mae", RISK, np.column_stack([RISK, RISK]), {}, "several columns", "one number a case"),
        ("mae", RISK, [[1], [1, 2]] * 30, {}, "different lengths", "one row a case"),
        ("mae", RISK, 3.5, {}, "one value", "one row a case"),
        ("mae", RISK, RISK, {"groups": np.zeros(60)}, "one value only", "Leave it out"),
        ("mae", RISK, RISK, {"confidence": 95}, "`confidence` is 95", "0.95"),
        ("function", RISK, RISK, {}, "computed_as: function", "metric="),
        ("mae", RISK, RISK, {"metric": max}, "not a function of your own", "Leave"),
        ("function", RISK, RISK, {"metric": lambda y, p: 1 / 0}, "failed: ZeroDivisionError", "one number"),
        ("function", RISK, RISK, {"metric": lambda y, p: None}, "which is no number", ""),
        ("function", RISK, RISK, {"metric": lambda y, p: float("nan")}, "gave back nan", ""),
    ],
)
def test_what_does_not_fit_is_one_message(
    key: str, y: Any, predicted: Any, more: dict[str, Any], message: str, remedy: str
) -> None:
    with pytest.raises(MeasureError) as raised:
        measure(key, y, predicted, **more)
    assert message in raised.value.message
    assert remedy in raised.value.remedy


def test_series_in_another_order_are_not_measured_position_by_position() -> None:
    labels = pd.Series(Y, index=[f"c{i}" for i in range(60)])
    shuffled = pd.Series(RISK, index=labels.index).sample(frac=1, random_state=1)
    with pytest.raises(MeasureError, match="another order"):
        measure("roc_auc", labels, shuffled)
    assert measure("roc_auc", labels, shuffled.loc[labels.index]) == pytest.approx(EXPECTED)


def test_a_rule_of_today_may_give_labels_where_scores_are_ranked() -> None:
    measured = measure_promise(bare_promise("recall_at_top", 0.5), Y, RISK, baseline=np.arange(60) % 2 == 1)
    assert measured.baseline == pytest.approx(0.8)


def test_a_cut_off_makes_labels_of_scores() -> None:
    assert measure("recall", Y, RISK, at=0.72) == pytest.approx(((RISK >= 0.72) & (Y == 1)).sum() / 30)
    assert measure("recall", Y, RISK) == pytest.approx(((RISK >= 0.5) & (Y == 1)).sum() / 30)
    assert measure("recall", Y, 100 * RISK, at=72) == pytest.approx(((RISK >= 0.72) & (Y == 1)).sum() / 30)


def test_a_function_of_the_projects_own_gets_arrays() -> None:
    def worst(y: Any, predicted: Any) -> float:
        assert isinstance(y, np.ndarray)
        return float(np.quantile(abs(y - predicted), 0.9))

    measured = measure_promise(bare_promise("function"), RISK, RISK + np.linspace(-1, 1, 60), metric=worst)
    assert measured.value == pytest.approx(0.9, abs=0.05)
    assert measured.low < measured.value < measured.high
