"""Intervals cover what they promise; the closed forms are SciPy's; what is settled is called settled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nbready.charter.metric import metrics
from nbready.measurement import Promise, bare_promise, measure_promise
from nbready.measurement.intervals import bootstrap, top_design_effect, wilson
from nbready.measurement.measured import judge


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(case: tuple[int, int]) -> None:
    hits, n = case
    theirs = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    ours = wilson(hits, n, 0.95)
    assert ours[:2] == pytest.approx((theirs.low, theirs.high), rel=1e-12, abs=1e-12)


def test_the_bootstrap_is_scipys() -> None:
    sample = np.random.default_rng(1).gamma(2, 3, 90)

    def ours(weights: Any) -> Any:
        return np.stack([weights @ sample / weights.sum(axis=-1)])

    theirs = stats.bootstrap((sample,), np.mean, n_resamples=999, rng=np.random.default_rng(7))
    (interval,) = bootstrap(ours, 90, random_state=7, resamples=999)
    assert interval[:2] == pytest.approx(tuple(theirs.confidence_interval), rel=1e-12)


def _coverage(key: str, draw: Any, truth: float, samples: int, at: float | None = None) -> float:
    inside = 0
    for seed in range(samples):
        y, predicted, groups = draw(np.random.default_rng(seed))
        measured = measure_promise(bare_promise(key, at), y, predicted, groups=groups, random_state=seed)
        inside += measured.low <= truth <= measured.high
    return inside / samples


def _clustered(rng: np.random.Generator) -> tuple[Any, Any, Any]:
    """60 groups of 10 with an intra-cluster correlation of one half in the absolute errors."""
    groups = np.repeat(np.arange(60), 10)
    size = np.exp(rng.normal(0, 1, 60)[groups] + rng.normal(0, 1, 600))
    sign = rng.choice([-1, 1], 600)
    y = rng.normal(100, 50, 600)
    return y, y + sign * size, groups


def test_groups_are_drawn_whole() -> None:
    truth = float(np.exp(1))
    with_groups = _coverage("mae", _clustered, truth, 60)
    without = _coverage("mae", lambda rng: (*_clustered(rng)[:2], None), truth, 60)
    # The whole of it, with 1,000 samples, is in benchmarks/coverage.py.
    assert without < 0.85 < 0.88 < with_groups


def test_the_interval_of_an_auc_covers() -> None:
    truth = float(stats.norm.cdf(1 / np.sqrt(2)))

    def draw(rng: np.random.Generator) -> tuple[Any, Any, None]:
        y = np.arange(200) < 60
        return y, rng.normal(0, 1, 200) + y, None

    assert 0.9 <= _coverage("roc_auc", draw, truth, 80) <= 0.99


def test_a_border_that_moves_widens_the_interval() -> None:
    rng = np.random.default_rng(4)
    y = rng.random(2000) < 0.05
    scores = rng.normal(0, 1, 2000) + 2 * y
    assert top_design_effect(y, scores, 0.05, of_top=True) > 1.05
    assert top_design_effect(y, scores, 0.05, of_top=False) == 1


def test_the_difference_is_taken_on_the_same_cases() -> None:
    rng = np.random.default_rng(6)
    y = rng.normal(0, 10, 300)
    shared = rng.normal(0, 5, 300)
    model, today = y + shared + rng.normal(0, 0.5, 300), y + 1.2 * shared + rng.normal(0, 0.5, 300)
    measured = measure_promise(bare_promise("mae"), y, model, baseline=today)
    assert measured.difference is not None
    assert measured.baseline is not None
    assert measured.difference.value == pytest.approx(measured.value - measured.baseline)
    # Paired: much narrower than the intervals themselves.
    assert measured.difference.high - measured.difference.low < (measured.high - measured.low) / 2
    assert measured.difference.high < 0


def _promise(direction: Any, threshold: float) -> Promise:
    key = {"higher": "recall", "lower": "mae", "zero": "bias"}[direction]
    return Promise(metric=metrics()[key], name=key, direction=direction, threshold=threshold)


@pytest.mark.parametrize(
    ("direction", "threshold", "numbers", "outcome"),
    [
        ("higher", 0.9, (0.95, 0.92, 0.97), "established"),
        ("higher", 0.9, (0.95, 0.9, 0.97), "established"),
        ("higher", 0.9, (0.95, 0.89, 0.97), "met"),
        ("higher", 0.9, (0.9, 0.8, 0.95), "met"),
        ("higher", 0.9, (0.89, 0.8, 0.95), "missed"),
        ("lower", 5, (4, 3, 4.9), "established"),
        ("lower", 5, (4, 3, 5.1), "met"),
        ("lower", 5, (5.1, 4, 6), "missed"),
        ("zero", 5, (-1, -4, 2), "established"),
        ("zero", 5, (-1, -6, 4), "met"),
        ("zero", -5, (1, -2, 4), "established"),
        ("zero", 5, (-6, -9, 2), "missed"),
    ],
)
def test_the_outcome(direction: Any, threshold: float, numbers: tuple[float, ...], outcome: str) -> None:
    found, more = judge(_promise(direction, threshold), *numbers, n=100)
    assert found == outcome
    assert (more is not None) == (outcome == "met" and numbers[0] != threshold)


def test_so_many_more_cases_settle_it() -> None:
    # A margin of 6 around a distance of 3: four times the cases.
    assert judge(_promise("higher", 0.9), 0.93, 0.87, 0.99, n=100) == ("met", 300)


def test_the_same_seed_gives_the_same_interval() -> None:
    rng = np.random.default_rng(1)
    y, scores = rng.random(150) < 0.4, rng.random(150)
    one, other, third = (
        measure_promise(bare_promise("average_precision"), y, scores, random_state=seed) for seed in (1, 1, 2)
    )
    assert one == other
    assert one.low != third.low
