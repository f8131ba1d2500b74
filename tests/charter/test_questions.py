"""Questions are data: a project's file extends, translates or replaces them, and mistakes name their line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from nbready.charter.card.view import part_text
from nbready.charter.check import review_charter
from nbready.charter.export import questions_to_mapping
from nbready.charter.fill_in import write_charter
from nbready.charter.model import GATES, Charter, Questions
from nbready.charter.parse import charter_from_mapping, parse_charter
from nbready.charter.prepared import PREPARED, prepare
from nbready.charter.questions import default_questions, load_questions, questions_from
from nbready.errors import QuestionsError

KEYS = [
    "project_intent",
    "business_objective",
    "decision_action",
    "prediction_target",
    "success_metric",
    "decision_maker",
    "data_classification",
    "integration",
    "feature_availability",
    "operational_change",
    "stakeholders_consulted",
    "privacy_legal_review",
    "fallback_rollback",
    "monitoring_plan",
    "cost_benefit",
    "measured_result",
    "limitations",
    "sign_off",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "questions.yaml"


def test_there_are_18_questions_7_8_and_3(questions: Questions) -> None:
    assert list(questions.by_key) == KEYS
    assert [len(questions.at(gate)) for gate in GATES] == [7, 8, 3]
    assert default_questions() is default_questions()


def test_each_has_all_that_an_output_needs(questions: Questions) -> None:
    for question in questions:
        assert question.label
        assert question.prompt.endswith("?")
        assert question.help
        assert question.example
        assert all(part.label for part in question.parts if part.key)
    assert {concern for question in questions for concern in question.concerns} == set("DIPL")


def test_only_three_cannot_be_put_off_for_deployment(questions: Questions) -> None:
    fixed = [question.key for question in questions if "deployment" not in question.deferrable]
    assert fixed == ["project_intent", "prediction_target", "success_metric"]
    fixed = [question.key for question in questions if "feasibility" not in question.deferrable]
    assert fixed == ["project_intent", "prediction_target"]


def test_a_file_adds_drops_and_changes(file: Path, questions: Questions) -> None:
    file.write_text(
        "drop: [cost_benefit]\n"
        "questions:\n"
        "  business_objective: {prompt: Which KPI moves?, refuse: [mehr umsatz]}\n"
        "  integration: {gate: data, parts: {throughput: drop, latency: {type: text, required: yes}}}\n"
        "  limitations: {parts: {where: {type: text}, why: {type: text, required: no}},"
        " example: {where: not in SME loans}}\n"
        "  energy: {label: Energy, gate: model, prompt: How much a year?, type: text, example: 300 kWh}\n"
        "placeholders: [kommt gleich, bald]\n"
        "generic_people: [Vorstand]\n"
    )
    own = load_questions(file)
    assert "cost_benefit" not in own
    assert own["business_objective"].prompt == "Which KPI moves?"
    assert own["business_objective"].help == questions["business_objective"].help
    assert [q.key for q in own.at("data")][-1] == "integration"
    assert "throughput" not in [part.key for part in own["integration"].parts]
    assert [(p.key, p.required) for p in own["limitations"].parts] == [("where", True), ("why", False)]
    assert [q.key for q in own.at("model")][-1] == "energy"
    assert own["energy"].is_plain
    charter = charter_from_mapping(
        {
            "business_objective": "Mehr Umsatz!",
            "energy": "Kommt gleich",
            "decision_maker": {"approver": "Vorstand", "process_owner": "A. B"},
        },
        own,
    )
    review = review_charter(charter, own, today=dt.date(2026, 6, 15))
    assert [review.standings[key].status for key in charter.answers] == ["open", "open", "open"]


def test_a_file_can_start_from_nothing(file: Path) -> None:
    file.write_text(
        "extends: nothing\nlanguage: fr\nquestions:\n"
        "  but: {label: But, gate: data, prompt: Quel est le but ?, example: Réduire les retours de 5 %}\n"
    )
    own = load_questions(file)
    assert list(own.by_key) == ["but"]
    review = review_charter(charter_from_mapping({"but": "à définir"}, own), own, today=dt.date(2026, 6, 15))
    assert review.standings["but"].status == "open"
    assert review.intent == "deployment"
    assert parse_charter(write_charter(Charter(), own), own) == Charter()


def test_messages_come_in_the_language_of_the_file(file: Path) -> None:
    file.write_text(
        "language: de\n"
        "questions: {limitations: {label: Grenzen, prompt: Wo sollte es nicht benutzt werden?}}\n"
        "messages:\n"
        '  placeholder: "{label} ist noch ein Platzhalter: {answer}"\n'
        '  remedy: "{prompt} Eine gute Antwort: {example}"\n'
    )
    own = load_questions(file)
    review = review_charter(
        charter_from_mapping({"limitations": "TBD"}, own), own, today=dt.date(2026, 6, 15)
    )
    (remark,) = review.standings["limitations"].remarks
    assert remark.message == "Grenzen ist noch ein Platzhalter: TBD"
    assert remark.remedy.startswith("Wo sollte es nicht benutzt werden? Eine gute Antwort: Not for SME")


def test_choices_have_names_for_people_only(file: Path) -> None:
    file.write_text(
        "questions: {project_intent: {parts: {intent: {names: {deployment: Einsatz, learning: Lernen}}}}}\n"
    )
    own = load_questions(file)
    part = own["project_intent"].parts[0]
    assert part.choices == default_questions()["project_intent"].parts[0].choices
    assert part_text(part, "deployment") == "Einsatz"
    assert part_text(part, "feasibility") == "feasibility"
    assert questions_from(questions_to_mapping(own), Questions(by_key={})) == own
    file.write_text("questions: {project_intent: {parts: {intent: {names: {deploymend: Einsatz}}}}}\n")
    with pytest.raises(QuestionsError, match="Unknown key `deploymend`"):
        load_questions(file)


def test_what_is_printed_can_be_loaded_again(questions: Questions) -> None:
    shape = questions_to_mapping(questions)
    again = questions_from(shape, Questions(by_key={}))
    assert again == questions
    assert questions_from(shape, questions) == questions


def test_questions_can_be_embedded_in_a_notebook(questions: Questions) -> None:
    own = questions_from({"drop": ["limitations"], "questions": {"sign_off": {"gate": "model"}}}, questions)
    assert "limitations" not in own
    assert own["sign_off"].gate == "model"


NEW = "{label: X, gate: data, prompt: X?, example: x y z"
MISTAKES = [
    ("questons: {}", "Unknown key `questons`", "Did you mean `questions`?", 1),
    ("extends: all", "`all` is not allowed", "default, nothing", 1),
    ("drop: [cost_benfit]", "no question `cost_benfit`", "`cost_benefit`?", 1),
    ("drop: yes", "list of texts", "[one, two]", 1),
    ("questions: []", "must be a mapping", "", 1),
    ("questions:\n  limitations:\n    promt: x", "Unknown key `promt`", "`prompt`?", 3),
    ("questions:\n  limitations: {gate: modle}", "`modle` is not allowed", "`model`?", 2),
    ("questions:\n  limitations: {intents: [deploy]}", "`deploy` is not allowed", "`deployment`?", 2),
    ("questions:\n  limitations: {prompt: ''}", "must be a text", "", 2),
    ("questions:\n  extra: {label: X}", "no `gate`", "Add `gate: ...`", 2),
    (f"questions:\n  extra: {NEW}, type: quantity}}", "`quantity` is not allowed", "text", 2),
    (f"questions:\n  extra: {NEW}, type: text, parts: {{}}}}", "either a `type` or `parts`", "", 2),
    (f"questions:\n  extra: {NEW}, parts: {{a: {{label: A}}}}}}", "no `type`", "quantity", 2),
    (f"questions:\n  extra: {NEW}, parts: {{a: {{type: choice}}}}}}", "no choices", "choices:", 2),
    (f"questions:\n  extra: {NEW}, parts: {{a: {{type: numer}}}}}}", "`numer` is not allowed", "", 2),
    ("questions:\n  9lives: {}", "cannot be a key", "", 2),
    ("questions:\n  author: {}", "key of every charter", "", 2),
    ("questions:\n  integration: {needs: [{one_of: [speed]}]}", "`speed` is not allowed", "", 2),
    ("questions:\n  integration: {parts: {latency: {when: mood}}}", "`mood` is not allowed", "`mode`?", 2),
    ("questions:\n  integration: {parts: {latency: {shown: often}}}", "`often` is not allowed", "", 2),
    ("questions:\n  integration: {needs: soon}", "must be a list", "one_of", 2),
    ("questions:\n  integration: {example: {mod: batch}}", "example does not fit", "`mode`?", 2),
    ("questions:\n  integration: {many: maybe}", "`maybe` is not allowed", "", 2),
    (
        "questions:\n  project_intent: {parts: {intent: {choices: [deployment, production]}}}",
        "`production` is not allowed",
        "",
        2,
    ),
    ("questions:\n  limitations: {parts: {where: {type: text}}, example: {}}", "example is empty", "", 2),
    ("messages: {placholder: x}", "Unknown key `placholder`", "`placeholder`?", 1),
    ('messages:\n  placeholder: "{lable}"', "`{lable}` means nothing", "`label`?", 2),
    ('messages:\n  placeholder: "{label"', "braces", "", 2),
    ('messages:\n  placeholder: "{label.__class__}"', "braces", "", 2),
    ('messages:\n  placeholder: "{label:>999999999}"', "braces", "", 2),
    ("extends: nothing", "no question at all", "", 1),
    ("a: b: c", "not YAML", "", 1),
    ("language: de\nlanguage: fr", "written twice", "", 2),
    ("language: &a de", "anchor", "", 1),
]


@pytest.mark.parametrize(("text", "problem", "remedy", "line"), MISTAKES)
def test_a_mistake_is_one_error_with_its_line(
    text: str, problem: str, remedy: str, line: int, file: Path
) -> None:
    file.write_text(text)
    with pytest.raises(QuestionsError) as raised:
        load_questions(file)
    assert problem in raised.value.message
    assert remedy in raised.value.remedy
    assert (raised.value.path, raised.value.line) == (file, line)


def test_a_missing_file_is_one_error(file: Path) -> None:
    with pytest.raises(QuestionsError, match="cannot be read"):
        load_questions(file)


@pytest.mark.parametrize(
    "value",
    [
        [],
        3,
        {"questions": {"limitations": {"prompt": 3}}},
        {"questions": {"limitations": {"prompt": "\ud800"}}},
        {"questions": {"limitations": {"example": {"a": [None]}}}},
        {"questions": {"limitations": {"gate": ["data"]}}},
        {"questions": {"limitations": {"refuse": [["x"]]}}},
        {"questions": {"x y": {}}},
        {"drop": [3]},
        {"messages": {"placeholder": None}},
    ],
)
def test_embedded_nonsense_is_one_error(value: Any, questions: Questions) -> None:
    with pytest.raises(QuestionsError) as raised:
        questions_from(value, questions)
    assert str(raised.value)


def test_the_prepared_questions_have_not_drifted() -> None:
    assert PREPARED.read_text(encoding="utf-8") == prepare(), "run: python -m nbready.charter.prepared"
