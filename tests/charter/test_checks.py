"""Each check stays quiet about good answers and fires on what its row of the table names."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from nbready.charter.check import review_charter
from nbready.charter.checks import OPENING, WARNING
from nbready.charter.model import Questions, Remark, Standing
from nbready.charter.parse import charter_from_mapping
from nbready.charter.questions import default_questions

DAY = dt.date(2026, 6, 15)
QUESTIONS = default_questions()

METRIC = {
    "name": "WAPE",
    "direction": "lower",
    "threshold": "18 %",
    "baseline": "23.5 %",
    "baseline_source": "seasonal naive",
    "evaluated_on": "last 8 weeks",
    "if_missed": "revise",
}
ONLINE = {
    "mode": "online",
    "target_system": "checkout",
    "system_owner": "P. Singh",
    "interface": "gRPC",
    "latency": "p99 80 ms",
}
RESULT = {"metric": "WAPE", "value": "17 %", "date": "2026-05-04", "evaluated_on": "last 8 weeks"}
GO = {"decision": "go", "by": "A. Keller", "date": "2026-06-01"}
REVIEWED = {"outcome": "approved", "by": "S. Hofer", "date": "2026-03-02"}


def standing(key: str, answers: dict[str, Any]) -> Standing:
    charter = charter_from_mapping(answers, default_questions())
    return review_charter(charter, default_questions(), today=DAY).standings[key]


def fired(key: str, answer: Any, **given: Any) -> dict[str, bool]:
    return {remark.check: remark.is_open for remark in standing(key, {**given, key: answer}).remarks}


# check, question, answer, other answers
QUIET: list[tuple[str, str, Any, dict[str, Any]]] = [
    ("needs_parts", "decision_maker", {"approver": "CFO", "process_owner": "Li Na"}, {}),
    ("needs_parts", "project_intent", "learning", {}),
    ("missing_part", "success_metric", METRIC, {}),
    (
        "missing_part",
        "prediction_target",
        {"unit_of_analysis": "a", "label_definition": "b c", "prediction_time": "d"},
        {},
    ),
    ("missing_one_of", "integration", ONLINE, {}),
    ("missing_one_of", "success_metric", {**METRIC, "computed_as": "wape"}, {}),
    ("missing_one_of", "success_metric", {**METRIC, "computed_as": "lift_at_top", "at": "10 %"}, {}),
    ("missing_one_of", "project_intent", {"intent": "feasibility", "until": "2026-12-01"}, {}),
    ("missing_one_of", "privacy_legal_review", {"outcome": "not_needed"}, {}),
    ("blank", "business_objective", "Rename snake_case and __init__ fields in 3 of 40 tables", {}),
    ("blank", "business_objective", "Load a___b tables 3 times less", {}),
    ("placeholder", "business_objective", "TBD items fall from 12 to 3 per sprint", {}),
    ("placeholder", "decision_action", "None of the claims below 300 EUR is inspected any more", {}),
    ("placeholder", "limitations", "<1 % of cases come from abroad; not tested there", {}),
    ("placeholder", "limitations", "[SME] loans", {}),
    ("placeholder", "measured_result", {**RESULT, "uncertainty": "n/a"}, {}),
    (
        "placeholder",
        "prediction_target",
        {"unit_of_analysis": "X-ray", "label_definition": "y = 1", "prediction_time": "t0"},
        {},
    ),
    ("stock_phrase", "decision_action", "Insights go to the ward manager, who moves two nurses", {}),
    (
        "stock_phrase",
        "monitoring_plan",
        {
            "plan": "Monitor drift of the score weekly by PSI",
            "owner": "B. L.",
            "alert_at": "0.2",
            "cadence": "weekly",
        },
        {},
    ),
    ("stock_phrase", "integration", {**ONLINE, "interface": "REST API of the shop"}, {}),
    ("stock_phrase", "success_metric", {**METRIC, "name": "accuracy", "evaluated_on": "test"}, {}),
    ("echo", "project_intent", {"intent": "feasibility", "until": "2026-06-30"}, {}),
    (
        "echo",
        "business_objective",
        "Cut charge-offs on new cards from 4.1 % to 3.5 % of balances, Retail Credit.",
        {},
    ),
    ("not_a_number", "success_metric", {**METRIC, "threshold": ">= 35 %"}, {}),
    ("not_a_number", "success_metric", {**METRIC, "threshold": "٣٥ ٪"}, {}),
    ("not_a_number", "success_metric", {**METRIC, "threshold": "½"}, {}),
    ("not_a_number", "success_metric", {**METRIC, "threshold": "三成"}, {}),
    ("not_a_number", "success_metric", {**METRIC, "threshold": "6k EUR/month"}, {}),
    ("not_a_number", "success_metric", {**METRIC, "baseline": "Not measured yet."}, {}),
    ("not_a_number", "cost_benefit", {"values": {"miss": "-430 EUR"}, "as_of": "2026-01-01"}, {}),
    ("not_a_choice", "integration", {**ONLINE, "mode": "Human in the loop", "schedule": "daily"}, {}),
    ("not_a_choice", "data_classification", {"class": "Public", "source": "UCI", "permission": "CC BY"}, {}),
    ("not_a_date", "sign_off", {**GO, "date": "01.06.2026"}, {}),
    ("not_a_date", "sign_off", {**GO, "date": "2026/6/1"}, {}),
    ("not_a_date", "sign_off", {**GO, "date": "2026-06-01 14:00, by mail"}, {}),
    ("not_a_date", "project_intent", {"intent": "learning", "until": "-"}, {}),
    (
        "generic_person",
        "decision_maker",
        {"approver": "Management: M. Okoro", "process_owner": "Head of IT"},
        {},
    ),
    (
        "generic_person",
        "decision_maker",
        {"approver": ["management", "M. Okoro"], "process_owner": "ML team, Anna"},
        {},
    ),
    ("generic_person", "decision_maker", {"approver": "CFO", "process_owner": "Wu"}, {}),
    (
        "generic_person",
        "stakeholders_consulted",
        [{"who": "works council", "date": "2026-01-05", "response": "agreed, without names"}],
        {},
    ),
    (
        "review_needs_reason",
        "privacy_legal_review",
        {"outcome": "not_needed", "reason": "DPIA 7 covers it"},
        {"data_classification": {"class": "personal"}},
    ),
    (
        "review_needs_reason",
        "privacy_legal_review",
        {"outcome": "not_needed"},
        {"data_classification": {"class": "public"}},
    ),
    ("go_despite_miss", "sign_off", GO, {"success_metric": METRIC, "measured_result": RESULT}),
    (
        "go_despite_miss",
        "sign_off",
        {**GO, "conditions": "8 weeks on 5 % only, then 18 %"},
        {"success_metric": METRIC, "measured_result": {**RESULT, "value": "20 %"}},
    ),
    (
        "go_despite_miss",
        "sign_off",
        {**GO, "decision": "no_go"},
        {"success_metric": METRIC, "measured_result": {**RESULT, "value": "20 %"}},
    ),
    (
        "go_despite_miss",
        "sign_off",
        GO,
        {"success_metric": METRIC, "measured_result": {**RESULT, "value": "20 min"}},
    ),
    (
        "go_despite_miss",
        "sign_off",
        GO,
        {"success_metric": METRIC, "measured_result": {**RESULT, "value": "0.17"}},
    ),
    ("no_better_than_baseline", "success_metric", METRIC, {}),
    ("no_better_than_baseline", "success_metric", {**METRIC, "threshold": "0.18"}, {}),
    ("no_better_than_baseline", "success_metric", {**METRIC, "threshold": "30 EUR"}, {}),
    ("no_better_than_baseline", "success_metric", {**METRIC, "baseline": "not measured yet"}, {}),
    ("result_of_another", "measured_result", RESULT, {"success_metric": METRIC}),
    ("result_of_another", "measured_result", RESULT, {"success_metric": {**METRIC, "computed_as": "wape"}}),
    ("result_of_another", "measured_result", {**RESULT, "metric": " wape "}, {"success_metric": METRIC}),
    ("result_of_another", "measured_result", RESULT, {}),
    (
        "result_of_another",
        "measured_result",
        {**RESULT, "computed_as": "pinball at 0.9"},
        {"success_metric": {**METRIC, "computed_as": "pinball", "at": "90 %"}},
    ),
    (
        "result_of_another",
        "measured_result",
        {**RESULT, "evaluated_on": "Last 8 weeks, 46 stores"},
        {"success_metric": METRIC},
    ),
    ("missing_one_of", "sign_off", GO, {}),
    ("wrong_direction", "success_metric", METRIC, {}),
    ("wrong_direction", "success_metric", {**METRIC, "computed_as": "wape"}, {}),
    ("wrong_direction", "success_metric", {**METRIC, "computed_as": "bias"}, {}),
    ("wrong_direction", "success_metric", {**METRIC, "computed_as": "function"}, {}),
    ("not_a_share", "success_metric", {**METRIC, "threshold": "35", "baseline": "40"}, {}),
    ("not_a_share", "success_metric", {**METRIC, "computed_as": "roc_auc", "threshold": "0.8"}, {}),
    ("not_a_share", "success_metric", {**METRIC, "computed_as": "wape", "threshold": "120 %"}, {}),
    ("out_of_range", "success_metric", {**METRIC, "computed_as": "bias", "threshold": "-3 units"}, {}),
    ("at_without_use", "success_metric", {**METRIC, "computed_as": "function", "at": "40 %"}, {}),
    ("at_without_use", "success_metric", {**METRIC, "computed_as": "recall", "at": "0.3"}, {}),
    ("at_out_of_range", "success_metric", {**METRIC, "computed_as": "recall", "at": "12 points"}, {}),
    ("few_words", "limitations", "Not for SMEs", {}),
    ("few_words", "limitations", "不适用于企业", {}),
    ("few_words", "limitations", "ไม่ใช้กับธุรกิจ", {}),
    ("empty_talk", "limitations", "Not for SMEs, not for public bodies", {}),
    ("decides_alone", "decision_maker", {"approver": "A. B", "process_owner": "C. D"}, {}),
    ("decides_alone", "decision_maker", {"approver": "A. B", "process_owner": "C. D"}, {"author": "C. D"}),
    (
        "decides_alone",
        "decision_maker",
        {"approver": ["A. B", "E. F"], "process_owner": "C. D"},
        {"author": "A. B"},
    ),
    ("no_number", "business_objective", "Halve returns from ٣٨ to ٣٣", {}),
    ("batch_in_milliseconds", "integration", {**ONLINE, "mode": "batch", "latency": "2 h"}, {}),
    ("batch_in_milliseconds", "integration", ONLINE, {}),
    ("online_without_latency", "integration", ONLINE, {}),
    (
        "same_text",
        "operational_change",
        "Two clerks move to review",
        {"fallback_rollback": "The old rule set decides"},
    ),
    ("future_date", "sign_off", {**GO, "date": "2026-06-16"}, {}),
    ("future_date", "privacy_legal_review", REVIEWED, {}),
]

FIRES: list[tuple[str, str, Any, dict[str, Any]]] = [
    # The result that opened the launch gate for another promise.
    (
        "result_of_another",
        "measured_result",
        {**RESULT, "metric": "AUC", "evaluated_on": "random split"},
        {"success_metric": {**METRIC, "name": "Recall@10 %", "evaluated_on": "holdout"}},
    ),
    (
        "result_of_another",
        "measured_result",
        {**RESULT, "evaluated_on": "last 6 weeks"},
        {"success_metric": METRIC},
    ),
    (
        "result_of_another",
        "measured_result",
        {**RESULT, "computed_as": "mape"},
        {"success_metric": {**METRIC, "computed_as": "wape"}},
    ),
    (
        "result_of_another",
        "measured_result",
        {**RESULT, "computed_as": "pinball at 0.5"},
        {"success_metric": {**METRIC, "computed_as": "pinball", "at": "0.9"}},
    ),
    (
        "go_despite_miss",
        "sign_off",
        GO,
        {"success_metric": METRIC, "measured_result": {**RESULT, "outcome": "missed"}},
    ),
    ("missing_one_of", "sign_off", {**GO, "decision": "go_with_conditions"}, {}),
    ("missing_one_of", "sign_off", {**GO, "decision": "go with conditions", "conditions": "tbd"}, {}),
    ("needs_parts", "decision_maker", "M. Okoro", {}),
    ("needs_parts", "stakeholders_consulted", ["R. Diaz saw it in March", "so did legal"], {}),
    ("missing_part", "success_metric", {**METRIC, "baseline": ""}, {}),
    ("missing_part", "stakeholders_consulted", [{"who": "R. Diaz"}], {}),
    ("missing_one_of", "integration", {**ONLINE, "latency": "n/a"}, {}),
    ("missing_one_of", "project_intent", {"intent": "Feasibility"}, {}),
    ("missing_one_of", "success_metric", {**METRIC, "computed_as": "pinball"}, {}),
    ("missing_one_of", "privacy_legal_review", {"outcome": "approved", "by": "S. Hofer"}, {}),
    ("missing_one_of", "privacy_legal_review", {"outcome": "rejected", "date": "2026-01-01"}, {}),
    ("blank", "business_objective", "Cut ____ from 3 to 4", {}),
    ("blank", "business_objective", "Cut ___ from 3 to 4", {}),
    ("blank", "success_metric", {**METRIC, "threshold": "____ %"}, {}),
    ("blank", "cost_benefit", {"values": {"miss": "-____ EUR"}, "as_of": "2026-01-01"}, {}),
    *(
        ("placeholder", "business_objective", text, {})
        for text in (
            "TBD",
            "tbd.",
            "T.B.D.",
            "N/A",
            "?",
            "???",
            "X",
            "xxx",
            "...",
            "…",
            "-",
            "—",
            "👍",
            "none",
            "~",
            "[More Information Needed]",
            "[insert objective here]",
            "<name>",
            "{{ objective }}",
            "${GOAL}",
            "Lorem ipsum dolor sit amet",
            "ＴＢＤ",
            "待定",
            "未定",
            "noch zu klären",
            "à définir",
            "a\u0300 de\u0301finir",
            "Por definir",
            "I don’t know",
            "To be determined!",
            "TODO",
            "aaaa",
        )
    ),
    ("placeholder", "data_classification", {"class": "public", "source": "tbd", "permission": "CC BY"}, {}),
    ("placeholder", "decision_maker", {"approver": "TBD", "process_owner": "C. D"}, {}),
    ("placeholder", "decision_maker", "TBD", {}),
    ("stock_phrase", "business_objective", "Improve  business!", {}),
    ("stock_phrase", "prediction_target", "Churn", {}),
    ("stock_phrase", "privacy_legal_review", "GDPR-compliant", {}),
    ("stock_phrase", "integration", {**ONLINE, "interface": "API"}, {}),
    ("echo", "decision_action", "What is done differently per prediction, and what is done today?", {}),
    (
        "echo",
        "business_objective",
        "cut charge-offs on new cards  from 4.1 % to 3.6 % of balances, retail credit",
        {},
    ),
    (
        "echo",
        "decision_maker",
        {
            "approver": "M. Okoro, Head of Retail Underwriting",
            "process_owner": "S. Lind, Underwriting Operations",
        },
        {},
    ),
    ("not_a_number", "success_metric", {**METRIC, "threshold": "high"}, {}),
    ("not_a_number", "success_metric", {**METRIC, "threshold": "p95 ms"}, {}),
    ("not_a_number", "cost_benefit", {"values": {"miss": "much"}, "as_of": "2026-01-01"}, {}),
    ("not_a_choice", "success_metric", {**METRIC, "direction": "up"}, {}),
    ("not_a_date", "sign_off", {**GO, "date": "2026-02-30"}, {}),
    ("not_a_date", "sign_off", {**GO, "date": "yesterday"}, {}),
    ("not_a_date", "sign_off", {**GO, "date": "06/01/2026"}, {}),
    ("generic_person", "decision_maker", {"approver": "Management", "process_owner": "C. D"}, {}),
    (
        "generic_person",
        "decision_maker",
        {"approver": "the team and stakeholders", "process_owner": "C. D"},
        {},
    ),
    ("generic_person", "decision_maker", {"approver": ["team", "management"], "process_owner": "C. D"}, {}),
    ("generic_person", "sign_off", {**GO, "by": "Projektleitung"}, {}),
    (
        "review_needs_reason",
        "privacy_legal_review",
        {"outcome": "not needed"},
        {"data_classification": {"class": "sensitive"}},
    ),
    (
        "review_needs_reason",
        "privacy_legal_review",
        {"outcome": "not_needed", "reason": "n/a"},
        {"data_classification": {"class": "personal"}},
    ),
    (
        "go_despite_miss",
        "sign_off",
        GO,
        {"success_metric": METRIC, "measured_result": {**RESULT, "value": "20 %"}},
    ),
    (
        "go_despite_miss",
        "sign_off",
        {**GO, "conditions": "none"},
        {"success_metric": METRIC, "measured_result": {**RESULT, "value": "20 %"}},
    ),
]

WARNS: list[tuple[str, str, Any, dict[str, Any]]] = [
    ("no_better_than_baseline", "success_metric", {**METRIC, "threshold": "24 %"}, {}),
    ("no_better_than_baseline", "success_metric", {**METRIC, "threshold": "23,5 %"}, {}),
    ("no_better_than_baseline", "success_metric", {**METRIC, "threshold": "0.3"}, {}),
    (
        "no_better_than_baseline",
        "success_metric",
        {**METRIC, "direction": "higher", "threshold": ">= 20 %"},
        {},
    ),
    ("wrong_direction", "success_metric", {**METRIC, "computed_as": "roc_auc"}, {}),
    ("wrong_direction", "success_metric", {**METRIC, "computed_as": "mae", "direction": "higher"}, {}),
    ("wrong_direction", "success_metric", {**METRIC, "computed_as": "bias", "direction": "higher"}, {}),
    ("not_a_share", "success_metric", {**METRIC, "computed_as": "recall", "threshold": "35"}, {}),
    ("not_a_share", "success_metric", {**METRIC, "computed_as": "accuracy", "baseline": "85.9"}, {}),
    ("out_of_range", "success_metric", {**METRIC, "computed_as": "mae", "threshold": "-2 EUR"}, {}),
    ("out_of_range", "success_metric", {**METRIC, "computed_as": "r2", "threshold": "1.2"}, {}),
    ("at_without_use", "success_metric", {**METRIC, "computed_as": "wape", "at": "40 %"}, {}),
    ("at_out_of_range", "success_metric", {**METRIC, "computed_as": "lift_at_top", "at": "40"}, {}),
    ("at_out_of_range", "success_metric", {**METRIC, "computed_as": "pinball", "at": "1.5"}, {}),
    ("few_words", "limitations", "SME loans", {}),
    ("few_words", "limitations", "企业", {}),
    ("empty_talk", "limitations", "asdf asdf asdf 5", {}),
    ("decides_alone", "decision_maker", {"approver": "a.  B.", "process_owner": "C. D"}, {"author": "A. B"}),
    ("decides_alone", "sign_off", {**GO, "by": "A. B"}, {"author": "A. B"}),
    ("no_number", "business_objective", "Fewer returns of shoes in the DACH shops", {}),
    ("batch_in_milliseconds", "integration", {**ONLINE, "mode": "batch"}, {}),
    ("online_without_latency", "integration", {**ONLINE, "latency": "", "schedule": "always"}, {}),
    (
        "same_text",
        "operational_change",
        "Nobody has to do anything else",
        {"feature_availability": "Nobody has to do anything  else."},
    ),
    ("future_date", "sign_off", {**GO, "date": "2026-06-17"}, {}),
    ("future_date", "privacy_legal_review", {**REVIEWED, "date": "2027-01-01"}, {}),
]


@pytest.mark.parametrize(("check", "key", "answer", "given"), QUIET)
def test_stays_quiet(check: str, key: str, answer: Any, given: dict[str, Any]) -> None:
    found = standing(key, {**given, key: answer})
    assert check not in [remark.check for remark in found.remarks]
    assert found.status == "answered", found.remarks


@pytest.mark.parametrize(("check", "key", "answer", "given"), FIRES)
def test_fires_and_leaves_the_answer_open(check: str, key: str, answer: Any, given: dict[str, Any]) -> None:
    found = standing(key, {**given, key: answer})
    assert check in [remark.check for remark in found.remarks if remark.is_open]
    assert found.status == "open"
    assert found.open_at == (found.question.gate,)


@pytest.mark.parametrize(("check", "key", "answer", "given"), WARNS)
def test_fires_and_leaves_the_answer_answered(
    check: str, key: str, answer: Any, given: dict[str, Any]
) -> None:
    found = standing(key, {**given, key: answer})
    assert check in [remark.check for remark in found.remarks if not remark.is_open]
    assert found.status == "answered", found.remarks


def test_every_check_is_in_a_table() -> None:
    names = {check.__name__ for check in (*OPENING, *WARNING)}
    told = {row[0] for row in (*FIRES, *WARNS)} | {"cut_by_comment"}
    # `agent_draft` is about a mark beside the answer: test_source.py; `changed_after_seen` about amendments:
    # test_record_keys.py.
    assert {"odd_latency", "agent_draft", "contradicts_metric", "changed_after_seen"} | told >= names
    assert {row[0] for row in QUIET} >= told - {"cut_by_comment"}


def test_a_message_quotes_the_question_and_a_good_example(questions: Questions) -> None:
    (remark,) = standing("business_objective", {"business_objective": "improve business"}).remarks
    question = questions["business_objective"]
    assert remark.message == "Business objective says something that fits every project: improve business"
    assert question.prompt in remark.remedy
    assert str(question.example) in remark.remedy


def test_one_remark_a_part_is_enough() -> None:
    remarks = standing(
        "success_metric", {"success_metric": {**METRIC, "threshold": "____", "direction": "?"}}
    ).remarks
    assert sorted(remark.part for remark in remarks) == ["direction", "threshold"]


def test_a_cut_answer_warns_with_the_corrected_line(questions: Questions) -> None:
    from nbready.charter.parse import parse_charter

    text = "author: A. B\nbusiness_objective: #1 in returns, from 3 to 4\n"
    review = review_charter(parse_charter(text, questions, first_line=2), questions, today=DAY)
    remarks = review.standings["business_objective"].remarks
    assert [remark.check for remark in remarks] == ["unanswered", "cut_by_comment"]
    cut: Remark = remarks[1]
    assert "line 3" in cut.message
    assert cut.remedy == 'business_objective: "#1 in returns, from 3 to 4"'


# -- units and dates that cannot be right --------------------------------------------------------------------


def remarks_of(key: str, answer: Any, author: str = "") -> list[str]:
    charter = charter_from_mapping({key: answer, "author": author}, QUESTIONS)
    return [remark.check for remark in review_charter(charter, QUESTIONS, today=DAY).standings[key].remarks]


RECALL = {
    "name": "recall",
    "direction": "higher",
    "baseline_source": "the rule in use",
    "evaluated_on": "the last vintage",
    "if_missed": "stop",
}


@pytest.mark.parametrize(
    ("threshold", "baseline", "said"),
    [
        ("35 %", "22 %", []),
        ("0.35", "0.22", []),
        ("35 %", "0.22", []),
        ("120 EUR", "100 EUR", []),
        ("22 %", "35 %", ["no_better_than_baseline"]),
        ("35 %", "%22", ["unit_unclear"]),
        ("%35", "%22", ["unit_unclear"]),
        ("35 %", "22", ["unit_unclear"]),
    ],
)
def test_a_unit_that_is_not_clear_is_not_held_against_a_baseline(
    threshold: str, baseline: str, said: list[str]
) -> None:
    answer = {**RECALL, "threshold": threshold, "baseline": baseline}
    assert remarks_of("success_metric", answer) == said


@pytest.mark.parametrize(
    ("date", "said"), [("2026-03-10", []), ("2031-03-10", ["future_date"]), ("0026-03-10", ["early_date"])]
)
def test_a_consultation_has_taken_place(date: str, said: list[str]) -> None:
    answer = [{"who": "R. Diaz, Collections", "date": date, "response": "asked for a cap; added"}]
    assert remarks_of("stakeholders_consulted", answer) == said


@pytest.mark.parametrize(
    ("owner", "approver", "said"),
    [
        ("S. Lind", "M. Okoro", []),
        ("S. Lind", "A. Writer", ["decides_alone"]),
        ("A. Writer", "M. Okoro", []),
    ],
)
def test_the_author_says_yes_alone(owner: str, approver: str, said: list[str]) -> None:
    answer = {"approver": approver, "process_owner": owner}
    assert remarks_of("decision_maker", answer, author="A. Writer") == said
