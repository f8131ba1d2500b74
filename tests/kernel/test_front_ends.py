"""The same sitting in every kind of front end: stopped, answered, loads, restarts, still open."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernels import LiveKernel
from nbready.charter.parse import parse_charter
from nbready.charter.store import charter_body, is_charter_source
from nbready.kernel.panel.draft import saved_values

from .charters import DATA, IMPORT, LOAD, QUESTIONS, TRAIN
from .front_ends import FRONT_ENDS, WIDGET, FrontEnd, Sitting

pytestmark = pytest.mark.kernel

LOAD_EXT = "%load_ext nbready"
STEP = f"{IMPORT}\n{LOAD}"

every_front_end = pytest.mark.parametrize("front_end", FRONT_ENDS, ids=lambda front_end: front_end.name)


@every_front_end
def test_a_sitting(front_end: FrontEnd, kernel: LiveKernel, tmp_path: Path) -> None:
    sitting = Sitting(kernel, front_end, tmp_path)
    sitting.run(LOAD_EXT)

    stopped = sitting.run(STEP)
    assert stopped.is_blocked
    assert "loads data" in stopped.text
    assert any(WIDGET in output.get("data", {}) for output in stopped.outputs) is front_end.has_widgets

    sitting.run("%nbready charter")
    assert is_charter_source(sitting.cells[-1]), "the cell to fill in is below, whatever the front end"
    sitting.edit(-1, DATA)
    assert sitting.run(DATA).status == "ok"
    assert sitting.run(STEP).status == "ok"

    sitting.restart()
    sitting.run(LOAD_EXT)
    again = sitting.run(STEP)
    assert again.is_blocked is not front_end.finds_charter
    if again.is_blocked:
        sitting.run(DATA)
        assert sitting.run(STEP).status == "ok"

    trained = sitting.run(TRAIN)
    assert trained.status == "ok"
    assert "integration" in trained.text, "the next gate's questions are still open"


@pytest.mark.parametrize(
    "front_end", [f for f in FRONT_ENDS if f.has_widgets], ids=lambda front_end: front_end.name
)
def test_answers_from_a_form_that_cannot_reach_the_document(
    front_end: FrontEnd, kernel: LiveKernel, tmp_path: Path
) -> None:
    sitting = Sitting(kernel, front_end, tmp_path)
    sitting.run(LOAD_EXT)
    stopped = sitting.run(STEP)
    answers = saved_values(parse_charter(charter_body(DATA), QUESTIONS))
    draft = {name: {"value": value, "base": None} for name, value in answers.items()}
    sitting.say_in_form(stopped, type="save", gate="data", draft=draft)

    assert sitting.run(STEP).status == "ok"
    (cell,) = (source for source in sitting.cells if is_charter_source(source))
    assert parse_charter(charter_body(cell), QUESTIONS).answers == dict(
        parse_charter(charter_body(DATA), QUESTIONS).answers
    )

    sitting.restart()
    sitting.run(LOAD_EXT)
    assert sitting.run(STEP).status == "ok", "the cell that the kernel inserted was saved"


def test_a_file_without_ids_that_is_not_surely_this_notebook(kernel: LiveKernel, tmp_path: Path) -> None:
    old = next(front_end for front_end in FRONT_ENDS if front_end.name == "jupyterlab 4.4")
    sitting = Sitting(kernel, old, tmp_path)
    for source in (LOAD_EXT, DATA, STEP):
        sitting.run(source)
    sitting.restart()
    kernel.run(f"{LOAD_EXT}\n1", "x")
    edited = kernel.run(f"{STEP}.head()", "y")
    assert edited.is_blocked
    said = " ".join(edited.text.split())
    assert "my notebook.ipynb holds a charter, but its format keeps no cell ids" in said
    assert sitting.run(STEP).status == "ok"


def test_of_two_files_without_ids_that_have_the_cell_neither_is_believed(
    kernel: LiveKernel, tmp_path: Path
) -> None:
    old = next(front_end for front_end in FRONT_ENDS if front_end.name == "jupyterlab 4.4")
    sitting = Sitting(kernel, old, tmp_path)
    for source in (LOAD_EXT, DATA, STEP):
        sitting.run(source)
    (tmp_path / "copy.ipynb").write_bytes((tmp_path / "my notebook.ipynb").read_bytes())
    sitting.restart()
    sitting.run(LOAD_EXT)
    assert sitting.run(STEP).is_blocked
    sitting.run(DATA)
    assert sitting.run(STEP).status == "ok"


def test_vs_code_after_a_rename(kernel: LiveKernel, tmp_path: Path) -> None:
    vscode = next(front_end for front_end in FRONT_ENDS if front_end.name == "vscode")
    sitting = Sitting(kernel, vscode, tmp_path)
    for source in (LOAD_EXT, DATA):
        sitting.run(source)
    sitting.restart()
    (tmp_path / "my notebook.ipynb").rename(tmp_path / "renamed.ipynb")
    kernel.run(LOAD_EXT, f"vscode-notebook-cell:{tmp_path}/renamed.ipynb#W0sZmlsZQ%3D%3D")
    assert kernel.run(STEP, f"vscode-notebook-cell:{tmp_path}/renamed.ipynb#W1sZmlsZQ%3D%3D").status == "ok"
