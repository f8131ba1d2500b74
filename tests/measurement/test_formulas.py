"""Every metric is what scikit-learn says it is, weighted or not; the others, what their definition says."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn

from nbready.charter.metric import metrics, suitable_metrics
from nbready.charter.questions import default_questions
from nbready.measurement import bare_promise, measure_promise
from nbready.measurement.formulas import statistic
from nbready.measurement.promise import read_promise

LABELS = {
    "accuracy": sklearn.accuracy_score,
    "balanced_accuracy": sklearn.balanced_accuracy_score,
    "precision": lambda y, p, **k: sklearn.precision_score(y, p, zero_division=0, **k),
    "recall": sklearn.recall_score,
    "f1": sklearn.f1_score,
    "matthews_corrcoef": sklearn.matthews_corrcoef,
}
SCORES = {
    "roc_auc": sklearn.roc_auc_score,
    "average_precision": sklearn.average_precision_score,
    "log_loss": sklearn.log_loss,
    "brier": sklearn.brier_score_loss,
}
NUMBERS = {
    "mae": sklearn.mean_absolute_error,
    "rmse": sklearn.root_mean_squared_error,
    "mape": sklearn.mean_absolute_percentage_error,
    "r2": sklearn.r2_score,
}
# Few distinct scores, so that ties are common.
SOME = st.integers(3, 40).flatmap(
    lambda n: st.tuples(
        st.lists(st.booleans(), min_size=n, max_size=n).filter(lambda y: 0 < sum(y) < len(y)),
        st.lists(st.sampled_from([0.05, 0.2, 0.25, 0.5, 0.7, 0.9]), min_size=n, max_size=n),
        st.lists(st.integers(0, 4), min_size=n, max_size=n),
    )
)


def value(key: str, y: Any, predicted: Any, weights: Any = None, at: float | None = None) -> float:
    formula = statistic(metrics()[key], np.asarray(y), np.asarray(predicted), at=at, amounts={})
    assert formula is not None
    ones = np.ones(len(y), dtype=int)
    return float(formula(np.atleast_2d(ones if weights is None else weights))[0])


def test_the_metrics_are_the_choices_of_the_charter() -> None:
    part = next(part for part in default_questions()["success_metric"].parts if part.key == "computed_as")
    assert part.choices == tuple(metrics())


def test_at_is_asked_for_where_a_metric_needs_it() -> None:
    question = default_questions()["success_metric"]
    at = next(part for part in question.parts if part.key == "at")
    (need,) = (need for need in question.needs if need.when == "computed_as")
    needing = tuple(key for key, metric in metrics().items() if metric.at_required)
    assert at.values == need.values == needing


@pytest.mark.parametrize(
    ("name", "direction", "expected"),
    [
        ("", "", ()),
        ("happiness of the staff", "higher", ()),
        ("share of defaults captured in the riskiest 10 %", "higher", ("recall_at_top",)),
        ("AUROC", "higher", ("roc_auc",)),
        ("Mean absolute error", "lower", ("mae", "mape")),
        ("recall", "lower", ()),
    ],
)
def test_what_is_offered_suits_name_and_direction(
    name: str, direction: str, expected: tuple[str, ...]
) -> None:
    suitable = suitable_metrics(name, direction)
    assert suitable[: len(expected)] == expected
    if not expected:
        assert not {*suitable} - {"bias", "value_per_case", "function", "log_loss"}


@settings(max_examples=25, deadline=None)
@given(SOME)
def test_metrics_of_labels_and_scores_are_those_of_scikit_learn(case: tuple[Any, Any, Any]) -> None:
    y, scores, weights = (np.asarray(part) for part in case)
    said = scores >= 0.5
    for weight in (np.ones(len(y), dtype=int), weights):
        if not (0 < weight[y].sum() < weight.sum()):
            continue
        for key, function in LABELS.items():
            expected = function(y, said, sample_weight=weight)
            assert value(key, y, said, weight) == pytest.approx(expected, rel=1e-12, abs=1e-12), key
        for key, function in SCORES.items():
            expected = function(y, scores, sample_weight=weight)
            assert value(key, y, scores, weight) == pytest.approx(expected, rel=1e-12, abs=1e-12), key


def test_metrics_of_numbers_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(3)
    y = rng.normal(100, 20, 60)
    predicted, weights = y + rng.normal(0, 9, 60), rng.integers(0, 4, 60)
    for weight in (np.ones(60, dtype=int), weights):
        for key, function in NUMBERS.items():
            expected = function(y, predicted, sample_weight=weight)
            assert value(key, y, predicted, weight) == pytest.approx(expected, rel=1e-12), key
        expected = sklearn.mean_pinball_loss(y, predicted, alpha=0.9, sample_weight=weight)
        assert value("pinball", y, predicted, weight, at=0.9) == pytest.approx(expected, rel=1e-12)
        wape = (weight * abs(predicted - y)).sum() / (weight * abs(y)).sum()
        assert value("wape", y, predicted, weight) == pytest.approx(wape, rel=1e-12)
        bias = np.average(predicted - y, weights=weight)
        assert value("bias", y, predicted, weight) == pytest.approx(bias, rel=1e-12)


@pytest.mark.parametrize("key", [key for key in metrics() if key not in ("function", "value_per_case")])
def test_what_is_measured_is_the_same_number(key: str) -> None:
    rng = np.random.default_rng(5)
    metric = metrics()[key]
    at = {"share": 0.2, "quantile": 0.9}.get(metric.at)
    if metric.of == "number":
        y, predicted = rng.normal(50, 9, 200), rng.normal(50, 9, 200)
        used = predicted
    else:
        y = rng.random(200) < 0.3
        predicted = np.clip(rng.normal(0.4 + 0.2 * y, 0.2), 0.01, 0.99)
        used = predicted >= 0.5 if metric.takes == "label" else predicted
    measured = measure_promise(bare_promise(key, at), y, predicted)
    assert measured.value == pytest.approx(value(key, y, used, at=at), rel=1e-12, abs=1e-12)
    assert measured.low <= measured.value <= measured.high
    assert measured.outcome is None


def expected_hits(y: list[bool], scores: list[float], size: int) -> Fraction:
    """The definition: rank by score, draw the order of equal ones, count; the mean of all orders."""
    orders = [order for order in permutations(range(len(y))) if _is_ranked(order, scores)]
    return Fraction(sum(sum(y[i] for i in order[:size]) for order in orders), len(orders))


def _is_ranked(order: tuple[int, ...], scores: list[float]) -> bool:
    ranked = [scores[i] for i in order]
    return ranked == sorted(scores, reverse=True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.5, 0.9])), min_size=2, max_size=6).filter(
        lambda cases: 0 < sum(y for y, _ in cases) < len(cases)
    ),
    st.sampled_from([0.1, 0.2, 0.34, 0.5, 0.6, 0.8, 0.99]),
)
def test_top_shares_are_the_mean_over_all_orders_of_ties(cases: list[tuple[bool, float]], at: float) -> None:
    y, scores = [y for y, _ in cases], [score for _, score in cases]
    size = max(1, int(len(y) * Fraction(str(at))))
    hits = float(expected_hits(y, scores, size))
    assert value("recall_at_top", y, scores, at=at) == pytest.approx(hits / sum(y), abs=1e-12)
    assert value("precision_at_top", y, scores, at=at) == pytest.approx(hits / size, abs=1e-12)
    lift = hits / size / (sum(y) / len(y))
    assert value("lift_at_top", y, scores, at=at) == pytest.approx(lift, abs=1e-12)


def test_a_weight_is_a_case_that_often() -> None:
    rng = np.random.default_rng(8)
    y, scores, weights = rng.random(50) < 0.4, rng.integers(0, 9, 50) / 10, rng.integers(0, 3, 50)
    repeated = np.repeat(np.arange(50), weights)
    for key in ("recall_at_top", "precision_at_top", "lift_at_top", "roc_auc", "average_precision"):
        plain = value(key, y[repeated], scores[repeated], at=0.3)
        assert value(key, y, scores, weights, at=0.3) == pytest.approx(plain, rel=1e-12)


def test_value_per_case_is_what_the_outcomes_are_worth() -> None:
    from nbready.charter.parse import parse_charter

    charter = parse_charter(
        "success_metric: {name: net value, computed_as: value_per_case, threshold: 10 EUR}\n"
        "cost_benefit: {values: {true_positive: 310 EUR, false_positive: -20 EUR,\n"
        "  false_negative: -310 EUR}}\n",
        default_questions(),
    )
    y = np.array([True] * 30 + [False] * 70)
    said = np.array([True] * 20 + [False] * 10 + [True] * 7 + [False] * 63)
    measured = measure_promise(read_promise(charter), y, said)
    assert measured.value == pytest.approx((20 * 310 - 10 * 310 - 7 * 20) / 100)
    assert (measured.unit, measured.outcome) == ("EUR", "met")


@pytest.mark.parametrize(
    ("key", "average"), [("precision", "weighted"), ("recall", "micro"), ("f1", "macro")]
)
def test_several_classes_are_averaged_as_in_scikit_learn(key: str, average: str) -> None:
    rng = np.random.default_rng(2)
    y = rng.choice(["a", "b", "c"], 120)
    said = np.where(rng.random(120) < 0.7, y, "a")
    measured = measure_promise(bare_promise(key), y, said, average=average)
    expected = getattr(sklearn, f"{key}_score")(y, said, average=average)
    assert measured.value == pytest.approx(expected, rel=1e-12)
    assert measured.low < measured.value < measured.high


def test_several_classes_and_several_labels_have_an_auc() -> None:
    rng = np.random.default_rng(2)
    y = rng.integers(0, 3, 120)
    scores = rng.random((120, 3)) + 2 * (y[:, None] == np.arange(3))
    scores /= scores.sum(axis=1, keepdims=True)
    measured = measure_promise(bare_promise("roc_auc"), y, scores, average="macro")
    assert measured.value == pytest.approx(sklearn.roc_auc_score(y, scores, multi_class="ovr"), rel=1e-12)
    several = (rng.random((120, 2)) < 0.4).astype(int)
    guess = np.clip(several + rng.normal(0, 0.4, (120, 2)), 0, 1)
    measured = measure_promise(bare_promise("average_precision"), several, guess, average="macro")
    assert measured.value == pytest.approx(sklearn.average_precision_score(several, guess), rel=1e-12)
