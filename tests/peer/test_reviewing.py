"""A review asked for in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nbready.charter.model import Charter
from nbready.charter_file import open_document
from nbready.errors import ConfigError
from nbready.peer.form import default_form
from nbready.peer.reviewing import answers_of_options, ask_review, gates_to_review, read_answers
from record.files import BASE
from record.records import Record

from .reviews import GOOD, notebook, review_of


def typing(*lines: str) -> tuple[Callable[[str], str], list[str]]:
    """Somebody who types these lines, and what is shown to them."""
    left, shown = list(lines), list[str]()

    def read(prompt: str) -> str:
        shown.append(prompt)
        return left.pop(0)

    return read, shown


def asked(path: Path, *lines: str) -> tuple[dict[str, str], str]:
    read, shown = typing(*lines)
    said = ask_review(open_document(path), ("data",), default_form(), read, shown.append)
    return dict(said["data"]), "\n".join(shown)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("yes", "y", "", ""), {"clear": "yes", "checkable": "yes"}),
        (
            ("Y", "YES", "Fourteen", "Nice"),
            {"clear": "yes", "checkable": "yes", "work": "Fourteen", "comment": "Nice"},
        ),
        (
            ("", "maybe", "par", "n", "", "", " Which? "),
            {"clear": "partly", "checkable": "no", "comment": "Which?"},
        ),
    ],
)
def test_what_is_typed(tmp_path: Path, lines: tuple[str, ...], said: dict[str, str]) -> None:
    assert asked(notebook(tmp_path), *lines)[0] == said


def test_the_answers_stand_above_the_questions_letter_for_letter(tmp_path: Path) -> None:
    path = notebook(tmp_path, BASE.edit("business_objective", "Cut \x1b[31m5 % \u202e of $x$ <b>"))
    shown = asked(path, "yes", "yes", "", "")[1]
    assert "Business objective" in shown
    assert "Cut \u241b[31m5 % \ufffd of $x$ <b>" in shown
    assert "\x1b" not in shown


def test_only_gates_with_answers_are_reviewed(tmp_path: Path) -> None:
    answers = {key: BASE.charter.answers[key] for key in ("business_objective", "limitations")}
    document = open_document(notebook(tmp_path, Record(Charter(answers=answers))))
    assert gates_to_review(document) == ("data", "launch")
    assert gates_to_review(document, ("launch",)) == ("launch",)
    with pytest.raises(ConfigError, match="Nothing of the model gate is answered"):
        gates_to_review(document, ("model",))
    with pytest.raises(ConfigError, match="Nothing is answered"):
        gates_to_review(open_document(notebook(tmp_path, Record(Charter()))))


@pytest.mark.parametrize("by", ["", "...", "\u200b", "Ada \ud800"])
def test_who_has_no_name_reviews_nothing(tmp_path: Path, by: str) -> None:
    with pytest.raises(ConfigError, match="is no name"):
        review_of(notebook(tmp_path), by)


def test_answers_of_options() -> None:
    reading = answers_of_options([f"data.{key}={text}" for key, text in GOOD.items()])
    assert read_answers(reading, ("data",), default_form(), path=None) == {"data": GOOD}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("data.clear", "is no answer"),
        ("data=yes", "is no answer"),
        ("dta.clear=yes", "Did you mean `data`?"),
        ("data.claer=yes", "Did you mean `clear`?"),
        ("data.clear=", "`clear` is not answered"),
    ],
)
def test_options_that_answer_nothing(given: str, words: str) -> None:
    with pytest.raises(ConfigError) as told:
        read_answers(answers_of_options([given]), ("data",), default_form(), path=None)
    assert words in str(told.value)
