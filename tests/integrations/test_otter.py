"""otter-grader for real: a template is assigned, and submissions are graded, the charter in place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from nbready.charter.fill_in import write_cell
from nbready.charter.questions import default_questions
from nbready.lint import check
from nbready.templates.preset import load_preset
from templates.making import make

pytest.importorskip("otter", reason="needs otter-grader")
pytestmark = pytest.mark.kernel

CONFIG = (
    "# ASSIGNMENT CONFIG\nfiles:\n- rows.csv\ngenerate:\n  pdf: false\nexport_cell: false\nrun_tests: true"
)
SOLUTION = (
    "import pandas as pd\nrows = pd.read_csv('rows.csv') # SOLUTION\ncount = len(rows) # SOLUTION\ncount"
)
ANSWER = SOLUTION.replace(" # SOLUTION", "")


def master(path: Path) -> None:
    """An instructor's notebook as otter wants it: what a test should print is its saved output."""
    v4 = nbformat.v4
    printed = v4.new_output("execute_result", {"text/plain": "3"}, execution_count=1)
    cells = [
        v4.new_raw_cell(CONFIG),
        v4.new_raw_cell("# BEGIN QUESTION\nname: q1\npoints: 2"),
        v4.new_markdown_cell("Load the rows and count them."),
        v4.new_raw_cell("# BEGIN SOLUTION"),
        v4.new_code_cell(SOLUTION),
        v4.new_raw_cell("# END SOLUTION"),
        v4.new_raw_cell("# BEGIN TESTS"),
        v4.new_code_cell("count", outputs=[printed], execution_count=1),
        v4.new_raw_cell("# END TESTS"),
        v4.new_raw_cell("# END QUESTION"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    (path.parent / "rows.csv").write_text("a\n1\n2\n3\n", encoding="utf-8")


def otter(folder: Path, *arguments: str, **environment: str) -> None:
    programs = str(Path(sys.executable).parent)
    env = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", **environment}
    done = subprocess.run(
        [sys.executable, "-m", "otter", *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def assigned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("otter")
    master(folder / "master.ipynb")
    make(
        folder / "week4.ipynb", "--preset", "fraud", "--from", str(folder / "master.ipynb"), "--keep-outputs"
    )
    otter(folder, "assign", "week4.ipynb", "dist", NBREADY="off")
    return folder


def student(folder: Path) -> Any:
    return nbformat.read(folder / "dist" / "student" / "week4.ipynb", as_version=4)


def test_students_get_the_charter_and_its_rules_and_no_solution(assigned: Path) -> None:
    cells = [cell.source for cell in student(assigned).cells]
    assert [source.split("\n")[0] for source in cells if source.startswith("%%")] == [
        "%%nbready_rules",
        "%%charter",
    ]
    assert not any("read_csv" in source or "BEGIN" in source for source in cells)
    report = check([assigned / "dist" / "student" / "week4.ipynb"], select=["ALL"])
    assert [found.code for found in report.findings if found.severity == "error"] == []


@pytest.mark.parametrize(("is_answered", "points"), [(True, 2.0), (False, 0.0)])
def test_points_for_code_need_the_charter(
    assigned: Path, tmp_path: Path, is_answered: bool, points: float
) -> None:
    notebook = student(assigned)
    for cell in notebook.cells:
        if cell.source.startswith("import pandas"):
            cell.source = ANSWER
        if is_answered and cell.source.startswith("%%charter"):
            cell.source = write_cell(load_preset("fraud").example, default_questions())
    nbformat.write(notebook, tmp_path / "week4.ipynb")
    (tmp_path / "rows.csv").write_bytes((assigned / "rows.csv").read_bytes())
    (archive,) = (assigned / "dist" / "autograder").glob("*.zip")
    otter(tmp_path, "run", "week4.ipynb", "-a", str(archive), "-o", ".")
    tests = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["tests"]
    assert {test["name"]: test.get("score") for test in tests}["q1"] == points
