"""Twelve submissions through nbgrader itself: released, graded, marked, and handed back."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nbgraders import Run
from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter
from nbready.charter.questions import default_questions
from nbready.charter.store import is_rules_source
from templates.making import charter_cell, charter_of, make, nbready, read, write

from .classes import answers

pytestmark = pytest.mark.kernel

WORK = "import numpy as np\nrows = np.loadtxt('rows.csv', delimiter=',')\nprint(len(rows), 'rows')"
TEST_POINTS = 4
Notebook = dict[str, Any]
Trick = Callable[[Notebook], None]


def honest(notebook: Notebook) -> None:
    """Nothing is done but what was asked."""


def setup_as(text: str) -> Trick:
    """The first cell, which loads nbready, is another."""

    def trick(notebook: Notebook) -> None:
        notebook["cells"][0]["source"] = text

    return trick


def without_charter_cell(notebook: Notebook) -> None:
    notebook["cells"].remove(charter_cell(notebook))


def softer_rules(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if is_rules_source("".join(cell["source"])):
            cell["source"] = "".join(cell["source"]).replace("data: block", "data: off")


def own_test(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if "assert_answered" in "".join(cell["source"]):
            cell["source"] = "4.0"


HALF = ("decision_action", "decision_maker", "prediction_target")
LEARNING = Charter(answers={"project_intent": {"intent": "learning"}})
# Student: what the charter cell says (None: as handed out), what else is done, points of the test.
CLASS: dict[str, tuple[Charter | None, Trick, float]] = {
    "ada": (answers(), honest, 4),
    "bob": (answers(without=("limitations", "fallback_rollback")), honest, 4),
    "cyd": (answers(without=HALF), honest, 2),
    "dot": (answers(business_objective="Fewer customers leave."), honest, 3.6667),
    "eve": (None, honest, 0),
    "fay": (answers(), setup_as("%env NBREADY=off\n%load_ext nbready"), 0),
    "gus": (answers(), setup_as("pass"), 0),
    "hal": (answers(), without_charter_cell, 0),
    "ida": (LEARNING, honest, 0),
    "joe": (answers(without=HALF), softer_rules, 2),
    "kim": (answers(without=HALF), own_test, 2),
    "lee": (answers(), setup_as("%env NBREADY=record\n%load_ext nbready"), 4),
}


def submit(released: Notebook, folder: Path, charter: Charter | None, trick: Trick) -> None:
    if charter is not None:
        charter_cell(released)["source"] = write_cell(charter, default_questions())
    (data,) = (cell for cell in released["cells"] if cell["id"] == "data-code")
    data["source"] = WORK
    trick(released)
    folder.mkdir(parents=True)
    write(folder / "course.ipynb", released)
    (folder / "rows.csv").write_text("1,0\n2,1\n", encoding="utf-8")


def rules_of(notebook: Notebook) -> list[str]:
    sources = ("".join(cell["source"]) for cell in notebook["cells"])
    return [source for source in sources if is_rules_source(source)]


def scores(gradebook: Path) -> dict[str, dict[str, float]]:
    """What nbgrader itself gives: the test's points, and all of them, by student."""
    api = pytest.importorskip("nbgrader.api")
    with api.Gradebook(f"sqlite:///{gradebook}") as book:
        return {
            student: {
                "test": book.find_grade("charter-answered", "course", "ps1", student).score,
                "all": book.find_submission("ps1", student).score,
            }
            for student in CLASS
        }


