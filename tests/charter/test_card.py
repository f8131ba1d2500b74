"""The card: a decision maker's page, safe whatever the answers hold."""

from __future__ import annotations

import datetime as dt
import html.parser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbready.charter.card import card_html, card_markdown, card_page, card_text
from nbready.charter.card.view import view_card
from nbready.charter.check import review_charter
from nbready.charter.model import Gate
from nbready.charter.parse import charter_from_mapping
from nbready.charter.questions import default_questions

DAY = dt.date(2026, 6, 15)
CARDS = [card_html, card_text, card_markdown, card_page]
QUESTIONS = default_questions()
ANSWERS: dict[str, Any] = {
    "author": "N. Data",
    "project_intent": {"intent": "deployment"},
    "business_objective": "Returns of shoes from 38 % to 33 %, which M. Okoro values at 2.1 million EUR",
    "decision_action": "insights",
    "decision_maker": {"approver": "M. Okoro, Head of Logistics", "process_owner": "S. Lind"},
    "data_classification": {"class": "internal", "source": "warehouse DWH_RET", "permission": "DP-31"},
    "integration": {
        "mode": "human_in_the_loop",
        "target_system": "LoanFlow",
        "interface": "a LoanFlow column",
    },
    "cost_benefit": {"values": {"false_alarm": "-38 EUR"}, "as_of": "2026-02-01"},
    "stakeholders_consulted": [{"who": "R. Diaz", "date": "2026-03-10", "response": "Diaz wants a cap"}],
    "deferrals": {
        "feature_availability": {"reason": "LoanFlow moves", "owner": "J. Sato", "until": "2026-08-01"}
    },
}


@dataclass(frozen=True)
class State:
    status: Literal["open", "closed", "not_asked"]
    open: tuple[str, ...] = ()


GATES: dict[Gate, State] = {
    "data": State("closed", ("decision_action", "success_metric")),
    "model": State("open"),
    "launch": State("not_asked"),
}


def render(card: Callable[..., str], answers: dict[str, Any], **options: Any) -> str:
    charter = charter_from_mapping(answers, QUESTIONS)
    return card(review_charter(charter, QUESTIONS, today=DAY), charter, **options)


@pytest.mark.parametrize("card", CARDS)
def test_it_begins_with_what_keeps_the_next_gate_closed(card: Callable[..., str]) -> None:
    text = render(card, ANSWERS, gates=GATES)
    folded = text.casefold().split("</style>")[-1]
    place = 0
    for word in (
        "for deployment",
        "data: open",
        "value",
        "performance",
        "plan",
        "loanflow",
    ):
        place = folded.index(word, place)
    assert "2 to answer" in text


def test_its_sections_are_in_order() -> None:
    charter = charter_from_mapping(ANSWERS, QUESTIONS)
    review = review_charter(charter, QUESTIONS, today=DAY)
    titles = [title for title, _ in view_card(review, charter, redact=False, gates=GATES).sections]
    assert titles == ["Data: open", "Value", "Performance", "Plan"]


@pytest.mark.parametrize("card", CARDS)
def test_open_questions_show_their_help_and_a_good_answer(card: Callable[..., str]) -> None:
    text = " ".join(render(card, ANSWERS).split())
    assert "What is done differently per prediction, and what is done today?" in text
    assert "Who or what acts on it" in text
    assert "The riskiest 10 % go to manual underwriting" in text
    assert "fits every project" in text


@pytest.mark.parametrize("card", CARDS)
def test_questions_of_later_gates_are_asked_without_help(card: Callable[..., str]) -> None:
    text = " ".join(render(card, ANSWERS).split())
    assert "Where should it not be used?" in text
    assert "Cases it never saw" not in text


@pytest.mark.parametrize("card", CARDS)
def test_it_shows_no_internal_keys(card: Callable[..., str]) -> None:
    text = render(card, ANSWERS, gates=GATES).split("</style>")[-1].replace("\\", "")
    keys = [key for key in QUESTIONS.by_key if "_" in key]
    keys += [part.key for question in QUESTIONS for part in question.parts if "_" in part.key]
    assert [key for key in keys if key in text] == []
    assert "human in the loop" in text
    assert "false alarm -38 EUR" in text


@pytest.mark.parametrize("card", CARDS)
def test_a_deferral_says_until_when_and_why(card: Callable[..., str]) -> None:
    text = " ".join(render(card, ANSWERS).split())
    assert "put off until 2026-08-01: LoanFlow moves (J. Sato)" in text


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize(
    ("answers", "stamp"),
    [
        ({}, "For deployment"),
        ({"project_intent": {"intent": "learning"}}, "For learning; not for deployment"),
        (
            {"project_intent": {"intent": "feasibility", "until": "2026-12-31"}},
            "Feasibility study until 2026-12-31; not for deployment",
        ),
    ],
)
def test_the_stamp_says_what_it_is_for(card: Callable[..., str], answers: dict[str, Any], stamp: str) -> None:
    assert stamp in render(card, answers)


@pytest.mark.parametrize("card", CARDS)
def test_what_the_intent_does_not_ask_is_left_out(card: Callable[..., str]) -> None:
    text = render(card, {"project_intent": {"intent": "learning"}})
    assert "Prediction target" in text
    assert "Success metric" not in text


