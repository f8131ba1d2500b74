"""The text to fill in reads well, and parsing it gives back what went in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nbready.charter.check import review_charter
from nbready.charter.fill_in import write_cell, write_charter
from nbready.charter.model import Charter, Part, Question, Questions, Value
from nbready.charter.parse import charter_from_mapping, parse_charter
from nbready.charter.questions import default_questions, questions_from
from nbready.charter.yaml_text import read_yaml
from nbready.charter.yaml_write import write_value

QUESTIONS = default_questions()

# Anything JSON may carry, and what YAML and line ends make trouble with.
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.text(
        st.sampled_from("aB1 #:-|>%@&*!?[]{}'\"`\\,\t\n\r\x00\x85\u2028\u2029\ufeff\u202e\u00a0_"),
        max_size=30,
    ),
)


def _part_value(part: Part) -> st.SearchStrategy[Any]:
    if part.type == "quantities":
        return st.one_of(
            TEXT,
            st.dictionaries(TEXT.filter(lambda t: len(t.strip()) > 0 and len(t) <= 80), TEXT, max_size=3),
        )
    return st.one_of(TEXT, st.lists(TEXT, max_size=3)) if part.type == "people" else TEXT


def _answer(question: Question) -> st.SearchStrategy[Any]:
    if question.is_plain:
        return TEXT
    entry = st.one_of(
        TEXT,
        st.fixed_dictionaries({}, optional={part.key: _part_value(part) for part in question.parts}),
    )
    return st.lists(entry, max_size=3) if question.many else entry


DEFERRAL = st.fixed_dictionaries({}, optional=dict.fromkeys(("reason", "owner", "until"), TEXT))
CHARTERS = st.fixed_dictionaries(
    {},
    optional={
        **{question.key: _answer(question) for question in QUESTIONS},
        "author": TEXT,
        "inherits": TEXT,
        "deferrals": st.dictionaries(st.sampled_from(sorted(QUESTIONS.by_key)), DEFERRAL, max_size=3),
    },
).map(lambda value: charter_from_mapping(value, QUESTIONS))


@given(CHARTERS, st.booleans())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_what_was_written_is_read_back(charter: Charter, intro: bool) -> None:
    assert parse_charter(write_charter(charter, QUESTIONS, intro=intro), QUESTIONS) == charter


@given(
    st.recursive(TEXT, lambda v: st.lists(v, max_size=3) | st.dictionaries(TEXT, v, max_size=3), max_leaves=8)
)
@settings(max_examples=150, deadline=None)
def test_any_value_is_written_as_yaml(value: Value) -> None:
    # Line ends are one character, and a byte order mark at the start is no text.
    text = "root:\n" + write_value(value, 2) if value else "root: " + write_value(value or "").strip()
    assert read_yaml(text).value == {"root": value or ""}


def test_an_unanswered_text_is_an_empty_charter(questions: Questions, today: Any) -> None:
    charter = parse_charter(write_charter(Charter(), questions), questions)
    assert charter == Charter()
    review = review_charter(charter, questions, today=today)
    assert {standing.status for standing in review.standings.values()} == {"open"}


def test_it_has_each_prompt_and_example_in_order_under_its_gate(questions: Questions) -> None:
    text = write_charter(Charter(), questions)
    words = " ".join(line.lstrip("# ") for line in text.splitlines())
    places = [words.index(question.prompt) for question in questions]
    assert places == sorted(places)
    assert text.index("Before data") < text.index("business_objective") < text.index("Before training")
    assert "Riskiest" not in text
    assert "riskiest 10 % go to manual underwriting" in text


def test_free_text_is_a_block_and_choices_are_listed(questions: Questions) -> None:
    text = write_charter(Charter(), questions)
    assert "business_objective: |\n\n" in text
    assert "  label_definition: |\n\n" in text
    assert "  if_missed:  # stop | revise | escalate\n" in text
    assert "  # Optional too: horizon\n" in text
    assert "  until:  # if feasibility: a date such as 2030-06-30\n" in text
    assert "  baseline:  # a number and a unit or not measured yet\n" in text


def test_what_nbready_records_is_not_asked_for(questions: Questions) -> None:
    empty = write_charter(Charter(), questions)
    assert "  # Optional too: computed_as, split\n" in empty
    assert not {"  n:", "  outcome:", "  looks:", "  data:", "  of:"} & set(empty.split("\n"))
    recorded = charter_from_mapping({"measured_result": {"n": "227", "looks": "2"}}, questions)
    assert "  n: 227\n" in write_charter(recorded, questions)


@pytest.mark.parametrize(
    ("metric", "is_asked"), [("recall_at_top", True), ("Recall at top", True), ("mae", False)]
)
def test_a_part_is_asked_for_beside_the_choice_that_needs_it(
    metric: str, is_asked: bool, questions: Questions
) -> None:
    charter = charter_from_mapping({"success_metric": {"computed_as": metric}}, questions)
    assert ("  at:  # a number and a unit" in write_charter(charter, questions)) is is_asked
    assert "  at:" not in write_charter(Charter(), questions)


def test_many_choices_stand_above_their_key() -> None:
    many = {"type": "choice", "choices": [f"choice_number_{number}" for number in range(12)]}
    own = {
        "label": "x",
        "gate": "data",
        "prompt": "x?",
        "example": {"p": "choice_number_1"},
        "parts": {"p": many},
    }
    lines = write_charter(Charter(), questions_from({"questions": {"own": own}}, QUESTIONS)).split("\n")
    above = lines[: lines.index("  p:")]
    assert above[-1].startswith("  # ")
    assert all(len(line) <= 98 for line in lines)


def test_answers_are_kept_and_lose_their_example(questions: Questions) -> None:
    charter = charter_from_mapping(
        {"business_objective": "Returns from 38 % to 33 %:\n\n  shoes #2"}, questions
    )
    text = write_charter(charter, questions)
    assert "business_objective: |\n  Returns from 38 % to 33 %:\n\n    shoes #2\n" in text
    assert "Cut charge-offs" not in text
    assert parse_charter(text, questions) == charter


def test_what_the_intent_does_not_ask_is_not_written(questions: Questions) -> None:
    charter = charter_from_mapping({"project_intent": {"intent": "learning"}}, questions)
    text = write_charter(charter, questions)
    assert "prediction_target" in text
    assert "success_metric" not in text
    assert "sign_off" not in text


def test_later_gates_can_be_left_for_later(questions: Questions) -> None:
    charter = charter_from_mapping({"limitations": "Not for SME loans or for thin files"}, questions)
    text = write_charter(charter, questions, gates=("data",))
    assert "decision_maker" in text
    assert "integration" not in text
    assert "Not for SME loans" in text


def test_a_cell_starts_with_the_magic(questions: Questions) -> None:
    assert write_cell(Charter(), questions).startswith("%%charter\n# ")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("business_objective: |\n  >= 90 days: #1 !\n", ">= 90 days: #1 !"),
        ("business_objective: |\n\n  from 3 to 4\n", "from 3 to 4"),
        ("business_objective: |\n      deep\n      indent\n", "deep\nindent"),
        ("business_objective: |\n  ends without a line end", "ends without a line end"),
    ],
)
def test_typing_below_the_bar_works(typed: str, answer: str, questions: Questions) -> None:
    text = write_charter(Charter(), questions).replace("business_objective: |\n", typed)
    assert parse_charter(text, questions).answers == {"business_objective": answer}


def test_comments_cannot_be_broken_out_of() -> None:
    hostile = {
        "questions": {
            "trap": {
                "label": "x",
                "gate": "data",
                "prompt": "one\ntwo: three\x00\x1b[31m\u2028four",
                "example": "a\nauthor: me",
                "parts": {"p": {"type": "choice", "choices": ["a\nb", "c"]}},
            }
        }
    }
    questions = questions_from(hostile, QUESTIONS)
    assert parse_charter(write_charter(Charter(), questions), questions) == Charter()
