"""The charter's figures, as people write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from nbready.charter.model import Charter, Value
from nbready.errors import MeasureError
from nbready.valuation import Figures, read_figures, read_share
from nbready.valuation.figures import Rate, read_amount

VALUES: dict[str, Value] = {
    "true_positive": "310 EUR",
    "false_positive": "-20 EUR",
    "false_negative": "-310 EUR",
}


def figures(**parts: Value) -> Figures:
    return read_figures(Charter(answers={"cost_benefit": {"values": VALUES, **parts}}))


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("310 EUR", "310", "EUR"),
        ("-20 EUR", "-20", "EUR"),
        ("€ 310", "310", "EUR"),
        ("-€20", "-20", "EUR"),
        ("€ -20", "-20", "EUR"),
        ("−20 €", "-20", "EUR"),
        ("USD 1,250.50", "1250.50", "USD"),
        ("6k EUR/month", "6000", "EUR"),
        ("0.07k EUR", "70", "EUR"),
        ("1.10 eur", "1.10", "EUR"),
        ("12", "12", ""),
    ],
)
def test_an_amount_is_what_was_written(text: str, value: str, currency: str) -> None:
    assert read_amount(text, "x") == (Decimal(value), currency)


def test_what_is_not_named_is_assumed_to_be_nothing_and_said_to_be() -> None:
    assert figures().assumed == ("true_negative",)
    assert figures().amounts["true_negative"] == 0
    assert figures(values={**VALUES, "true_negative": "1 EUR"}).assumed == ()


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"values": {**VALUES, "false_positive": "-20 USD"}}, "EUR and USD"),
        ({"run_cost": "400 USD/month"}, "EUR and USD"),
        ({"values": {**VALUES, "false_positive": "-20"}}, "no currency and EUR"),
        ({"values": {"unit_too_many": "-1 EUR"}}, "is no outcome"),
        ({"values": {}}, "does not say"),
        ({"values": {"true_positive": "much"}}, "no number"),
        ({"capacity": "135/day"}, "no `volume`"),
        ({"capacity": "140 %"}, "not between"),
        ({"volume": "900 bookings/day", "capacity": "1000/day"}, "not between"),
        ({"volume": "900"}, "names no number of cases in a period"),
    ],
)
def test_figures_that_do_not_suffice_are_refused(parts: dict[str, Value], says: str) -> None:
    with pytest.raises(MeasureError, match=says):
        figures(**parts)


def test_without_an_answer_it_says_what_to_write() -> None:
    with pytest.raises(MeasureError) as refused:
        read_figures(Charter())
    assert "cost_benefit" in refused.value.remedy


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("40 %", Fraction(2, 5)),
        ("0.4", Fraction(2, 5)),
        ("135/day", Fraction(3, 20)),
        ("945 a week", Fraction(3, 20)),
    ],
)
def test_a_capacity_is_a_share_of_the_volume(text: str, share: Fraction) -> None:
    assert read_share(text, "capacity", Rate(Fraction(900), "day")) == share


def test_a_volume_has_a_period() -> None:
    assert figures(volume="900 bookings/day").volume == Rate(Fraction(900), "day")
    assert Rate(Fraction(900), "day").per("week") == 6300
    assert Rate(Fraction(12), "year").per("month") == 1
