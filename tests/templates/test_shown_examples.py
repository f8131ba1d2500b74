"""The good answer that people see is one for their template's kind of project, wherever they see it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nbready.charter.card import card_html, card_text
from nbready.charter.example import example_line
from nbready.charter.fill_in import write_cell
from nbready.charter_file import open_document
from nbready.document import Document
from nbready.kernel.panel.view import describe_form
from nbready.templates.preset import load_preset
from nbready.templates.rules_cell import read_rules, write_rules

from .making import charter_cell, make, nbready, read, sources, write

TODAY = dt.date(2026, 6, 2)
USUAL = "M. Okoro, Head of Retail Underwriting"
CHURN = "K. Haddad, Director Customer Value"


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "week3.ipynb"
    make(path, "--preset", "churn")
    return path


def document_of(path: Path) -> Document:
    return open_document(path)


def test_the_cell_shows_it(notebook: Path) -> None:
    assert CHURN in "".join(charter_cell(read(notebook))["source"])


def test_everything_made_of_the_document_shows_it(notebook: Path) -> None:
    document = document_of(notebook)
    review, charter = document.review(TODAY), document.charter
    shown = {
        "cell": write_cell(charter, document.questions),
        "card": card_html(review, charter),
        "text": card_text(review, charter),
        "form": str(describe_form(document.questions)),
        "remedy": str([standing.remarks for standing in review.standings.values()]),
        "line": example_line(document.questions["decision_maker"]),
    }
    assert {name for name, text in shown.items() if CHURN in text} == {*shown}
    assert {name for name, text in shown.items() if USUAL in text} == set()


def test_a_students_feedback_shows_it(notebook: Path, tmp_path: Path) -> None:
    assert nbready("grade", notebook, "--feedback", tmp_path / "back") == 0
    page = (tmp_path / "back" / "week3.html").read_text(encoding="utf-8")
    assert CHURN in page
    assert USUAL not in page


def test_it_is_found_through_the_rules_alone(notebook: Path) -> None:
    value = read(notebook)
    stored = value["metadata"].pop("nbready")
    write(notebook, value)
    assert CHURN in example_line(document_of(notebook).questions["decision_maker"])
    assert read_rules(write_rules(stored))["template"]["preset"] == "churn"
    assert any("preset: churn" in source for source in sources(value))


@pytest.mark.parametrize("preset", ["of another organisation", "", None, 3, ["churn"], "../churn"])
def test_where_the_preset_is_not_here_the_usual_one_is_shown(notebook: Path, preset: object) -> None:
    value = read(notebook)
    value["metadata"]["nbready"]["template"]["preset"] = preset
    write(notebook, value)
    document = document_of(notebook)
    assert not document.errors
    assert USUAL in example_line(document.questions["decision_maker"])


def test_to_write_the_usual_example_is_still_no_answer(notebook: Path) -> None:
    """What is shown is another thing than what nobody may copy."""
    churn = load_preset("churn").example.answers
    question = document_of(notebook).questions["limitations"]
    assert question.good_answer == churn["limitations"]
    assert question.example != churn["limitations"]
