"""The form's own words: every one a message of the questions, so that a translation reaches all of them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from nbready.charter.check import review_charter
from nbready.charter.model import Charter, Deferral, Questions
from nbready.charter.parse import charter_from_mapping
from nbready.charter.questions import default_questions, questions_from
from nbready.config import Config
from nbready.document import read_document
from nbready.errors import QuestionsError
from nbready.gate import Policy, gate_states
from nbready.kernel.panel.view import PREFIX, describe_form, describe_state, describe_words
from nbready.kernel.session import Session

from .shells import Shell
from .test_panel import Page

KERNEL = ("view", "controller", "asking")
ASKED = re.compile(r"say\((?:\w+(?:\.\w+)?, )?([^;{]*?)[,)]")
NAMES = re.compile(r"[\"']([a-z_]+)[\"']")
PROSE = re.compile(r"[\"`](?!AltGraph|Enter)[A-Z][a-z]+[^\"`]*[\"`]|[\"`][^\"`]*[a-z] [a-z]+[.:] ?[\"`]")


def foreign() -> Questions:
    """The default questions, every word of the form and every gate put into another language."""
    messages = {
        name: f"⟦{' '.join(re.findall(r'{[a-z]+}', text))}⟧"
        for name, text in default_questions().messages.items()
        if name.startswith((PREFIX, "gate_", "complete", "card_title", "count_"))
    }
    return questions_from({"messages": messages}, default_questions())


def test_every_word_that_the_page_asks_for_is_there_and_none_is_left_over() -> None:
    from nbready.kernel.panel.widget import WEB

    scripts = "\n".join(file.read_text(encoding="utf-8") for file in WEB.glob("*.js"))
    sources = [(WEB.parent / f"{name}.py").read_text(encoding="utf-8") for name in KERNEL]
    asked = {
        name for text in (scripts, *sources) for call in ASKED.findall(text) for name in NAMES.findall(call)
    }
    # Named by a variable: what a deferral is made of, and the fields of a quantity.
    named = {"reason", "owner", "until", "number", "unit", "outcome"}
    assert asked | named == {*describe_words(default_questions())}


def test_the_page_has_no_words_of_its_own() -> None:
    from nbready.kernel.panel.widget import bundle_script

    assert not [found for line in bundle_script().split("\n") for found in PROSE.findall(line)]


@pytest.mark.parametrize("unrecorded", [False, True])
def test_a_translation_reaches_all_that_the_form_shows(unrecorded: bool) -> None:
    told = read_document((), {}, Config(), path=None)._replace(questions=foreign())
    form = describe_form(told.questions)
    assert all(map(is_foreign, (form["title"], *form["words"].values(), *form["efforts"].values())))
    own = charter_from_mapping({"limitations": "TBD"}, told.questions)
    deferral = Deferral(question="business_objective", reason="on leave", owner="R. Diaz", until="2099-01-31")
    for charter in (Charter(), own, replace(own, deferrals={"business_objective": deferral})):
        review = review_charter(charter, told.questions, today=dt.date(2026, 6, 15))
        state = describe_state(told, review, gate_states(review, Policy()), unrecorded=unrecorded)
        assert is_foreign(state["summary"])
        assert all(is_foreign(gate["title"]) and is_foreign(gate["word"]) for gate in state["gates"].values())
        assert all(is_foreign(standing["word"]) for standing in state["standings"].values())


def test_a_translation_reaches_what_saving_says(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(shell, monkeypatch)
    monkeypatch.setattr(Session, "questions", property(lambda _: foreign()))
    assert is_foreign(page.save()["message"])
    cell = {"id": "a", "kind": "code", "source": "1"}
    assert is_foreign(page.save(cell)["message"])


def test_a_word_is_checked_when_the_file_is_loaded() -> None:
    with pytest.raises(QuestionsError, match="means nothing in this message"):
        questions_from({"messages": {"form_minutes": "Noch {minuten} Minuten"}}, default_questions())


def is_foreign(text: str) -> bool:
    return "⟦" in text
