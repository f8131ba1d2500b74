"""The examples for instructors: made by today's command, handed in, and reported on."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import nbformat
import pytest

from nbready.config import Config
from nbready.lint import check
from nbready.report import Portfolio, gather_rows
from nbready.report.gather import Options

from .making import make

EXAMPLES = Path(__file__).parents[2] / "examples"
TEMPLATES = EXAMPLES / "templates"
NAMES = ("churn", "fraud", "demand-forecast")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_what_the_command_makes_today(name: str, tmp_path: Path) -> None:
    make(tmp_path / f"{name}.ipynb", "--preset", name)
    assert (TEMPLATES / f"{name}.ipynb").read_bytes() == (tmp_path / f"{name}.ipynb").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_submission_passes_held_against_its_template(name: str) -> None:
    config = Config(template=TEMPLATES / f"{name}.ipynb")
    report = check([TEMPLATES / "submissions" / f"{name}.ipynb"], config=config, select=["ALL"])
    assert report.findings == ()
    (notebook,) = report.notebooks
    assert [(verdict.gate, verdict.outcome) for verdict in notebook.verdicts] == [
        ("data", "pass"),
        ("model", "pass"),
    ]


@pytest.mark.kernel
@pytest.mark.parametrize("name", NAMES)
def test_a_submission_runs_to_its_end(name: str, tmp_path: Path) -> None:
    nbclient = pytest.importorskip("nbclient")
    folder = Path(shutil.copytree(TEMPLATES / "submissions", tmp_path / "submissions"))
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert not [output for output in outputs if "widget" in str(output)]


def test_the_class_is_told_apart() -> None:
    """What the README's picture shows."""
    options = Options(today=dt.date(2026, 6, 15), template=TEMPLATES / "churn.ipynb")
    portfolio = Portfolio.of(gather_rows([EXAMPLES / "class"], options), today=options.today)
    rows = {Path(row.path).stem: row for row in portfolio.rows}
    assert [number for _, number in portfolio.funnel] == [12, 11, 9, 7, 2]
    assert {name for name, row in rows.items() if row.early} == {"farouk", "garcia", "jensen", "kimura"}
    assert rows["garcia"].early == ("run",)
    assert {name for name, row in rows.items() if row.same} == {"costa", "dubois"}
    assert {name for name, row in rows.items() if row.broken} == {"kimura"}
    assert rows["ivanova"].keys("deferred") == ("integration",)
    assert rows["lopez"].keys("weak") == ("business_objective",)
    assert not rows["jensen"].begun
