"""What a student gets back says why, in words that need no scheme."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from nbready.grading.feedback import write_feedback
from nbready.grading.sheet import Sheet
from report.submissions import LOAD
from templates.making import nbready

from .classes import answers, hand_in, hand_out, marked

PUT_OFF = '%nbready defer limitations --reason "No cases yet" --owner "M. Okoro" --until 2026-08-01'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return hand_out(tmp_path / "course.ipynb")


def lines_of(sheet: Sheet) -> dict[str, str]:
    """What the table of points says of each question, as a reader sees it."""
    page = write_feedback(sheet, "Week 3")
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    texts = [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in table.split("<tr>")[1:]]
    return {
        mark.label: text.removeprefix(mark.label).strip()
        for mark, text in zip(sheet.marks, texts, strict=True)
    }


def test_each_line_says_why(course: Path, tmp_path: Path) -> None:
    charter = answers(
        without=("limitations", "sign_off"),
        business_objective="Fewer customers leave, in Retail.",
        decision_maker={"approver": "management", "process_owner": "team"},
    )
    path = hand_in(tmp_path / "in" / "ada.ipynb", course, charter, f"{PUT_OFF}\n{LOAD}")
    said = lines_of(marked([path], course)[0][0])
    assert said["Business objective"] == "Business objective names no number. Weak 0.5 of 1"
    assert said["Limitations"].startswith("put off until 2026-08-01: No cases yet (M. Okoro)")
    assert said["Limitations"].endswith("Put off 0.25 of 1")
    assert said["Sign-off"] == "Nothing is written here yet. Open 0 of 1"
    assert said["Prediction target"] == "Complete 1 of 1"
    # One reason beside the points; the others are on the card.
    assert said["Decision maker"] == (
        '"Says yes" of Decision maker names nobody who could be asked: management '
        "1 remark more in your charter below. Open 0 of 1"
    )
    assert said["The charter came first"].startswith("The data was loaded with questions open. No 0 of 1")


def test_a_notebook_that_cannot_be_read_says_so_and_lists_nothing(course: Path, tmp_path: Path) -> None:
    path = tmp_path / "in" / "ada.ipynb"
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    page = write_feedback(marked([path], course)[0][0], "Week 3")
    assert "<b>Your notebook could not be read.</b>" in page
    assert "<table>" not in page


def test_no_nothing_goes_unseen_into_a_gradebook(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in(tmp_path / "in" / "ada.ipynb", course, answers())
    (tmp_path / "in" / "bob.ipynb").write_text("{", encoding="utf-8")
    options = ("--template", course, "--format", "canvas", "-o", tmp_path / "canvas.csv")
    assert nbready("grade", tmp_path / "in", *options) == 0
    assert "bob: This file is not a notebook in JSON" in capsys.readouterr().err
