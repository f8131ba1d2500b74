"""What holds for any rubric, any class and any marks."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbready.charter.questions import default_questions
from nbready.errors import ConfigError
from nbready.escape import plain_text
from nbready.grading.marks import apply_marks, read_marks
from nbready.grading.page import write_page
from nbready.grading.rubric import MOST, STATES, Course, Rubric, load_rubric
from nbready.grading.sheet import Sheet, mark_rows
from nbready.report.row import EARLY, GUARD_OFF, QuestionState, Row, Status
from templates.making import read, write

from .classes import answers, hand_in, hand_out, marked
from .test_sheet import TRICKS

COURSE = Course(questions=default_questions())
KEYS = tuple(COURSE.questions.by_key)

points = st.decimals(0, MOST, places=2).map(float)
# What a line of a rubric can hold: quoted, so that it is text whatever it looks like.
lines = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(
    lambda text: text.isprintable() and text.strip() == text
)
items = st.fixed_dictionaries(
    {"points": points}, optional={"guide": lines, "comments": st.lists(lines, max_size=3)}
)


@st.composite
def shares(draw: st.DrawFn) -> dict[str, float]:
    """The share of each state, so that whoever answers does not lose by it."""
    least, *middle, most = sorted(draw(st.lists(st.floats(0, 1), min_size=4, max_size=4)))
    weak, deferred = draw(st.permutations(middle))
    return {"complete": most, "weak": weak, "deferred": deferred, "open": least}


rubrics = st.fixed_dictionaries(
    {
        "title": lines,
        "points": points,
        "states": shares(),
        "questions": st.dictionaries(st.sampled_from(KEYS), items, min_size=1),
        "conduct": st.dictionaries(st.sampled_from(("guarded", "in_order")), points),
        "comments": st.lists(lines, max_size=3),
    }
)


def loaded(table: Mapping[str, Any] | str) -> Rubric:
    """A rubric out of a file; JSON is YAML."""
    text = table if isinstance(table, str) else json.dumps(table, ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rubric.yaml")
        path.write_text(text, encoding="utf-8")
        return load_rubric(path, COURSE)


def attempt(text: str) -> Rubric | ConfigError:
    """The rubric, or what is wrong with it."""
    try:
        return loaded(text)
    except ConfigError as error:
        return error


@given(rubrics)
def test_a_rubric_says_what_its_file_says(table: dict[str, Any]) -> None:
    rubric = loaded(table)
    assert (rubric.title, rubric.comments) == (table["title"], tuple(table["comments"]))
    assert rubric.conduct == table["conduct"]
    assert [*rubric.items] == [key for key in KEYS if key in table["questions"]]
    for key, item in rubric.items.items():
        own = table["questions"][key]
        assert (item.points, item.guide) == (own["points"], own.get("guide", ""))
        assert item.comments == tuple(own.get("comments", ()))
        assert item.states == table["states"]
    given_points = sum(own["points"] for own in table["questions"].values()) + sum(table["conduct"].values())
    assert rubric.points == pytest.approx(given_points)


odd = st.one_of(
    st.floats(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.text(max_size=10),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    st.sampled_from(("1e400", "-0", "1_000", "٣", "½", "0x10", "1,5", "inf", " 2 ", "2.")),
)
PLACES = ("points", "title", "states", "questions", "conduct", "comments")


@given(st.sampled_from((*PLACES, "states.weak", "questions.limitations", "conduct.guarded", "x")), odd)
def test_a_rubric_with_odd_values_is_read_or_is_one_message_with_its_line(place: str, value: object) -> None:
    outer, _, inner = place.partition(".")
    text = f"title: x\n{outer}:" if outer != "title" else "\ntitle:"
    shown = json.dumps(value, ensure_ascii=True)
    rubric = attempt(f"{text}\n  {inner}: {shown}\n" if inner else f"{text} {shown}\n")
    if isinstance(rubric, ConfigError):
        assert rubric.line in (2, 3)
        assert "\n" not in rubric.message
        return
    assert 0 <= rubric.points <= MOST * (len(KEYS) + 2)
    assert all(0 <= item.points <= MOST for item in rubric.items.values())
    assert all(0 <= item.states[state] <= 1 for item in rubric.items.values() for state in STATES)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A notebook by what is known of it."""
    statuses = draw(
        st.dictionaries(st.sampled_from(KEYS), st.sampled_from(("answered", "weak", "deferred", "open")))
    )
    return Row(
        path="in/ada.ipynb",
        loads=draw(st.booleans()),
        early=tuple(draw(st.sets(st.sampled_from([*EARLY])))),
        guard_off=tuple(draw(st.sets(st.sampled_from([*GUARD_OFF])))),
        broken=draw(st.sampled_from(("", "The rules were changed."))),
        edited_pins=tuple(draw(st.sets(st.sampled_from(KEYS), max_size=2))),
        questions=states(statuses),
    )


def states(statuses: Mapping[str, Status]) -> tuple[QuestionState, ...]:
    return tuple(
        QuestionState(key=key, label=key, gate=COURSE.questions[key].gate, status=status)
        for key, status in statuses.items()
    )


def sheet_of(row: Row, rubric: Rubric) -> Sheet:
    return mark_rows([("ada", row)], rubric, COURSE)[0]


