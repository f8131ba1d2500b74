"""What answers earn, and that nobody earns by switching the guard off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nbready.charter.model import Charter
from nbready.charter.store import is_rules_source
from nbready.grading.sheet import Sheet, format_points
from report.submissions import LOAD, submit
from templates.making import charter_cell, read, write

from .classes import GUARD, answers, hand_in, hand_out, marked

Notebook = dict[str, Any]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return hand_out(tmp_path / "course.ipynb")


def sheet_of(path: Path, course: Path, rubric: Path | None = None) -> Sheet:
    return marked([path], course, rubric)[0][0]


def states(sheet: Sheet) -> dict[str, str]:
    return {mark.key: mark.state for mark in sheet.marks}


def test_everything_answered_earns_everything(course: Path, tmp_path: Path) -> None:
    sheet = sheet_of(hand_in(tmp_path / "ada.ipynb", course, answers()), course)
    assert sheet.points == sheet.possible == 19
    assert {*states(sheet).values()} == {"complete", "kept"}


def test_each_state_earns_its_share(course: Path, tmp_path: Path) -> None:
    charter = answers(
        without=("limitations", "fallback_rollback"), business_objective="Fewer customers leave, in Retail."
    )
    line = '%nbready defer limitations --reason "No cases yet" --owner "M. Okoro" --until 2026-08-01'
    path = hand_in(tmp_path / "ada.ipynb", course, charter, f"{line}\n{LOAD}")
    sheet = sheet_of(path, course)
    found = {mark.key: (mark.state, mark.machine) for mark in sheet.marks}
    assert found["business_objective"] == ("weak", 0.5)
    assert found["limitations"] == ("deferred", 0.25)
    assert found["fallback_rollback"] == ("open", 0)
    assert sheet.points == 19 - 0.5 - 0.75 - 1


def test_the_notebook_as_handed_out_earns_nothing(course: Path, tmp_path: Path) -> None:
    sheet = sheet_of(hand_in(tmp_path / "ada.ipynb", course, None), course)
    assert (sheet.points, sheet.possible) == (0, 19)


def test_what_the_template_answers_is_nobodys_answer(tmp_path: Path) -> None:
    given = "Not for small businesses: there are too few of them."
    course = hand_out(tmp_path / "course.ipynb", limitations=given)
    path = hand_in(tmp_path / "ada.ipynb", course, answers(limitations=given))
    assert states(sheet_of(path, course))["limitations"] == "given"


def without_extension(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace(GUARD, "pass")


def off_in_the_environment(notebook: Notebook) -> None:
    setup = notebook["cells"][0]
    setup["source"] = "%env NBREADY=off\n" + "".join(setup["source"])


def recording(notebook: Notebook) -> None:
    setup = notebook["cells"][0]
    setup["source"] = "%env NBREADY=record\n" + "".join(setup["source"])


def unloaded(notebook: Notebook) -> None:
    load = next(cell for cell in notebook["cells"] if cell["id"] == "data-code")
    load["source"] = "%unload_ext nbready\n" + load["source"]


def without_rules(notebook: Notebook) -> None:
    notebook["cells"] = [c for c in notebook["cells"] if not is_rules_source("".join(c["source"]))]


def charter_never_run(notebook: Notebook) -> None:
    for number, cell in enumerate(c for c in notebook["cells"] if c["cell_type"] == "code"):
        cell["execution_count"] = number + 1
    charter_cell(notebook)["execution_count"] = None
    notebook["metadata"]["nbready"]["charter"] = {}


def loads_first(notebook: Notebook) -> None:
    load = next(cell for cell in notebook["cells"] if cell["id"] == "data-code")
    notebook["cells"].remove(load)
    notebook["cells"].insert(0, load)


def said_to_be_learning(notebook: Notebook) -> None:
    cell = charter_cell(notebook)
    cell["source"] = "%%charter\nproject_intent: {intent: learning}\nbusiness_objective: 4 % to 3 %\n"


def softer_rules(notebook: Notebook) -> None:
    stored = notebook["metadata"]["nbready"]
    stored["policy"] = dict.fromkeys(("data", "model", "launch"), "off")
    stored["questions"] = {"drop": ["limitations", "sign_off", "measured_result"]}
    stored["template"]["pinned"]["decision_action"] = "Everybody is called."


def without_charter(notebook: Notebook) -> None:
    notebook["cells"].remove(charter_cell(notebook))
    notebook["metadata"]["nbready"].pop("charter", None)


TRICKS: tuple[Callable[[Notebook], None], ...] = (
    without_extension,
    off_in_the_environment,
    recording,
    unloaded,
    without_rules,
    charter_never_run,
    loads_first,
    said_to_be_learning,
    softer_rules,
    without_charter,
)


@pytest.mark.parametrize("is_held_against_template", [True, False])
@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("left_out", [(), ("limitations", "sign_off", "decision_action")])
def test_no_trick_scores_better_than_the_same_notebook_without_it(
    course: Path,
    tmp_path: Path,
    trick: Callable[[Notebook], None],
    left_out: tuple[str, ...],
    is_held_against_template: bool,
) -> None:
    template = course if is_held_against_template else None
    honest = hand_in(tmp_path / "in" / "ada.ipynb", course, answers(without=left_out))
    notebook = read(honest)
    trick(notebook)
    write(tmp_path / "in" / "bob.ipynb", notebook)
    if template is None:
        course.unlink()
    (ada, bob), _, _ = marked([honest, tmp_path / "in" / "bob.ipynb"], template)
    assert bob.possible == ada.possible
    assert bob.points <= ada.points
    # Where only the metadata were softened, the rules in the cell still hold: that costs nothing.
    if not left_out and trick is not softer_rules:
        assert bob.points < ada.points


def test_a_notebook_that_cannot_be_read_earns_nothing_and_says_why(course: Path, tmp_path: Path) -> None:
    path = tmp_path / "in" / "ada.ipynb"
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    sheet = sheet_of(path, course)
    assert (sheet.points, sheet.possible) == (0, 19)
    assert sheet.row.problem


def test_without_a_template_the_project_asks(tmp_path: Path) -> None:
    path = submit(tmp_path / "ada.ipynb", Charter(answers=answers().answers), GUARD, LOAD)
    sheets, _, course = marked([path])
    assert len(course.asked) == 18
    assert sheets[0].possible == 20


@pytest.mark.parametrize(
    ("number", "text"), [(1.0, "1"), (0.1 + 0.2, "0.3"), (12.346, "12.35"), (1e4, "10000")]
)
def test_points_have_no_more_digits_than_needed(number: float, text: str) -> None:
    assert format_points(number) == text
