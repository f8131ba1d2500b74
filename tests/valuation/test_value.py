"""Values held against tables that were reckoned by hand, and against what must hold whatever the scores."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nbready
from nbready.charter.model import Charter, Value
from nbready.errors import MeasureError
from nbready.valuation import Figures, value_cases
from nbready.valuation.curve import Curve
from nbready.valuation.ranking import Ranking

TRIAGE = Path(__file__).parents[2] / "examples" / "triage" / "triage.ipynb"
VALUES: dict[str, Value] = {
    "true_positive": "310 EUR",
    "false_positive": "-20 EUR",
    "false_negative": "-310 EUR",
}
AMOUNTS = {"true_positive": 10, "false_positive": -3, "false_negative": -7, "true_negative": 1}
FIGURES = Figures(amounts={name: Decimal(amount) for name, amount in AMOUNTS.items()}, currency="EUR")
# Five cases by hand, riskiest first: a hit, a false alarm, a hit, and two rightly left alone.
TRUTH = [1, 0, 1, 0, 0]
SCORES = [0.9, 0.8, 0.7, 0.2, 0.1]
BY_HAND = {0: -11, 1: 6, 2: 2, 3: 19, 4: 15, 5: 11}


@pytest.fixture(scope="module")
def triage() -> dict[str, Any]:
    """The held-out cases of the worked example."""
    from sklearn.datasets import load_breast_cancer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    samples = load_breast_cancer(as_frame=True)
    is_malignant = samples.target == 0
    train, held_out, train_label, label = train_test_split(
        samples.data, is_malignant, test_size=0.4, stratify=is_malignant, random_state=2026
    )
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000)).fit(train, train_label)
    risk = model.predict_proba(held_out)[:, 1]
    return {"y_true": label, "y_score": risk, "baseline": held_out["mean area"]}


def test_the_worked_example_is_no_advertisement(triage: dict[str, Any]) -> None:
    # By hand, of 85 malignant in 228 samples, with 91 read: 82 found and 9 in vain; 73 and 18 by area.
    assert 82 * 310 - 9 * 20 - 3 * 310 == 24_310
    assert 73 * 310 - 18 * 20 - 12 * 310 == 18_550
    assert 85 * 310 - 143 * 20 == 23_490
    found = nbready.value(**triage, charter=TRIAGE).as_dict()
    assert found["currency"] == "EUR"
    assert found["at_capacity"] == {"share": 0.4, "value": 24_310}
    assert found["today_at_capacity"] == {"share": 0.4, "value": 18_550}
    assert found["everybody"] == {"share": 1, "value": 23_490}
    assert found["nobody"] == {"share": 0, "value": -26_350}
    assert found["today_best"]["value"] == 24_670
    assert found["best"]["value"] == 25_470
    assert found["advantage"] == 5_760
    said = str(nbready.value(**triage, charter=TRIAGE))
    assert "Today's method, acting on its own best share of 74.1 %, would be worth more: 24,670 EUR." in said


def curve(truth: list[int], scores: list[float], prevalence: Fraction | None = None) -> Curve:
    return Curve(Ranking(np.array(truth) == 1, np.array(scores)), FIGURES.amounts, prevalence)


@pytest.mark.parametrize(("acted", "value"), BY_HAND.items())
def test_the_curve_is_the_table_by_hand(acted: int, value: int) -> None:
    assert curve(TRUTH, SCORES).at(Fraction(acted, 5)).value == value


@pytest.mark.parametrize(("share", "acted"), [("0.39", 1), ("0.4", 2), ("0.59", 2), ("0.6", 3), ("0.999", 4)])
def test_a_share_is_as_many_whole_cases_as_fit_into_it(share: str, acted: int) -> None:
    assert curve(TRUTH, SCORES).at(Fraction(share)).value == BY_HAND[acted]


def test_equal_scores_cannot_be_told_apart() -> None:
    # One hit and one false alarm share a score: acting on one of them, each with one chance in two.
    tied = curve([1, 0, 0, 1], [0.9, 0.9, 0.5, 0.1])
    ends = [tied.at(Fraction(0)).value, tied.at(Fraction(1, 2)).value]
    assert tied.at(Fraction(1, 4)).value == sum(ends, Fraction(0)) / 2
    assert tied.at(Fraction(1, 4)).value == (
        10 * Fraction(1, 2) - 3 * Fraction(1, 2) - 7 * Fraction(3, 2) + Fraction(3, 2)
    )


def test_the_best_point_is_the_first_of_the_highest() -> None:
    assert curve(TRUTH, SCORES).best() == (Fraction(3, 5), 19)
    assert (
        Curve(Ranking(np.array([True, False]), np.array([1.0, 0.0])), dict.fromkeys(AMOUNTS, Decimal(0)))
        .best()
        .share
        == 0
    )


CASES = st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.2, 0.5, 0.9])), min_size=2, max_size=30)
MONEY = st.decimals(min_value=-1000, max_value=1000, places=2)
PRICES = st.fixed_dictionaries(dict.fromkeys(AMOUNTS, MONEY))


@given(CASES, PRICES)
def test_whatever_the_scores_the_ends_are_nobody_and_everybody(
    cases: list[tuple[bool, float]], prices: dict[str, Decimal]
) -> None:
    truth, scores = (np.array(column) for column in zip(*cases, strict=True))
    found = Curve(Ranking(truth, scores), prices)
    positives, negatives = int(truth.sum()), int((~truth).sum())
    money = {name: Fraction(price) for name, price in prices.items()}
    nobody = positives * money["false_negative"] + negatives * money["true_negative"]
    everybody = positives * money["true_positive"] + negatives * money["false_positive"]
    assert found.at(Fraction(0)).value == nobody
    assert found.at(Fraction(1)).value == everybody
    assert found.best().value >= max(nobody, everybody) - Fraction(1, 10**6)


@given(CASES, PRICES, st.randoms())
def test_the_order_of_the_cases_does_not_matter(
    cases: list[tuple[bool, float]], prices: dict[str, Decimal], random: Any
) -> None:
    shuffled = random.sample(cases, len(cases))
    first, second = (
        Curve(Ranking(*(np.array(column) for column in zip(*some, strict=True))), prices)
        for some in (cases, shuffled)
    )
    for step in range(5):
        assert first.at(Fraction(step, 4)) == second.at(Fraction(step, 4))


@given(CASES, st.fractions(min_value=Fraction(1, 20), max_value=Fraction(19, 20)))
def test_another_prevalence_keeps_the_number_of_cases(
    cases: list[tuple[bool, float]], wanted: Fraction
) -> None:
    truth, scores = (np.array(column) for column in zip(*cases, strict=True))
    if not 0 < truth.sum() < len(truth):
        return
    found = Curve(Ranking(truth, scores), FIGURES.amounts, wanted)
    n = len(truth)
    assert found.at(Fraction(1)).value == n * (wanted * 10 + (1 - wanted) * -3)
    assert found.at(Fraction(0)).value == n * (wanted * -7 + (1 - wanted) * 1)
    assert sum(found.counted_at(Fraction(1, 2)).values()) == n
    acted = found.counted_at(Fraction(1, 3))
    assert acted["true_positive"] + acted["false_positive"] == Fraction(n, 3)


def valued(**options: Any) -> Any:
    figures = options.pop("figures", FIGURES)
    return value_cases(figures, TRUTH * 20, SCORES * 20, baseline=[1 - s for s in SCORES] * 20, **options)


def test_the_advantage_ends_where_break_even_says() -> None:
    found = valued(capacity=Fraction(3, 5))
    assert found.advantage is not None
    for end in found.break_even:
        if end.until is None:
            continue
        moved = FIGURES._replace(amounts={**FIGURES.amounts, end.figure: Decimal(str(float(end.until)))})
        assert valued(capacity=Fraction(3, 5), figures=moved).advantage == pytest.approx(0, abs=1e-6)
    firm = [end.figure for end in found.break_even if end.until is None]
    for figure in firm:
        worse = FIGURES._replace(amounts={**FIGURES.amounts, figure: FIGURES.amounts[figure] - 1000})
        assert valued(capacity=Fraction(3, 5), figures=worse).advantage >= found.advantage


def test_the_band_holds_the_value_and_is_the_same_twice() -> None:
    found, again = valued(capacity=Fraction(2, 5)), valued(capacity=Fraction(2, 5))
    assert found.interval[0] <= float(found.at_capacity.value) <= found.interval[1]
    assert found.interval == again.interval
    assert (found.curve.band[0] <= found.curve.band[1]).all()


CHARTER = Charter(answers={"cost_benefit": {"values": VALUES}})


def test_without_a_capacity_the_best_share_is_taken_and_said_to_be_assumed() -> None:
    found = nbready.value(TRUTH, SCORES, charter=CHARTER)
    assert found.is_capacity_assumed
    assert found.capacity == found.best.share
    assert "nobody named a capacity" in str(found)


def test_nothing_is_said_of_a_month_without_a_volume() -> None:
    parts: dict[str, Value] = {"values": VALUES, "run_cost": "400 EUR/month"}
    assert nbready.value(TRUTH, SCORES, charter=Charter(answers={"cost_benefit": parts})).per_period is None
    with_volume = Charter(answers={"cost_benefit": {**parts, "volume": "60 samples/month"}})
    found = nbready.value(TRUTH, SCORES, charter=with_volume, capacity="60 %")
    # Two hits and one false alarm in five cases: 600 EUR; twelve times that in sixty.
    assert found.at_capacity.value == 600
    assert found.per_period is not None
    assert (found.per_period.period, found.per_period.value) == ("month", 12 * 600 - 400)


def test_a_prevalence_that_differs_is_said() -> None:
    parts: dict[str, Value] = {"values": VALUES, "prevalence": "5 %"}
    found = nbready.value(TRUTH, SCORES, charter=Charter(answers={"cost_benefit": parts}))
    assert "expects 5 % positives; among these cases they are 40 %" in str(found)
    assert "Reckoned with 5 % positives" in str(
        nbready.value(TRUTH, SCORES, charter=CHARTER, prevalence=0.05)
    )


@pytest.mark.parametrize(
    ("y", "scores", "says"),
    [
        ([1, 1], [0.1, 0.2], "one class"),
        ([1, 0], [0.1, 0.2, 0.3], "cases"),
        ([1, 0], [0.1, None], "missing"),
        (["a", "b"], [0.1, 0.2], "positive"),
        ([0, 1, 2], [0.1, 0.2, 0.3], "3 classes"),
        ([], [], "empty"),
    ],
)
def test_cases_that_do_not_fit_are_refused(y: list[Any], scores: list[Any], says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        nbready.value(y, scores, charter=CHARTER)


def test_a_share_that_is_none_is_refused() -> None:
    with pytest.raises(MeasureError):
        nbready.value(TRUTH, SCORES, charter=CHARTER, capacity="many")
    with pytest.raises(MeasureError):
        nbready.value(TRUTH, SCORES, charter=CHARTER, capacity=135)


def test_the_card_has_a_table_where_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    found = nbready.value(TRUTH, SCORES, charter=CHARTER)
    assert "data:image/svg+xml" in found._repr_html_()
    monkeypatch.setattr("nbready.valuation.card.draw_curve", lambda _: None)
    html = found._repr_html_()
    assert '<table class="amounts">' in html
    assert "pip install" in html
    assert "<img" not in html


def test_a_currency_that_is_markup_stays_text() -> None:
    hostile: dict[str, Value] = dict.fromkeys(VALUES, "3 <img/src=x>")
    found = nbready.value(TRUTH, SCORES, charter=Charter(answers={"cost_benefit": {"values": hostile}}))
    assert "<IMG" not in found._repr_html_()