@pytest.mark.parametrize("card", CARDS)
def test_redacted_it_names_nobody_no_system_and_no_amount(card: Callable[..., str]) -> None:
    text = render(card, ANSWERS, redact=True)
    for secret in (
        "N. Data",
        "Okoro",
        "Lind",
        "Diaz",
        "Sato",
        "DWH_RET",
        "LoanFlow",
        "38 EUR",
        "2.1 million",
    ):
        assert secret not in text.replace("\\", ""), secret
    assert "Returns of shoes from 38 % to 33 %" in text
    assert "left out" in text


class Tags(html.parser.HTMLParser):
    """Which tags and attributes an HTML text has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


ALLOWED = {
    "style",
    "section",
    "header",
    "strong",
    "span",
    "b",
    "h4",
    "dl",
    "dt",
    "dd",
    "p",
    "em",
    "i",
    "q",
    "bdi",
}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "<!-- --><svg onload=alert(1)>",
    "&lt;b&gt; & <b>",
    "javascript:alert(1) [x](javascript:alert(1))",
    "![x](http://evil.example/a.png) `code` # head\n- list\n1. one\n> quote\n---",
    "\u202edrowssap\u202c \u2066x\u2069",
    "a\x1b[31mred\x07\x00\x85\u2028b",
    "\ufeff\x7f\x9b31m",
]


def everywhere(text: str) -> dict[str, Any]:
    """A charter with a text in every answer and every part of one."""
    answers: dict[str, Any] = {"author": text, "deferrals": {}}
    for question in QUESTIONS:
        parts = {
            part.key: {text[:80]: text} if part.type == "quantities" else text for part in question.parts
        }
        answers[question.key] = text if question.is_plain else ([parts] if question.many else parts)
        answers["deferrals"][question.key] = {"reason": text, "owner": text, "until": text}
    return answers


def is_harmless(text: str) -> bool:
    """Whether a terminal or a page shows the text as it is written."""
    bad = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff"
    return not any(c in bad or (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 for c in text)


@pytest.mark.parametrize("redact", [False, True])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_are_shown_as_text(text: str, redact: bool) -> None:
    answers = everywhere(text)
    page = render(card_html, answers, redact=redact, gates=GATES)
    found = Tags(page)
    assert found.tags <= ALLOWED
    assert found.attributes <= {"class", "lang", "aria-label", "aria-hidden", "dir"}
    for card in CARDS:
        assert is_harmless(render(card, answers, redact=redact))


@given(st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_answer_is_shown_as_text(text: str) -> None:
    if not text.strip():
        return
    page = render(card_html, everywhere(text))
    assert Tags(page).tags <= ALLOWED
    assert is_harmless(page)
    assert is_harmless(render(card_text, everywhere(text)))


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_answers_are_plain_text_to_a_renderer(text: str) -> None:
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True})
    rendered = Tags(markdown.render(render(card_markdown, everywhere(text), gates=GATES)))
    assert rendered.tags <= {"h1", "h2", "p", "strong", "em", "ul", "li", "br"}


def test_no_line_of_the_text_card_is_wider_than_a_terminal() -> None:
    text = render(card_text, everywhere("word " * 60))
    assert max(map(len, text.splitlines())) <= 88


def test_an_answer_keeps_its_own_lines() -> None:
    answers = {"limitations": "Not for SMEs.\nNot for thin files."}
    assert "    Not for SMEs.\n    Not for thin files.\n" in render(card_text, answers)
    assert "Not for SMEs.\\\n  Not for thin files." in render(card_markdown, answers)
    assert "Not for SMEs.\nNot for thin files." in render(card_html, answers)


def test_the_page_stands_alone() -> None:
    page = render(card_page, ANSWERS)
    assert page.startswith("<!doctype html>")
    assert "<title>Project charter</title>" in page
    assert "://" not in page
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert "<script" not in page


@pytest.mark.parametrize("card", CARDS)
def test_an_unfinished_answer_that_nobody_asks_for_is_shown_without_a_word(card: Callable[..., str]) -> None:
    answers = {"project_intent": {"intent": "learning"}, "decision_maker": {"approver": "management"}}
    text = render(card, answers)
    assert "management" in text
    assert "not asked" in text
    assert "could be asked" not in text


@pytest.mark.parametrize(
    "seed", ["1", "1.", "a.", "a-", "Ab,", "a@", "(", "[insert )", "EUR 1", "___ ", "team,", "\n", "é"]
)
def test_a_huge_answer_is_shown_too(seed: str) -> None:
    # Whoever writes a charter must not be able to hang who reads it; a quadratic pattern would.
    text = (seed * 90_000)[:90_000]
    for answers in ({"business_objective": f"[insert {text}x"}, {"decision_maker": {"approver": text}}):
        for card in CARDS:
            assert render(card, answers, redact=True)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("one line", "one line"),
        ("a sentence.\nAnother", "a sentence.\nAnother"),
        ("kept inside\na cell", "kept inside a cell"),
        ("a paragraph\n\nand another", "a paragraph\n\nand another"),
        ("first:\n- a\n- b", "first:\n- a\n- b"),
        ("steps\n1. stop\n2. look", "steps\n1. stop\n2. look"),
    ],
)
def test_line_breaks_of_the_cell_are_not_those_of_the_page(typed: str, shown: str) -> None:
    charter = charter_from_mapping({"limitations": typed}, QUESTIONS)
    card = view_card(review_charter(charter, QUESTIONS, today=DAY), charter, redact=False, gates=None)
    (row,) = (row for _, rows in card.sections for row in rows if row.label == "Limitations")
    assert [fact.text for fact in row.facts] == [shown]
