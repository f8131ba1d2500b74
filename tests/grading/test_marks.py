"""A person's marks, read back and held against what was handed in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nbready.errors import ConfigError
from nbready.grading.marks import apply_marks, read_marks
from nbready.grading.sheet import Sheet

from .classes import answers, hand_in, hand_out, marked


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    course = hand_out(tmp_path / "course.ipynb")
    return marked([hand_in(tmp_path / "in" / "ada.ipynb", course, answers())], course)[0][0]


def saved(folder: Path, marks: object, **others: Any) -> Path:
    path = folder / "marks.json"
    path.write_text(json.dumps({"version": 1, "marks": marks, **others}), encoding="utf-8")
    return path


def given(sheet: Sheet, key: str, points: float | None, *comments: str) -> dict[str, Any]:
    (mark,) = (mark for mark in sheet.marks if mark.key == key)
    return {"points": points, "comments": [*comments], "fingerprint": mark.answer.fingerprint}


def test_a_persons_points_count_and_the_machines_stay_beside(sheet: Sheet, tmp_path: Path) -> None:
    own = {
        "limitations": given(sheet, "limitations", 0.5, "Only one?"),
        "sign_off": given(sheet, "sign_off", None, "Well argued."),
        "guarded": given(sheet, "guarded", 0),
    }
    (found,), messages = apply_marks([sheet], read_marks(saved(tmp_path, {"ada": own})))
    assert messages == ()
    assert (found.points, found.marked) == (17.5, 2)
    limits = next(mark for mark in found.marks if mark.key == "limitations")
    assert (limits.points, limits.machine, limits.comments) == (0.5, 1, ("Only one?",))


def test_what_no_longer_fits_is_one_message_each_and_not_counted(sheet: Sheet, tmp_path: Path) -> None:
    stale = {**given(sheet, "limitations", 0), "fingerprint": "0" * 32}
    own = {
        "limitations": stale,
        "sign-off": given(sheet, "sign_off", 0),
        "sign_off": given(sheet, "sign_off", 2),
    }
    path = saved(tmp_path, {"ada": own, "bob": {"sign_off": stale, "limitations": stale}})
    (found,), messages = apply_marks([sheet], read_marks(path))
    assert found == sheet
    assert messages == (
        "ada: `limitations` was changed after it was marked: look again; the machine's points count.",
        "ada: the rubric has no `sign-off`: that mark is not counted. Did you mean `sign_off`?",
        "ada: `sign_off` was given 2 of 1 points: that mark is not counted.",
        "bob has no notebook here: 2 marks not counted.",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[" * 9000, "JSON"),
        ("[]", "the file is no object"),
        ("{}", "version None"),
        ('{"version": 2}', "version 2 is none that this nbready reads"),
        ('{"version": true, "marks": {}}', "version True"),
        ('{"version": 1, "marks": []}', "`marks` is no object"),
        ('{"version": 1, "marks": {"ada": 3}}', "what `ada` was given is no object"),
        ('{"version": 1, "marks": {"ada": {"x": {}}}}', "`x` of `ada` has no fingerprint"),
        (
            '{"version": 1, "marks": {"ada": {"x": {"fingerprint": "", "points": NaN}}}}',
            "the points of `x` of `ada` are no number",
        ),
        (
            '{"version": 1, "marks": {"ada": {"x": {"fingerprint": "", "points": true}}}}',
            "the points of `x` of `ada` are no number",
        ),
        (
            '{"version": 1, "marks": {"ada": {"x": {"fingerprint": "", "comments": [1]}}}}',
            "the comments of `x` of `ada` are no list",
        ),
        ('{"version": 1, "marks": {}, "comments": "x"}', "`comments` are no list"),
    ],
)
def test_what_holds_no_marks_is_refused_in_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "marks.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        read_marks(path)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_marks_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_marks(tmp_path / "none.json")
