"""How a charter stands on a day: intents, deferrals, and what keeps a later gate closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from nbready.charter.check import review_charter
from nbready.charter.model import Questions, Review
from nbready.charter.parse import charter_from_mapping
from nbready.charter.questions import default_questions

DAY = dt.date(2026, 6, 15)
PUT_OFF = {"reason": "the vendor is not chosen", "owner": "J. Sato", "until": "2026-08-31"}
METRIC = {
    "name": "WAPE",
    "direction": "lower",
    "threshold": "18 %",
    "baseline": "not measured yet",
    "baseline_source": "seasonal naive",
    "evaluated_on": "last 8 weeks",
    "if_missed": "revise",
}


def review(answers: dict[str, Any], *, today: dt.date = DAY, max_days: int | None = None) -> Review:
    charter = charter_from_mapping(answers, default_questions())
    return review_charter(charter, default_questions(), today=today, max_deferral_days=max_days)


def checks(found: Review, key: str) -> list[str]:
    return [remark.check for remark in found.standings[key].remarks]


def asked(found: Review, gate: str) -> list[int]:
    """Numbers of the questions, from 1, that the intent in force asks at a gate."""
    numbered = enumerate(found.standings.values(), start=1)
    return [n for n, s in numbered if s.question.gate == gate and found.intent in s.question.intents]


@pytest.mark.parametrize(
    ("intent", "data", "model", "launch"),
    [
        ("deployment", [*range(1, 8)], [*range(8, 16)], [16, 17, 18]),
        ("feasibility", [1, 2, 4, 7], [*range(8, 16)], []),
        ("learning", [1, 4], [], []),
    ],
)
def test_each_intent_asks_its_questions(
    intent: str, data: list[int], model: list[int], launch: list[int]
) -> None:
    found = review({"project_intent": {"intent": intent, "until": "2026-12-31"}})
    assert found.intent == intent
    assert (asked(found, "data"), asked(found, "model"), asked(found, "launch")) == (data, model, launch)


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"intent": "production"},
        {"intent": "feasibility"},
        {"intent": "feasibility", "until": "soon"},
        "TBD",
    ],
)
def test_an_intent_that_is_not_validly_written_is_deployment(written: Any) -> None:
    found = review({"project_intent": written})
    assert (found.intent, found.intent_expired) == ("deployment", False)
    assert found.standings["project_intent"].status == "open"


def test_no_question_at_all_is_answered_in_an_empty_charter() -> None:
    found = review({})
    assert {s.status for s in found.standings.values()} == {"open"}
    assert all(s.open_at == (s.question.gate,) for s in found.standings.values())


@pytest.mark.parametrize(
    ("until", "intent", "expired", "said"),
    [
        ("2026-12-31", "feasibility", False, []),
        ("2026-06-29", "feasibility", False, ["intent_ends_soon"]),
        ("2026-06-15", "feasibility", False, ["intent_ends_soon"]),
        ("2026-06-14", "deployment", True, ["intent_expired"]),
    ],
)
def test_feasibility_holds_through_its_last_day(
    until: str, intent: str, expired: bool, said: list[str]
) -> None:
    found = review({"project_intent": {"intent": "feasibility", "until": until}})
    own = found.standings["project_intent"]
    assert (found.intent, found.intent_expired, own.expired) == (intent, expired, expired)
    assert own.status == ("open" if expired else "answered")
    assert own.open_at == (("data",) if expired else ())
    assert checks(found, "project_intent") == said


DEFERRALS = [
    ({}, "deferred", False, []),
    ({"until": "2026-06-15"}, "deferred", False, ["deferral_ends_soon"]),
    ({"until": "2026-06-29"}, "deferred", False, ["deferral_ends_soon"]),
    ({"until": "2026-06-30"}, "deferred", False, []),
    ({"until": "2026-06-14"}, "open", True, ["deferral_expired"]),
    ({"reason": ""}, "open", False, ["deferral_without_reason"]),
    ({"reason": "TBD"}, "open", False, ["deferral_without_reason"]),
    ({"reason": "____"}, "open", False, ["deferral_without_reason"]),
    ({"owner": ""}, "open", False, ["deferral_without_owner"]),
    ({"owner": "the team"}, "open", False, ["deferral_without_owner"]),
    ({"until": ""}, "open", False, ["deferral_without_date"]),
    ({"until": "after the summer"}, "open", False, ["deferral_without_date"]),
    ({"until": "2026-02-30"}, "open", False, ["deferral_without_date"]),
    ({"owner": "", "until": "2026-01-01"}, "open", False, ["deferral_without_owner", "deferral_expired"]),
]


@pytest.mark.parametrize(("changes", "status", "expired", "said"), DEFERRALS)
def test_a_deferral_needs_a_reason_an_owner_and_a_day_to_come(
    changes: dict[str, str], status: str, expired: bool, said: list[str]
) -> None:
    found = review({"deferrals": {"integration": {**PUT_OFF, **changes}}})
    own = found.standings["integration"]
    assert (own.status, own.expired) == (status, expired)
    assert own.open_at == (() if status == "deferred" else ("model",))
    assert checks(found, "integration") == [*said, "unanswered"]
    assert own.deferral is not None


@pytest.mark.parametrize(
    ("intent", "key", "status"),
    [
        ("deployment", "project_intent", "open"),
        ("deployment", "prediction_target", "open"),
        ("deployment", "success_metric", "open"),
        ("feasibility", "prediction_target", "open"),
        ("feasibility", "success_metric", "deferred"),
        ("deployment", "business_objective", "deferred"),
        ("deployment", "sign_off", "deferred"),
    ],
)
def test_what_may_be_put_off(intent: str, key: str, status: str) -> None:
    answers: dict[str, Any] = {"deferrals": {key: PUT_OFF}}
    if key != "project_intent":
        answers["project_intent"] = {"intent": intent, "until": "2026-12-31"}
    found = review(answers)
    assert found.standings[key].status == status
    assert ("not_deferrable" in checks(found, key)) == (status == "open")


def test_a_deferral_reaches_no_further_than_the_project_allows() -> None:
    answers = {"deferrals": {"integration": PUT_OFF}}
    assert review(answers, max_days=77).standings["integration"].status == "deferred"
    found = review(answers, max_days=76)
    assert found.standings["integration"].status == "open"
    assert checks(found, "integration")[0] == "deferral_too_long"


def test_an_answer_beats_its_deferral() -> None:
    found = review(
        {"limitations": "Not for SME loans", "deferrals": {"limitations": {**PUT_OFF, "until": "x"}}}
    )
    assert found.standings["limitations"].status == "answered"
    assert found.standings["limitations"].remarks == ()


HELD_BACK = [
    ("success_metric", METRIC, ("model",), "baseline_not_measured"),
    ("success_metric", {**METRIC, "baseline": "NOT measured  yet."}, ("model",), "baseline_not_measured"),
    ("success_metric", {**METRIC, "baseline": "23 %"}, (), None),
    (
        "privacy_legal_review",
        {"outcome": "rejected", "by": "S. Hofer", "date": "2026-03-02"},
        ("model",),
        "review_rejected",
    ),
    ("privacy_legal_review", {"outcome": "approved", "by": "S. Hofer", "date": "2026-03-02"}, (), None),
    (
        "sign_off",
        {"decision": "no-go", "by": "M. Rossi", "date": "2026-06-01"},
        ("launch",),
        "launch_refused",
    ),
    ("sign_off", {"decision": "go", "by": "M. Rossi", "date": "2026-06-01"}, (), None),
]


@pytest.mark.parametrize(("key", "answer", "open_at", "check"), HELD_BACK)
def test_a_complete_answer_may_keep_a_gate_closed(
    key: str, answer: Any, open_at: tuple[str, ...], check: str | None
) -> None:
    found = review({key: answer})
    assert found.standings[key].status == "answered"
    assert found.standings[key].open_at == open_at
    assert checks(found, key) == ([check] if check else [])


def test_the_standings_follow_the_questions(questions: Questions) -> None:
    assert list(review({}).standings) == list(questions.by_key)
