"""Answers that an agent drafted: open, whatever they say, until a person takes them over."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from nbready.charter.card import card_text
from nbready.charter.check import review_charter
from nbready.charter.fill_in import write_charter
from nbready.charter.fingerprint import fingerprint_charter
from nbready.charter.model import AGENT_DRAFT, Charter, Questions, Review
from nbready.charter.parse import charter_from_mapping, charter_to_mapping, parse_charter
from nbready.charter.schema import charter_schema
from nbready.charter.share import resolve_charter
from nbready.config import Config
from nbready.document import Source, read_document
from nbready.errors import CharterError

TODAY = dt.date(2026, 3, 4)
TEXT = """\
project_intent: {intent: learning}
limitations: Not for SME loans and not for the self-employed
source: {limitations: agent_draft}
"""


def review(text: str, questions: Questions) -> Review:
    return review_charter(parse_charter(text, questions), questions, today=TODAY)


def test_a_draft_is_open_and_says_why(questions: Questions) -> None:
    drafted = review(TEXT, questions).standings["limitations"]
    assert (drafted.status, drafted.open_at) == ("open", ("launch",))
    (remark,) = drafted.remarks
    assert remark.check == "agent_draft"
    assert "until a person confirms it" in remark.message
    confirmed = review(TEXT.replace("agent_draft", ""), questions).standings["limitations"]
    assert confirmed.status == "answered"


def test_a_mark_where_nothing_is_answered_says_nothing_more(questions: Questions) -> None:
    found = review("source: {limitations: agent_draft}", questions).standings["limitations"]
    assert [remark.check for remark in found.remarks] == ["unanswered"]


def test_an_intent_that_an_agent_drafted_asks_no_less(questions: Questions) -> None:
    assert review(TEXT, questions).intent == "learning"
    drafted = TEXT.replace("{limitations: agent_draft}", "{project_intent: agent_draft}")
    assert review(drafted, questions).intent == "deployment"


def test_it_can_be_put_off_like_any_open_question(questions: Questions) -> None:
    put_off = "deferrals: {limitations: {reason: on leave, owner: R. Diaz, until: 2026-05-01}}\n"
    assert review(TEXT.replace("learning", "deployment") + put_off, questions).standings[
        "limitations"
    ].status == ("deferred")


def test_the_card_says_whose_it_is(questions: Questions) -> None:
    charter = parse_charter(TEXT.replace("learning", "deployment"), questions)
    text = card_text(review_charter(charter, questions, today=TODAY), charter)
    assert "an agent's draft" in " ".join(text.split())


def test_it_is_read_and_written(questions: Questions) -> None:
    charter = parse_charter(TEXT, questions)
    assert charter.source == {"limitations": AGENT_DRAFT}
    assert parse_charter(write_charter(charter, questions), questions) == charter
    assert charter_from_mapping(charter_to_mapping(charter), questions) == charter
    assert parse_charter("source: {limitations: }", questions) == Charter()
    # Confirming an answer changes nothing that it says.
    assert fingerprint_charter(charter) == fingerprint_charter(Charter(answers=charter.answers))
    assert set(charter_schema(questions)["properties"]["source"]["properties"]) == set(questions.by_key)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("source: agent_draft", "`source` must be"),
        ("source: {limitation: agent_draft}", "Unknown question `limitation`"),
        ("source: {limitations: a person}", "`a person` is no source of an answer"),
    ],
)
def test_what_it_cannot_be_is_said(text: str, message: str, questions: Questions) -> None:
    with pytest.raises(CharterError, match=re.escape(message)):
        parse_charter(text, questions)


@pytest.mark.parametrize(
    ("own", "marked"),
    [
        ("", True),
        ("limitations: Not for loans of more than 50,000 EUR", False),
        ("limitations: Not for loans of more than 50,000 EUR\nsource: {limitations: agent_draft}", True),
    ],
)
def test_a_shared_draft_is_one_until_the_notebook_answers(
    own: str, marked: bool, questions: Questions, tmp_path: Path
) -> None:
    (tmp_path / "charter.yaml").write_text(TEXT)
    charter = parse_charter(f"inherits: charter.yaml\n{own}", questions)
    found = resolve_charter(charter, questions, notebook=tmp_path / "a.ipynb", root=tmp_path).charter
    assert ("limitations" in found.source) is marked


def test_both_doors_keep_the_gate_closed() -> None:
    cell = Source(kind="code", text="%%charter\nproject_intent: {intent: learning}\n"
                  "prediction_target: {unit_of_analysis: flower, label_definition: its species, "
                  "prediction_time: when it is measured}\n")  # fmt: skip
    assert read_document((cell,), {}, Config()).states(TODAY)["data"].status == "open"
    drafted = cell._replace(text=f"{cell.text}source: {{prediction_target: agent_draft}}\n")
    assert read_document((drafted,), {}, Config()).states(TODAY)["data"].open == ("prediction_target",)
