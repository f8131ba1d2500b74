"""``nbready review`` and ``nbready reviews``, as a student and as an instructor type them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from grading.classes import answers, hand_in, hand_out
from nbready.cli import cli
from templates.making import nbready

YES = ("--gate", "data", "--answer", "data.clear=yes", "--answer", "data.checkable=yes")
FORM = '{"gates": {"data": {"clear": "no", "checkable": "yes", "comment": "Who?\\nAnd when?"}}}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    course = hand_out(tmp_path / "course.ipynb")
    for name in ("ada", "bob", "cem"):
        path = tmp_path / "in" / name / "week3.ipynb"
        hand_in(path, course, answers(limitations=f"Not for what {name} found.", author=""))
        path.write_text(path.read_text().replace("author: Ada", f"author: {name.title()} A."))
    return tmp_path


BOB = "in/bob/week3.ipynb"


def test_a_review_without_a_terminal_is_shown_to_readers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = Path(BOB).read_bytes()
    assert nbready("review", BOB, "--by", "Ada A.", *YES, "--answer", "data.work=<b>callers</b>") == 0
    assert Path(BOB).read_bytes() == data
    nbformat.validate(nbformat.read(BOB, as_version=4))
    assert nbready("review", BOB, "--by", "Cem A.", "--gate", "data", "--format", "json", "--from", "-") == 2
    Path("form.json").write_text(FORM)
    capsys.readouterr()
    assert (
        nbready("review", BOB, "--by", "Cem A.", "--gate", "data", "--format", "json", "--from", "form.json")
        == 0
    )
    assert json.loads(capsys.readouterr().out)["gates"]["data"]["comment"] == "Who?\nAnd when?"
    for command in (("review", BOB), ("charter", BOB), ("charter", BOB, "--format", "md")):
        assert nbready(*command) == 0
        shown = capsys.readouterr().out
        assert "Ada A" in shown
        assert "callers" in shown
        assert "And when?" in shown
    assert nbready("charter", BOB, "--format", "html") == 0
    page = capsys.readouterr().out
    assert "&lt;b&gt;callers&lt;/b&gt;" in page
    assert nbready("charter", BOB, "--redact") == 0
    assert "Peer reviews".upper() not in capsys.readouterr().out
    assert nbready("review", BOB, "--format", "json") == 0
    value = json.loads(capsys.readouterr().out)
    assert [(r["by"], r["is_self"], r["older"]) for r in value["reviews"]] == [
        ("Ada A.", False, []),
        ("Cem A.", False, []),
    ]


def test_asked_in_a_terminal_and_entered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbready.cli.review.is_terminal", lambda: True)
    typed = "yes\nno\n\nWhich quarter?\ny\n"
    done = CliRunner().invoke(cli, ["review", BOB, "--by", "Ada A.", "--gate", "data"], input=typed)
    assert done.exit_code == 0, done.output
    assert "Business objective" in done.output
    assert "Which quarter?" in Path(BOB).read_text()
    assert nbready("check", BOB) in (0, 1)
    again = CliRunner().invoke(cli, ["review", BOB, "--by", "Ada A.", "--gate", "data"], input="n\n")
    assert again.exit_code != 0
    interrupted = CliRunner().invoke(cli, ["review", BOB, "--by", "Cem", "--gate", "data"], input="yes\n")
    assert interrupted.exit_code != 0
    assert [path.name for path in Path(f"{BOB}.reviews").iterdir()] == ["ada-a.yaml"]


def test_an_author_enters_what_others_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("Ada A.", "Bob A.", "Cem A."):
        assert nbready("review", BOB, "--by", name, *YES) == 0
    assert nbready("review", BOB, "--consulted") == 0
    assert "Ada A., Cem A." in capsys.readouterr().err
    assert nbready("review", BOB, "--consulted") == 0
    assert "nothing new to enter" in capsys.readouterr().err


def test_who_reviewed_whom(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nbready("reviews", "in", "--each", 1, "--check") == 1
    for of, by in (("bob", "Ada A."), ("ada", "bob"), ("bob", "Cem A."), ("cem", "cem")):
        assert nbready("review", f"in/{of}/week3.ipynb", "--by", by, *YES) == 0
    capsys.readouterr()
    assert nbready("reviews", "in", "--each", 1) == 0
    assert "1 review each: all there." in capsys.readouterr().out
    assert nbready("reviews", "in", "--each", 1, "--check", "-o", "who.csv") == 0
    lines = list(csv.DictReader(io.StringIO(Path("who.csv").read_text(encoding="utf-8-sig"))))
    assert [(line["student"], line["reviewed"], line["self_reviews"]) for line in lines] == [
        ("ada", "bob", "0"),
        ("bob", "ada", "0"),
        ("cem", "bob", "1"),
    ]
    assert nbready("reviews", "in", "--each", 2, "--check", "--format", "json") == 1


def test_reviews_that_were_handed_in_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("drop").mkdir()
    assert nbready("review", BOB, "--by", "Ada A.", *YES, "-o", "drop/1.yaml") == 0
    assert not Path(f"{BOB}.reviews").exists()
    Path("drop", "2.yaml").write_text("junk")
    assert nbready("reviews", "in", "--collect", "drop") == 0
    said = capsys.readouterr()
    assert "1 review beside the notebooks, of 2" in said.err
    assert "drop/2.yaml" in said.err
    assert Path(f"{BOB}.reviews", "ada-a.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("review", BOB, "--by", "Ada"), "Nobody is there to be asked"),
        (("review", BOB, *YES), "Say who reviews it"),
        (("review", BOB, "--by", "Ada", *YES, "--from", "x.yaml"), "not with both"),
        (("review", BOB, "--by", "Ada", "--from", "x.yaml"), "This review cannot be read"),
        (("review", BOB, "--by", "Ada", "--answer", "data.clear=yes"), "`checkable` is not answered"),
        (("review", BOB, "--by", "Ada", *YES, "--form", "x.yaml"), "This form cannot be read"),
        (
            ("review", "course.ipynb", "--by", "Ada", "--gate", "launch", "--answer", "data.clear=yes"),
            "Nothing of the launch",
        ),
        (("review", BOB, "--by", "Ada", *YES, "-o", "in"), "This file cannot be written"),
        (("reviews", "none"), "There is no such file or folder"),
        (("reviews", "in", "--check"), "--each N"),
        (("reviews", "in", "--roster", "none.csv"), "This class list cannot be read"),
    ],
)
def test_what_cannot_be_done_is_one_message(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    assert nbready(*arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert not Path(f"{BOB}.reviews").exists()


def test_a_second_review_needs_leave(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nbready("review", BOB, "--by", "Ada A.", *YES) == 0
    assert nbready("review", BOB, "--by", "ada a", *YES) == 2
    assert "--replace" in capsys.readouterr().err
    assert nbready("review", BOB, "--by", "ada a", *YES, "--replace") == 0
    assert len([*Path(f"{BOB}.reviews").iterdir()]) == 1


def test_a_form_to_fill_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nbready("review", BOB, "--write-form", "--gate", "data", "-o", "form.yaml") == 0
    text = (
        Path("form.yaml")
        .read_text()
        .replace("clear:\n", "clear: yes\n")
        .replace("checkable:\n", "checkable: yes\n")
    )
    Path("form.yaml").write_text(text)
    assert nbready("review", BOB, "--by", "Ada", "--gate", "data", "--from", "form.yaml") == 0