def test_twelve_submissions_from_release_to_feedback(
    nbgrader: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "class"
    course = folder / "source" / "ps1" / "course.ipynb"
    course.parent.mkdir(parents=True)
    options = ("--nbgrader", "--points", "10", "--test-points", TEST_POINTS)
    stored = make(course, "--preset", "churn", *options)["metadata"]["nbready"]
    nbgrader("generate_assignment", "ps1", "--create")
    release = folder / "release" / "ps1" / "course.ipynb"
    released = read(release)
    assert released["metadata"]["nbready"] == stored
    assert charter_of(released) == charter_of(read(course))
    assert "MARK SCHEME" not in json.dumps(released)
    for student, (charter, trick, _) in CLASS.items():
        submit(read(release), folder / "submitted" / student / "ps1", charter, trick)

    # Reviewed by a fellow student, and entered: nbgrader takes notebook and review as they are.
    said = ("--gate", "data", "--answer", "data.clear=yes", "--answer", "data.checkable=yes")
    reviewed = folder / "submitted" / "ada" / "ps1" / "course.ipynb"
    assert nbready("review", reviewed, "--by", "bob", *said, "--consulted") == 0

    # Recorded, not stopped: whoever answered nothing still comes to the end.
    nbgrader("autograde", "ps1", NBREADY="record")
    eve = read(folder / "autograded" / "eve" / "ps1" / "course.ipynb")
    shown = str([cell.get("outputs") for cell in eve["cells"]])
    assert "2 rows" in shown
    assert "Recorded, not stopped." in shown
    assert "Not answered yet" in shown
    given = {student: found["test"] for student, found in scores(folder / "gradebook.db").items()}
    assert given == {student: pytest.approx(points, abs=1e-3) for student, (*_, points) in CLASS.items()}

    # What students made of the rules is gone, what they answered is there.
    graded = read(folder / "autograded" / "joe" / "ps1" / "course.ipynb")
    assert graded["metadata"]["nbready"]["template"] == stored["template"]
    assert charter_of(graded).answers == answers(without=HALF).answers
    assert rules_of(graded) == rules_of(released) != []
    assert not [o for c in graded["cells"] for o in c.get("outputs", ()) if o["output_type"] == "error"]
    marked = [cell["metadata"]["nbgrader"] for cell in graded["cells"] if "nbgrader" in cell["metadata"]]
    assert [cell["points"] for cell in marked if cell["task"]] == [10]

    assert nbready("reviews", folder / "autograded", "-o", folder / "reviews.csv") == 0
    with (folder / "reviews.csv").open(encoding="utf-8-sig") as file:
        assert [line["student"] for line in csv.DictReader(file) if line["reviewed"] == "ada"] == ["bob"]

    # Marked from the files, and put into nbgrader's gradebook.
    monkeypatch.chdir(folder)
    options = ("--template", release, "--assignment", "ps1")
    assert nbready("grade", "autograded", *options, "--format", "nbgrader", "-o", "marks.csv") == 0
    with Path("marks.csv").open(encoding="utf-8") as file:
        marks = {line["student_id"]: float(line["score"]) for line in csv.DictReader(file)}
    assert marks["ada"] == 19
    for honest_one, tricky in (
        ("ada", "fay"),
        ("ada", "gus"),
        ("ada", "hal"),
        ("ada", "lee"),
        ("cyd", "ida"),
    ):
        assert marks[tricky] < marks[honest_one]
    assert marks["eve"] == marks["hal"] == 0
    assert marks["joe"] <= marks["cyd"]  # nbgrader has put rules and test back
    assert marks["kim"] <= marks["cyd"]

    assert nbready("grade", "autograded", *options, "--gradebook", "gradebook.db", "--feedback", "back") == 0
    assert "gradebook.db: 12 notebooks marked." in capsys.readouterr().err
    assert scores(folder / "gradebook.db")["ada"]["all"] == 10 + TEST_POINTS
    assert scores(folder / "gradebook.db")["eve"]["all"] == 0

    # nbgrader's own feedback shows points and comment; ours has no mark scheme in it.
    nbgrader("generate_feedback", "ps1")
    page = (folder / "feedback" / "bob" / "ps1" / "course.html").read_text(encoding="utf-8")
    assert "The charter (10 points)" in page
    assert "Charter: 17 of 19 points." in page
    own = (folder / "back" / "bob.html").read_text(encoding="utf-8")
    assert "<strong>17</strong> of 19 points" in own
    assert "MARK SCHEME" not in own


def test_without_a_test_the_course_is_valid_as_it_is(nbgrader: Run, tmp_path: Path) -> None:
    course = tmp_path / "course.ipynb"
    make(course, "--preset", "churn", "--nbgrader", "--points", "12")
    assert "Success! Your notebook passes all the tests." in nbgrader("validate", str(course))


def test_a_gradebook_that_is_not_there_or_knows_nothing_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    api = pytest.importorskip("nbgrader.api")
    monkeypatch.chdir(tmp_path)
    # A new gradebook is made by another program of nbgrader's environment.
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    make(tmp_path / "ada.ipynb", "--preset", "churn")
    assert nbready("grade", "ada.ipynb", "--gradebook", "none.db") == 2
    assert "There is no such gradebook." in capsys.readouterr().err
    with api.Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        book.add_assignment("ps1")
    assert nbready("grade", "ada.ipynb", "--gradebook", "gradebook.db") == 2
    assert "no assignment `The charter`. It has: ps1." in capsys.readouterr().err
    assert nbready("grade", "ada.ipynb", "--gradebook", "gradebook.db", "--assignment", "ps1") == 0
    assert "ada: nbgrader has no such submission" in capsys.readouterr().err
