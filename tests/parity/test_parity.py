"""One definition of "too early": the live guard and the linter come to the same verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_raw_cell

from cases import CASES, Case
from kernels import LiveKernel, live_kernel, run_cells
from nbready import lint

pytestmark = pytest.mark.kernel

LOAD_EXTENSION = "%load_ext nbready"
CAN_FIRE = "get_ipython().magics_manager.registry['NbreadyMagics'].session.can_fire()"


@pytest.fixture(scope="module")
def kernel() -> Iterator[LiveKernel]:
    # A registry that there isn't: a model "registered" in a database of its own would take a second a case.
    with live_kernel(MLFLOW_TRACKING_URI="nowhere://x") as running:
        # What a cell fails of does not matter here, and to show it takes longer than to run the cell.
        running.run_silently("get_ipython().InteractiveTB.set_mode(mode='Minimal')")
        yield running


def write(case: Case, folder: Path) -> Path:
    """The case as a file, with the extension loaded in its first cell."""
    for name, text in case.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / ".git").mkdir()
    cells = [new_code_cell(source) for source in (LOAD_EXTENSION, *case.cells)]
    if case.raw_charter:
        cells[1] = new_raw_cell(case.cells[0])
    notebook = new_notebook(cells=cells, metadata={**case.metadata, "language_info": {"name": "python"}})
    path = folder / "notebook.ipynb"
    nbformat.write(notebook, path)
    return path


Row = tuple[int, str, str, str, tuple[str, ...]]


def live(path: Path, kernel: LiveKernel) -> list[Row]:
    """Verdicts of the guard: code cell after the first, gate, outcome, stage, open questions."""
    cells = nbformat.read(path, as_version=4).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    ran = run_cells(sources, folder=path.parent, notebook=path, kernel=kernel)
    return [
        (number - 1, v["gate"], v["outcome"], v["stage"], tuple(v["open"]))
        for number, cell in enumerate(ran)
        for v in cell.verdicts
    ]


def linted(path: Path) -> list[Row]:
    """The same of the linter."""
    (checked,) = lint.check([path]).notebooks
    return [(v.code_cell - 1, v.gate, v.outcome, v.stage, tuple(v.open)) for v in checked.verdicts]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_live_and_linted_verdicts_are_the_same(case: Case, tmp_path: Path, kernel: LiveKernel) -> None:
    path = write(case, tmp_path)
    verdicts = linted(path)
    lived = live(path, kernel)
    if kernel.evaluate(CAN_FIRE):
        assert lived == verdicts
    else:
        # Then the guard is off the path of every cell, and logs nothing.
        assert lived == []
        assert {outcome for _, _, outcome, *_ in verdicts} <= {"pass", "off"}
    first: dict[int, str] = {}
    for cell, _, outcome, *_ in verdicts:
        first.setdefault(cell, outcome)
    assert {cell: first.get(cell) for cell in case.outcomes} == dict(case.outcomes)
    if not case.outcomes and case.name.startswith("quiet"):
        assert verdicts == []


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)