@given(rubrics, rows())
def test_points_are_never_below_nothing_nor_above_the_most(table: dict[str, Any], row: Row) -> None:
    rubric = loaded(table)
    sheet = sheet_of(row, rubric)
    assert all(0 <= mark.machine <= mark.possible for mark in sheet.marks)
    assert sheet.points == pytest.approx(sum(mark.points for mark in sheet.marks))
    assert 0 <= sheet.points <= sheet.possible == pytest.approx(rubric.points)
    assert sheet_of(Row(path="x", problem="No notebook."), rubric).possible == sheet.possible


@given(rubrics, rows(), st.data())
def test_silencing_never_brings_points(table: dict[str, Any], row: Row, data: st.DataObject) -> None:
    """Answers taken away or declared not asked, the guard off, data too early, rules edited: all at once."""
    silent = data.draw(st.sets(st.sampled_from(KEYS)), label="silenced")
    how: Status = data.draw(st.sampled_from(("open", "not_asked")), label="how")
    other = data.draw(rows(), label="tricks")
    tricked = replace(
        row,
        loads=row.loads and other.loads,
        early=(*row.early, *other.early),
        guard_off=(*row.guard_off, *other.guard_off),
        broken=row.broken or other.broken,
        edited_pins=(*row.edited_pins, *other.edited_pins),
        questions=states({q.key: how if q.key in silent else q.status for q in row.questions}),
    )
    rubric = loaded(table)
    assert sheet_of(tricked, rubric).points <= sheet_of(row, rubric).points + 1e-9


@settings(max_examples=20)
@given(st.lists(st.sampled_from(TRICKS), unique=True, min_size=2, max_size=4), st.booleans())
def test_no_tricks_together_score_better_than_the_same_notebook_without_them(
    tricks: list[Any], is_held_against_template: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        course = hand_out(Path(folder, "course.ipynb"))
        honest = hand_in(Path(folder, "in", "ada.ipynb"), course, answers(without=("limitations",)))
        notebook = read(honest)
        for trick in tricks:
            # One trick may have taken away what another one changes.
            with contextlib.suppress(ValueError, StopIteration):
                trick(notebook)
        write(Path(folder, "in", "bob.ipynb"), notebook)
        template = course if is_held_against_template else None
        if template is None:
            course.unlink()
        ada, bob = marked([honest, Path(folder, "in", "bob.ipynb")], template)[0]
    assert bob.possible == ada.possible
    assert bob.points <= ada.points


texts = st.text(st.characters(codec="utf-8"), max_size=40)


@given(texts, st.dictionaries(texts, st.tuples(st.none() | points, st.lists(texts, max_size=2)), max_size=3))
def test_marks_read_back_keep_points_and_comments_of_any_text(
    student: str, own: dict[str, tuple[float | None, list[str]]]
) -> None:
    given_marks = {
        key: {"points": number, "comments": comments, "fingerprint": key}
        for key, (number, comments) in own.items()
    }
    comments = [text for _, each in own.values() for text in each]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "marks.json")
        value = {"version": 1, "marks": {student: given_marks}, "comments": comments}
        path.write_text(json.dumps(value), encoding="utf-8")
        marks = read_marks(path)
    assert marks.comments == tuple(comments)
    assert {key: (mark.points, [*mark.comments]) for key, mark in marks.by_student[student].items()} == own


class Page(HTMLParser):
    """The points and comments that stand in the fields of a marker's page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.points: list[str] = []
        self.comments: list[str] = []
        self.is_in = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("class", "points") in attrs:
            self.points += [value or "" for name, value in attrs if name == "value"]
        self.is_in = tag == "textarea"
        if self.is_in:
            self.comments.append("")

    def handle_endtag(self, tag: str) -> None:
        self.is_in = False

    def handle_data(self, data: str) -> None:
        if self.is_in:
            self.comments[-1] += data


@given(rubrics, rows(), st.data())
def test_marks_that_are_put_on_a_sheet_stay_within_it_and_come_with_its_page(
    table: dict[str, Any], row: Row, data: st.DataObject
) -> None:
    rubric = loaded(table)
    sheet = sheet_of(row, rubric)
    number = st.none() | points
    own = {
        mark.key: {
            "points": data.draw(number),
            "comments": data.draw(st.lists(texts, max_size=2)),
            "fingerprint": mark.answer.fingerprint,
        }
        for mark in sheet.marks
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "marks.json")
        path.write_text(json.dumps({"version": 1, "marks": {"ada": own}}), encoding="utf-8")
        (found,), messages = apply_marks([sheet], read_marks(path))
    assert 0 <= found.points <= found.possible
    over = {key for key, mark, most in with_most(own, sheet) if (mark["points"] or 0) > most}
    assert len(messages) == len(over)
    for mark in found.marks:
        expected = None if mark.key in over else own[mark.key]["points"]
        assert mark.marker == expected
        assert mark.comments == (() if mark.key in over else tuple(own[mark.key]["comments"]))
    page = Page("".join(write_page([found], rubric, COURSE)))
    assert [float(value) if value else None for value in page.points] == [m.marker for m in found.marks]
    # The line end before the text is none of it; browsers know only one kind.
    shown = [plain_text("\n".join(mark.comments)) for mark in found.marks]
    assert [text.removeprefix("\n") for text in page.comments] == shown


def with_most(own: Mapping[str, Any], sheet: Sheet) -> Iterator[tuple[str, Any, float]]:
    for mark in sheet.marks:
        yield mark.key, own[mark.key], mark.possible
