"""Answers take the shape of their questions, and nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from nbready.charter.model import Charter, Deferral, Questions
from nbready.charter.parse import charter_from_mapping, charter_to_mapping, parse_charter
from nbready.errors import CharterError


@pytest.mark.parametrize(
    "body", ["", "\n\n", "# only a comment\n", "---\n", "author:\nbusiness_objective: |\n\n"]
)
def test_nothing_typed_is_an_empty_charter(body: str, questions: Questions) -> None:
    assert parse_charter(body, questions) == Charter()


def test_empty_parts_are_left_out(questions: Questions) -> None:
    body = "prediction_target:\n  unit_of_analysis: order\n  horizon:\ndecision_maker:\n  approver: []\n"
    assert parse_charter(body, questions).answers == {"prediction_target": {"unit_of_analysis": "order"}}


SHAPES = [
    ("project_intent: learning", {"project_intent": {"intent": "learning"}}),
    ("integration: API", {"integration": "API"}),
    ("stakeholders_consulted: everyone aligned", {"stakeholders_consulted": "everyone aligned"}),
    (
        "stakeholders_consulted: {who: A. B, date: 2026-01-05, response: fine by her}",
        {"stakeholders_consulted": [{"who": "A. B", "date": "2026-01-05", "response": "fine by her"}]},
    ),
    ("decision_maker: {approver: [A. B, C. D]}", {"decision_maker": {"approver": ["A. B", "C. D"]}}),
    ("decision_maker: [A. B, C. D]", {"decision_maker": "[A. B, C. D]"}),
    ("cost_benefit: {values: {miss: -430 EUR}}", {"cost_benefit": {"values": {"miss": "-430 EUR"}}}),
    ("cost_benefit: {values: high}", {"cost_benefit": {"values": "high"}}),
    ("integration: {schedule: [nightly, noon]}", {"integration": {"schedule": "[nightly, noon]"}}),
]


@pytest.mark.parametrize(("body", "answers"), SHAPES)
def test_answers_keep_what_was_typed(body: str, answers: dict[str, Any], questions: Questions) -> None:
    assert parse_charter(body, questions).answers == answers


def test_deferrals_author_and_inherits_are_read(questions: Questions) -> None:
    charter = parse_charter(
        "author: A. B\ninherits: ../charter.yaml\n"
        "deferrals:\n  integration: {reason: vendor is not chosen, owner: J. Sato, until: 2026-07-01}\n",
        questions,
    )
    assert (charter.author, charter.inherits) == ("A. B", "../charter.yaml")
    assert charter.deferrals == {
        "integration": Deferral(
            question="integration", reason="vendor is not chosen", owner="J. Sato", until="2026-07-01"
        )
    }


UNKNOWN = [
    ("bussiness_objective: x", "Unknown question", "Did you mean `business_objective`?", 1, 1),
    ("author: x\nsuccess_metric:\n  treshold: 3", "Unknown part of `success_metric`", "`threshold`?", 3, 3),
    ("zzz: 1", "Unknown question `zzz`", "Allowed:", 1, 1),
    ("deferrals: {integraton: {}}", "Unknown question", "`integration`?", 1, 13),
    ("deferrals: {integration: {why: x}}", "Unknown part", "Allowed: owner, reason, until.", 1, 27),
    ("just a sentence", "must be `key: value` lines", "", 1, 1),
    ("- a\n- list", "must be `key: value` lines", "", 1, 1),
    ("deferrals: later", "must be `key: value` lines", "", 1, 1),
    ("cost_benefit: {values: {'': 3}}", "outcome's name", "", 1, 25),
]


@pytest.mark.parametrize(("body", "problem", "remedy", "line", "column"), UNKNOWN)
def test_what_has_no_place_is_one_error(
    body: str, problem: str, remedy: str, line: int, column: int, questions: Questions
) -> None:
    with pytest.raises(CharterError) as raised:
        parse_charter(body, questions, first_line=2)
    assert problem in raised.value.message
    assert remedy in raised.value.remedy
    assert (raised.value.line, raised.value.column) == (line + 1, column)


def test_the_metadata_shape_is_the_yaml_shape(questions: Questions) -> None:
    value = {
        "author": "A. B",
        "project_intent": {"intent": "feasibility", "until": "2026-07-01"},
        "stakeholders_consulted": [{"who": ["A", "B"], "date": "2026-01-05", "response": "x\r\ny"}],
        "deferrals": {"integration": {"reason": "r", "owner": "o", "until": "2026-07-01"}},
    }
    charter = charter_from_mapping(value, questions)
    assert charter.answers["stakeholders_consulted"] == [
        {"who": ["A", "B"], "date": "2026-01-05", "response": "x\ny"}
    ]
    assert charter_from_mapping(charter_to_mapping(charter), questions) == charter


NOT_TEXT = [
    ({"business_objective": 3}, "`business_objective` holds `3`"),
    ({"business_objective": None}, "`business_objective` holds `None`"),
    ({"success_metric": {"threshold": 0.2}}, "`success_metric.threshold` holds `0.2`"),
    ({"business_objective": ["a"]}, "`business_objective` must be a text"),
    ({"business_objective": "\ud800"}, "a character that no text can hold"),
    ({"success_metric": {1: "a"}}, "`success_metric` holds"),
    ([], None),
    ("text", "must be `key: value` lines"),
    (None, "The charter holds `None`"),
    ({"business_objective": "x" * 300_000}, "300,000 characters long; at most 100,000 are kept"),
    ({"author": [[[[[[[[[[["x"]]]]]]]]]]]}, "nested too deep"),
    ({"unknown": "x"}, "Unknown question"),
]


@pytest.mark.parametrize(("value", "problem"), NOT_TEXT)
def test_metadata_of_another_shape_is_one_error(
    value: Any, problem: str | None, questions: Questions
) -> None:
    if problem is None:
        assert charter_from_mapping(value, questions) == Charter()
        return
    with pytest.raises(CharterError) as raised:
        charter_from_mapping(value, questions)
    assert problem in raised.value.message
