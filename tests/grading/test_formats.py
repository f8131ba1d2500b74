"""Tables that gradebooks import."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from nbready.errors import ConfigError
from nbready.grading.columns import CANVAS, NBGRADER, Task
from nbready.grading.formats import FORMATS
from nbready.grading.roster import Roster, read_roster
from nbready.grading.sheet import Sheet
from nbready.report.formats import format_for

from .classes import answers, hand_in, hand_out, marked


@pytest.fixture
def sheets(tmp_path: Path) -> tuple[Sheet, ...]:
    course = hand_out(tmp_path / "course.ipynb")
    hand_in(tmp_path / "in" / "ada.ipynb", course, answers())
    hand_in(tmp_path / "in" / "=bob.ipynb", course, answers(without=("limitations",)))
    return marked([tmp_path / "in"], course)[0]


def rows(sheets: tuple[Sheet, ...], name: str, roster: Roster | None = None) -> list[dict[str, str]]:
    text = FORMATS[name].write(sheets, Task(title="Week 3 (42)", roster=roster or Roster()))
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_a_line_a_student_and_a_column_a_question(sheets: tuple[Sheet, ...]) -> None:
    bob, ada = rows(sheets, "csv")
    assert (ada["student"], ada["points"], ada["possible"]) == ("ada", "19", "19")
    assert (bob["student"], bob["points"], bob["limitations"]) == ("'=bob", "18", "0")


def test_canvas_takes_it(sheets: tuple[Sheet, ...]) -> None:
    possible, bob, ada = rows(sheets, "canvas")
    assert [*ada] == [*(column.title for column in CANVAS[:-1]), "Week 3 (42)"]
    assert possible["Student"].strip() == "Points Possible"
    assert [line["Week 3 (42)"] for line in (possible, bob, ada)] == ["19", "18", "19"]
    assert ada["SIS Login ID"] == "ada"


def test_nbgraders_columns_are_those_of_its_own_export(sheets: tuple[Sheet, ...]) -> None:
    export = pytest.importorskip("nbgrader.plugins.export")
    source = Path(export.__file__).read_text(encoding="utf-8")
    keys = source.partition("keys = [")[2].partition("]")[0]
    assert [key.strip(' "\n') for key in keys.split(",")] == [column.title for column in NBGRADER]
    _, ada = rows(sheets, "nbgrader")
    assert (ada["assignment"], ada["student_id"], ada["score"], ada["max_score"]) == (
        "Week 3 (42)",
        "ada",
        "19",
        "19",
    )


CLASS = (
    "\ufeffStudent,ID,SIS Login ID,Section\n    Points Possible,,,\n"
    '"Lovelace, Ada",77,ada,Monday\n"Hopper, Grace",78,grace,Monday\n'
)


def test_a_class_list_knows_what_gradebooks_call_people(sheets: tuple[Sheet, ...], tmp_path: Path) -> None:
    (tmp_path / "class.csv").write_text(CLASS, encoding="utf-8")
    roster = read_roster(tmp_path / "class.csv")
    _, _, ada = rows(sheets, "canvas", roster)
    assert [*ada.values()][:5] == ["Lovelace, Ada", "77", "", "ada", "Monday"]
    assert roster.missing(sheet.student for sheet in sheets) == ("=bob",)
    assert roster.find("Monday") == {}  # shared by two
    assert rows(sheets, "gradescope", roster)[1]["SID"] == "77"


def test_gradescopes_columns_are_those_of_its_downloads(tmp_path: Path) -> None:
    course = hand_out(tmp_path / "course.ipynb")
    hand_in(tmp_path / "in" / "ada.ipynb", course, answers())
    (tmp_path / "in" / "bob.ipynb").write_text("{", encoding="utf-8")
    sheets = marked([tmp_path / "in"], course)[0]
    ada, bob = rows(sheets, "gradescope")
    # The first line of a download of 2022, less a column that only some courses have.
    head = (
        "First Name,Last Name,SID,Email,Sections,Total Score,Max Points,Status,Submission ID,Submission Time,"
        "Lateness (H:M:S),View Count,Submission Count,1: Business objective (1.0 pts)"
    )
    assert ",".join([*ada][:14]) == head
    assert (ada["Total Score"], ada["Status"], ada["1: Business objective (1.0 pts)"]) == (
        "19",
        "Graded",
        "1",
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}", ada["Submission Time"])
    # What could not be read was not graded, and is not nothing.
    assert (bob["Total Score"], bob["Max Points"], bob["Status"]) == ("", "19", "Ungraded")


@pytest.mark.parametrize("text", ["", "Student,ID\n", 'a,b\n"c,d'])
def test_a_list_without_students_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "class.csv").write_text(text, encoding="utf-8")
    if "c" in text:
        assert not read_roster(tmp_path / "class.csv").find("d")
        return
    with pytest.raises(ConfigError, match="has no students"):
        read_roster(tmp_path / "class.csv")


def test_gradescope_gets_the_results_of_one_notebook(sheets: tuple[Sheet, ...]) -> None:
    write = FORMATS["gradescope-results"].write
    value = json.loads(write(sheets[:1], Task(title="x")))
    assert value["score"] == 18
    assert {value[key] for key in value if key.endswith("_format")} == {"text"}
    assert len(value["tests"]) == 19
    limits = next(test for test in value["tests"] if test["name"] == "Limitations")
    assert (limits["score"], limits["max_score"], limits["output"]) == (0, 1, "Open.")
    with pytest.raises(ConfigError, match="one notebook, not of 2"):
        write(sheets, Task(title="x"))


def test_the_table_says_who_lost_what(sheets: tuple[Sheet, ...]) -> None:
    text = FORMATS["table"].write(sheets, Task(title="x"))
    assert "2 notebooks: 18 to 19 of 19 points, median 18.5." in text
    assert "Most points lost: Limitations 1." in text
    assert "No notebook." in FORMATS["table"].write((), Task(title="x"))


def test_endings_name_formats() -> None:
    assert [format_for(Path(name), FORMATS) for name in ("a.csv", "results.json", "a.txt")] == [
        "csv",
        "gradescope-results",
        "table",
    ]
