"""What Canvas makes of the gradebook that we write for it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.errors import ConfigError
from nbready.grading.columns import Task
from nbready.grading.formats import FORMATS
from nbready.grading.roster import Roster
from nbready.grading.sheet import Mark, Sheet
from nbready.report.row import Answer, Row

from .canvas import WORKED_OUT, Student, import_gradebook

COURSE = {
    77: Student("Ada Lovelace", "Lovelace, Ada", "S-77", "ada"),
    78: Student("Grace Hopper", "Hopper, Grace", "S-78", "grace@uni.example"),
}
ASSIGNMENTS = {42: "Week 3", 43: "Week 4 (7)"}


def sheet(student: str, points: float = 1, possible: float = 2, path: str = "") -> Sheet:
    mark = Mark(key="a", label="A", state="complete", possible=possible, machine=points, answer=Answer())
    row = Row(path=path or f"in/{student}.ipynb", changed=dt.datetime(2026, 6, 1, 12, 30))
    return Sheet(student=student, row=row, marks=(mark,))


def written(*sheets: Sheet, title: str = "Week 3 (42)", **lines: dict[str, str]) -> str:
    return FORMATS["canvas"].write(sheets, Task(title=title, roster=Roster(lines=lines)))


def grades(text: str) -> dict:
    return import_gradebook(text, COURSE, ASSIGNMENTS).grades


def test_a_student_is_found_by_login() -> None:
    text = written(sheet("ada", 1.5), sheet("grace@uni.example", 2))
    assert grades(text) == {77: {42: "1.5"}, 78: {42: "2"}}
    assert import_gradebook(text, COURSE, ASSIGNMENTS).possible == {42: "2"}


def test_a_student_is_found_by_the_number_in_the_name_of_a_download() -> None:
    text = written(sheet("lovelaceada", 1, path="in/lovelaceada_LATE_77_1234_week3.ipynb"))
    assert grades(text) == {77: {42: "1"}}


@pytest.mark.parametrize(
    "line",
    [
        {"Student": "Lovelace, Ada"},
        {"Student": "Ada Lovelace", "SIS Login ID": "of another course"},
        {"Student": "Somebody", "ID": "77"},
        {"Student": "Somebody", "SIS User ID": "S-77"},
    ],
)
def test_a_student_is_found_by_what_the_class_list_knows(line: dict[str, str]) -> None:
    assert grades(written(sheet("a.l", 1), **{"a.l": {"Section": "Monday; morning", **line}})) == {
        77: {42: "1"}
    }


def test_whom_canvas_does_not_know_it_asks_for() -> None:
    assert grades(written(sheet("bob", 1))) == {"bob": {42: "1"}}


@pytest.mark.parametrize(
    ("title", "assignment"),
    [
        ("Week 3 (42)", 42),
        ("Week 3", 42),
        ("Another name (42)", 42),
        ("Week 4 (7)", 43),
        ("Week 5", "Week 5"),
        ("Week 5 (99)", "Week 5"),
        ("Projects, part 2; all", "Projects, part 2; all"),
    ],
)
def test_the_title_leads_to_an_assignment_or_makes_one(title: str, assignment: int | str) -> None:
    assert grades(written(sheet("ada", 1), title=title)) == {77: {assignment: "1"}}


@pytest.mark.parametrize(
    "title", ["", " ", "Final Grade", "Week 3: Current Score", "Section", "SIS Login ID"]
)
def test_a_title_that_canvas_leaves_out_is_refused(title: str) -> None:
    with pytest.raises(ConfigError, match="Canvas takes no marks from a column"):
        written(sheet("ada"), title=title)


def test_two_notebooks_of_one_student_are_refused() -> None:
    two = (sheet("ada/a", path="lovelaceada_77_1_a.ipynb"), sheet("ada/b", path="lovelaceada_77_2_b.ipynb"))
    with pytest.raises(ConfigError, match="`77` stands in two lines"):
        written(*two)


TAKEN = {"Student", "ID", "SIS User ID", "SIS Login ID", "Section"}
NAMES = st.text(min_size=1, max_size=20)
POINTS = st.floats(0, 10_000).map(lambda number: round(number, 2))


@given(
    st.dictionaries(NAMES, POINTS, min_size=1, max_size=4),
    st.text(st.characters(codec="utf-8"), max_size=20),
)
def test_whoever_is_marked_gets_their_points_whatever_things_are_called(
    points: dict[str, float], title: str
) -> None:
    sheets = [
        sheet(name, number, 10_000, path=f"x_{place}_1_a.ipynb")
        for place, (name, number) in enumerate(points.items(), 1)
    ]
    course = {place: Student("", "") for place in range(1, len(points) + 1)}
    try:
        text = written(*sheets, title=title)
    except ConfigError:
        assert not title.strip() or WORKED_OUT.search(title) or title in TAKEN
        return
    found = import_gradebook(text, course, {})
    assert [float(*own.values()) for own in found.grades.values()] == [*points.values()]
    assert [float(number) for number in found.possible.values()] == [10_000]
