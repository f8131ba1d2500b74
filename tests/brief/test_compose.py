"""What the page says, and what it leaves open."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from nbready.brief import Stage, stage_of
from nbready.brief.html import brief_html
from nbready.brief.markdown import brief_markdown
from nbready.charter.check import review_charter
from nbready.charter.model import Amendment, Charter, Deferral

from .charters import QUESTIONS, TODAY, TRIAGE, VALUATION, brief_of, examples, filled

TRIAGED = examples()["triage"]


def without(*keys: str) -> Charter:
    return replace(TRIAGED, answers={k: v for k, v in TRIAGED.answers.items() if k not in keys})


def with_part(key: str, **parts: str) -> Charter:
    answer = TRIAGED.answers[key]
    assert isinstance(answer, dict)
    return replace(TRIAGED, answers={**TRIAGED.answers, key: {**answer, **parts}})


LAUNCH = ("measured_result", "limitations", "sign_off")
PLAN = tuple(q.key for q in QUESTIONS.at("model"))


@pytest.mark.parametrize(
    ("missing", "stage"),
    [
        ((), "launch"),
        (("sign_off",), "launch"),
        (LAUNCH, "plan"),
        ((*LAUNCH, "integration"), "kickoff"),
        ((*LAUNCH, *PLAN), "kickoff"),
    ],
)
def test_the_page_that_is_due(missing: tuple[str, ...], stage: Stage) -> None:
    charter = without(*missing)
    assert stage_of(review_charter(charter, QUESTIONS, today=TODAY), charter) == stage
    assert brief_of(charter).stage == stage


def test_an_empty_charter_makes_a_page_that_says_what_is_open() -> None:
    brief = brief_of(Charter())
    text = brief_markdown(brief)
    assert brief.tone == "open"
    assert brief.state.startswith("7 of 7 questions")
    assert QUESTIONS["decision_action"].prompt in text
    assert "Whoever decides" in brief.ask
    assert brief.sign.choices


def test_before_its_time_nothing_of_launch_is_open() -> None:
    assert brief_of(without(*LAUNCH), stage="plan").state.startswith("All questions")
    assert "Measured" not in brief_markdown(brief_of(without(*LAUNCH), stage="plan"))
    assert brief_of(without(*LAUNCH), stage="launch").state.startswith("2 of")


@pytest.mark.parametrize(
    ("parts", "tone", "says"),
    [
        ({"data": ""}, "open", "as the team reports it"),
        ({"value": "91 %"}, "bad", "not kept. Agreed for this case: revise"),
        ({"outcome": "established", "data": "sha256:1"}, "good", "the whole interval"),
        ({"outcome": "met", "data": "sha256:1"}, "open", "too small to be sure"),
        ({"outcome": "established", "data": "sha256:1", "value": "91 %"}, "bad", "not kept"),
        ({"outcome": "missed", "data": "sha256:1"}, "bad", "not kept"),
    ],
)
def test_the_verdict(parts: dict[str, str], tone: str, says: str) -> None:
    promise = brief_of(with_part("measured_result", **parts)).promise
    assert promise is not None
    assert promise.tone == tone
    assert says in promise.verdict


def test_promise_result_and_today_stand_side_by_side() -> None:
    promise = brief_of(TRIAGED).promise
    assert promise is not None
    figures = [(mark.kind, mark.text, mark.number) for mark in promise.marks]
    assert figures == [
        ("today", "85.9 %", pytest.approx(0.859)),
        ("promised", "≥ 95 %", 0.95),
        ("measured", "96.5 %", 0.965),
    ]


def test_money_is_shown_with_its_break_even_and_missed_where_nobody_computed_it() -> None:
    with_money = brief_markdown(brief_of(TRIAGED, valuation=VALUATION))
    assert "| Today's method: Acting on 40 % of the cases | 18,550 |" in with_money
    assert "a false alarm costs 71 EUR" in with_money
    assert "No figure on this page yet" in brief_markdown(brief_of(TRIAGED))


@pytest.mark.parametrize(
    "broken", [{}, {"at_capacity": 3}, {"at_capacity": {"value": None}, "n": []}, {"best": {}}]
)
def test_a_valuation_of_another_shape_breaks_nothing(broken: dict[str, object]) -> None:
    assert brief_html(brief_of(TRIAGED, valuation=broken))


def test_amendments_say_what_was_known_by_then() -> None:
    amendment = Amendment(
        question="success_metric", number=1, was="threshold: 97 %", reason="too few readers",
        by="M. Roe", date="2026-10-13", seen="held_out",
    )  # fmt: skip
    text = brief_markdown(brief_of(replace(TRIAGED, amendments={amendment.name: amendment})))
    assert "after the result was seen: too few readers (M. Roe)" in text


def test_what_is_put_off_is_shown_with_its_date() -> None:
    later = {"cost_benefit": Deferral("cost_benefit", "finance counts in December", "K. Dahl", "2026-12-15")}
    brief = brief_of(replace(without("cost_benefit"), deferrals=later), stage="plan")
    assert brief.worth is not None
    assert "put off until 2026-12-15" in brief.worth.lines[0].text


def test_a_signature_that_is_not_in_force_is_no_green_badge() -> None:
    brief = brief_of(with_part("sign_off", by="management"))
    assert brief.sign.tone == "open"
    assert brief.sign.remarks
    assert brief_of(with_part("sign_off", decision="no_go")).sign.tone != "good"


def test_a_study_is_stamped_as_one() -> None:
    charter = replace(
        TRIAGED,
        answers={**TRIAGED.answers, "project_intent": {"intent": "feasibility", "until": "2026-12-31"}},
    )
    brief = brief_of(charter)
    assert not brief.is_for_deployment
    assert "not for deployment" in brief.stamp


SECRET = "Ottilie Zebrowski"
SECRETS = ("Nyström", "Dahl", "Holm", "Lindqvist", "reading room worklist", "310 EUR", "24,310", "triage")


def test_redacted_it_holds_no_name_system_or_amount() -> None:
    brief = brief_of(TRIAGED, redact=True, name=TRIAGE.name, valuation=VALUATION)
    for page in (brief_html(brief), brief_markdown(brief)):
        for word in SECRETS:
            assert word not in page, word


def test_redacted_amendments_keep_their_reason_and_lose_their_names() -> None:
    amendment = Amendment(
        question="decision_maker", number=1, was=f"approver: {SECRET}", reason=f"{SECRET} retired",
        by=SECRET, date="2026-10-13", seen="nothing",
    )  # fmt: skip
    text = brief_markdown(brief_of(replace(TRIAGED, amendments={amendment.name: amendment}), redact=True))
    assert "Zebrowski" not in text
    assert "before any result" in text


def test_hostile_text_stays_text() -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> [x](javascript:1) | `x`"
    page = brief_html(brief_of(filled(hostile)))
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r"(?<!\\)\]\(", brief_markdown(brief_of(filled(hostile))))
