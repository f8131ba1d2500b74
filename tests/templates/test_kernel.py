"""A template in a real kernel: stopped, filled in, let pass; for every preset."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernels import LiveKernel, live_kernel
from lint_notebooks import signed
from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter
from nbready.charter.parse import parse_charter
from nbready.charter.questions import default_questions
from nbready.charter.store import charter_body
from nbready.lint import check
from nbready.templates.preset import find_presets, load_preset

from .making import charter_cell, make, nbready, read, write

pytestmark = pytest.mark.kernel

LOAD = "import pandas as pd\nrows = pd.read_csv('rows.csv')"
TRAIN = """\
from sklearn.linear_model import LogisticRegression
model = LogisticRegression().fit(rows[['x']], rows['y'])"""
DEPLOY = "import mlflow\nmlflow.register_model('runs:/1', 'model')"
WORK = {"data-code": LOAD, "model-code": TRAIN, "launch-code": DEPLOY}
MLFLOW = "def register_model(*names):\n    return names\n"


@pytest.fixture(scope="module")
def running_kernel() -> Iterator[LiveKernel]:
    with live_kernel() as kernel:
        yield kernel


@pytest.fixture
def kernel(running_kernel: LiveKernel, tmp_path: Path) -> LiveKernel:
    (tmp_path / "rows.csv").write_text("x,y\n1,0\n2,1\n3,0\n4,1\n", encoding="utf-8")
    # Enough of the library to be called: what the call is named decides.
    (tmp_path / "mlflow.py").write_text(MLFLOW, encoding="utf-8")
    return running_kernel


def charter_in(cell: str) -> Charter:
    return parse_charter(charter_body(cell), default_questions())


def open_in(kernel: LiveKernel, path: Path) -> str:
    """Open a notebook as a front end does, and run its first cell; what that says."""
    kernel.fresh(path.parent, JPY_SESSION_NAME=str(path))
    setup = read(path)["cells"][0]
    ran = kernel.run("".join(setup["source"]), setup["id"])
    assert ran.status == "ok", ran.text
    return ran.text


@pytest.mark.parametrize("name", find_presets())
def test_new_blocked_filled_in_passed_and_clean(name: str, kernel: LiveKernel, tmp_path: Path) -> None:
    path = tmp_path / "project.ipynb"
    notebook = make(path, "--preset", name, "--policy", "model=block", "--policy", "launch=block")
    open_in(kernel, path)
    assert kernel.run("".join(charter_cell(notebook)["source"]), "charter").status == "ok"
    blocked = [kernel.run(code, cell) for cell, code in WORK.items()]
    assert [cell.is_blocked for cell in blocked] == [True, True, True]

    filled = write_cell(signed(load_preset(name).example), default_questions())
    assert kernel.run(filled, "charter").status == "ok"
    passed = [kernel.run(code, cell) for cell, code in WORK.items()]
    assert [cell.status for cell in passed] == ["ok", "ok", "ok"], "\n".join(cell.text for cell in passed)

    charter_cell(notebook)["source"] = filled
    for cell in notebook["cells"]:
        cell["source"] = WORK.get(cell["id"], cell["source"])
    write(path, notebook)
    assert nbready("sync", path) == 0
    report = check([path], select=["ALL"])
    assert report.findings == ()
    assert {verdict.outcome for verdict in report.notebooks[0].verdicts} == {"pass"}


def test_a_student_cannot_switch_a_course_off_with_a_word(kernel: LiveKernel, tmp_path: Path) -> None:
    path = tmp_path / "project.ipynb"
    notebook = make(path, "--preset", "churn")
    open_in(kernel, path)
    cell = "".join(charter_cell(notebook)["source"]).replace("intent: deployment", "intent: learning")
    kernel.run(cell, "charter")
    assert kernel.run(LOAD, "data-code").is_blocked


def test_load_ext_says_that_a_locked_part_was_changed(kernel: LiveKernel, tmp_path: Path) -> None:
    path = tmp_path / "project.ipynb"
    notebook = make(path, "--preset", "churn")
    assert "template" not in open_in(kernel, path)
    notebook["metadata"]["nbready"]["policy"]["data"] = "warn"
    write(path, notebook)
    assert "no longer carries the policy of the template `churn`" in open_in(kernel, path)


def test_a_deleted_charter_cell_comes_back(kernel: LiveKernel, tmp_path: Path) -> None:
    path = tmp_path / "project.ipynb"
    notebook = make(path, "--preset", "churn")
    wanted = charter_in("".join(charter_cell(notebook)["source"]))
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "charter"]
    write(path, notebook)
    open_in(kernel, path)
    (insertion,) = kernel.run("%nbready charter", "setup").payload
    assert charter_in(insertion["text"]) == wanted
    assert nbready("sync", path) == 0
    assert charter_in("".join(charter_cell(read(path))["source"])) == wanted
