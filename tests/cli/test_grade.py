"""``nbready grade``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from grading.classes import answers, hand_in, hand_out
from templates.making import nbready

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = hand_out(tmp_path / "course.ipynb")
    hand_in(tmp_path / "in" / "ada" / "ps1" / "course.ipynb", path, answers())
    hand_in(tmp_path / "in" / "bob" / "ps1" / "course.ipynb", path, answers(limitations=HOSTILE))
    return path


def test_a_table_for_the_terminal(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nbready("grade", "in", "--template", course) == 0
    shown = capsys.readouterr().out
    assert "ada" in shown
    assert "Student" in shown


def test_a_rubric_to_start_from_is_taken_again(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nbready("grade", "--write-rubric", "--template", course, "-o", "rubric.yaml") == 0
    assert nbready("grade", "in", "--template", course, "--rubric", "rubric.yaml", "-o", "marks.csv") == 0
    assert nbready("grade", "in", "--template", course, "-o", "default.csv") == 0
    capsys.readouterr()
    assert Path("marks.csv").read_bytes() == Path("default.csv").read_bytes()
    lines = list(csv.DictReader(Path("marks.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [line["student"] for line in lines] == ["ada", "bob"]


def test_page_and_feedback_show_nothing_of_others_and_no_markup(course: Path) -> None:
    Path("rubric.yaml").write_text("questions:\n  limitations: {points: 2, guide: Secret scheme}\n")
    options = ("--template", course, "--rubric", "rubric.yaml")
    assert nbready("grade", "in", *options, "--html", "page.html", "--feedback", "back") == 0
    page = Path("page.html").read_text(encoding="utf-8")
    assert "Secret scheme" in page
    assert HOSTILE not in page
    assert sorted(path.name for path in Path("back").iterdir()) == ["ada.html", "bob.html"]
    ada, bob = (Path("back", name).read_text(encoding="utf-8") for name in ("ada.html", "bob.html"))
    assert "Secret scheme" not in ada + bob
    assert "bob" not in ada
    assert "ada" not in bob.replace("metadata", "").replace("Ada", "")
    assert HOSTILE not in bob


def test_marks_are_counted_and_what_does_not_fit_is_told(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marks = {
        "version": 1,
        "marks": {"zoe": {"limitations": {"points": 1, "comments": [], "fingerprint": ""}}},
    }
    Path("marks.json").write_text(json.dumps(marks))
    assert nbready("grade", "in", "--template", course, "--marks", "marks.json") == 0
    assert "marks.json: zoe has no notebook here: 1 mark not counted." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("none",), "There is no such file or folder"),
        (("in", "--rubric", "none.yaml"), "This rubric cannot be read"),
        (("in", "--marks", "none.json"), "These marks cannot be read"),
        (("in", "--roster", "none.csv"), "This class list cannot be read"),
        (("in", "--format", "gradescope-results"), "one notebook, not of 2"),
        (("in", "--feedback", "course.ipynb"), "This folder cannot be made"),
        (("in", "--html", "in"), "This file cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_message(
    course: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], words: str
) -> None:
    assert nbready("grade", *options) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
