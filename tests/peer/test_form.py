"""What reviewers are asked, and what counts as an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbready.charter.model import GATES
from nbready.charter.question import Fail
from nbready.charter.yaml_model import Reading
from nbready.charter.yaml_text import read_yaml
from nbready.errors import ConfigError
from nbready.peer.file import blank_form
from nbready.peer.form import default_form, load_form, read_said
from nbready.peer.reviewing import read_answers

from .reviews import GOOD, POOR

FAIL = Fail(path=None, reading=Reading("", "", {}, {}), error=ConfigError)


def test_three_things_are_asked_of_each_gate_and_what_would_help() -> None:
    assert [item.part.key for item in default_form()] == ["clear", "checkable", "work", "comment"]
    assert all([*item.prompts] == [*GATES] and all(item.prompts.values()) for item in default_form())


ANSWERS = [
    GOOD,
    POOR,
    {"clear": "yes", "checkable": "yes"},
    {"clear": "YES", "checkable": "Yes"},
    {"clear": "yes", "checkable": "yes", "comment": "Nothing to add."},
]


@pytest.mark.parametrize("said", ANSWERS)
def test_an_answer(said: dict[str, str]) -> None:
    found = read_said({**said}, default_form(), ("gates", "data"), FAIL)
    assert found == {**said, "clear": said["clear"].lower(), "checkable": said["checkable"].lower()}


NO_ANSWERS = [
    ({}, "`clear` is not answered"),
    ({"clear": "yes"}, "`checkable` is not answered"),
    ({"clear": "yes", "checkable": "no"}, "`comment` is not answered"),
    ({"clear": "yes", "checkable": "partly", "comment": " "}, "must be a text"),
    ({"clear": "maybe", "checkable": "yes"}, "`maybe` is not allowed here"),
    ({"claer": "yes", "checkable": "yes"}, "Did you mean `clear`?"),
    ({"clear": ["yes"], "checkable": "yes"}, "must be a text"),
    ({"clear": "yes", "checkable": "yes", "work": "\ud800"}, "must be a text"),
]


@pytest.mark.parametrize(("said", "words"), NO_ANSWERS)
def test_no_answer(said: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError) as told:
        read_said({**said}, default_form(), ("gates", "data"), FAIL)
    assert words in str(told.value)
    assert "data" in str(told.value)


OWN = """
parts:
  fair:
    type: choice
    choices: [fair, unfair]
    prompt: Whom could this treat unfairly?
  why: {type: long_text, required: no, after: [unfair], prompt: Why?}
"""


def test_a_course_asks_other_things(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text(OWN)
    form = load_form(tmp_path / "form.yaml")
    assert read_said({"fair": "unfair", "why": "No access"}, form, ("gates", "data"), FAIL)
    with pytest.raises(ConfigError, match="`why` is not answered"):
        read_said({"fair": "unfair"}, form, ("gates", "data"), FAIL)


BROKEN = [
    ("", "asks nothing"),
    ("parts: {}", "asks nothing"),
    ("parts: [clear]", "must be a mapping"),
    ("questions: {}", "Unknown key `questions`"),
    ("parts: {clear: {type: choice, prompt: Clear?}}", "has no choices"),
    ("parts: {clear: {type: text}}", "`clear` is not asked"),
    ("parts: {clear: {prompt: Clear?}}", "has no `type`"),
    ("parts: {clear: {type: date, prompt: Clear?}}", "`date` is not allowed here"),
    ("parts: {clear: {type: text, prompt: {data: Clear?}}}", "no prompt for the model gate"),
    ("parts: {clear: {type: text, prompt: {dta: Clear?}}}", "Did you mean `data`?"),
    ("parts: {of: {type: text, prompt: Of?}}", "`of` cannot be a key"),
    ("parts: {clear: {type: text, private: yes, prompt: Clear?}}", "Unknown key `private`"),
    ("parts: {clear: !x {type: text}}", "here is only text"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN)
def test_a_form_that_cannot_be_used(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "form.yaml"
    file.write_text(text)
    with pytest.raises(ConfigError) as told:
        load_form(file)
    assert words in str(told.value)
    assert str(file) in str(told.value)


def test_a_form_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="This form cannot be read"):
        load_form(tmp_path / "none.yaml")


def test_the_form_to_fill_in_is_read_back() -> None:
    text = blank_form(default_form(), {"data": "Before data", "launch": "Before launch"})
    filled = text.replace("clear:\n", "clear: yes\n").replace("checkable:\n", "checkable: no\n")
    filled = filled.replace("comment: |\n", "comment: |\n      Which one?\n      And when?\n")
    said = read_answers(read_yaml(filled), ("data", "launch"), default_form(), path=None)
    assert said["launch"] == {"clear": "yes", "checkable": "no", "comment": "Which one?\nAnd when?"}
    with pytest.raises(ConfigError, match="`clear` is not answered"):
        read_answers(read_yaml(text), ("data", "launch"), default_form(), path=None)
