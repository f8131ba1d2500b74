"""Runs with nobody at them: nbconvert, papermill and nbclient stop where a person would be stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from kernels import LiveKernel

from .charters import DATA, IMPORT, LOAD, PAST, cell, charter, defer
from .conftest import ROWS

pytestmark = pytest.mark.kernel

LOAD_EXT = "%load_ext nbready"
NBCONVERT = ("nbconvert", "--to", "notebook", "--execute", "--output", "out.ipynb", "in.ipynb")
RUNNERS = {
    "nbconvert": ("jupyter", *NBCONVERT),
    "papermill": ("papermill", "in.ipynb", "out.ipynb"),
}

SETTINGS = ("NBREADY", "NBREADY_UNATTENDED", "JPY_SESSION_NAME")


def run(runner: str, folder: Path, *cells: str, **variables: str) -> subprocess.CompletedProcess[str]:
    (folder / "rows.csv").write_text(ROWS)
    notebook = new_notebook(
        cells=[new_code_cell(source) for source in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    (folder / "in.ipynb").write_text(nbformat.writes(notebook))
    module, *arguments = RUNNERS[runner]
    environment = {k: v for k, v in os.environ.items() if k not in SETTINGS}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_run_that_loads_data_first_stops_with_exit_code_1(runner: str, tmp_path: Path) -> None:
    pytest.importorskip(RUNNERS[runner][0])
    ran = run(runner, tmp_path, LOAD_EXT, IMPORT, LOAD, "open('ran', 'w').close()")
    assert ran.returncode == 1
    assert "nbready stopped this cell before it ran: pandas.read_csv, line 1, loads data." in ran.stderr
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_run_with_a_charter_goes_through(runner: str, tmp_path: Path) -> None:
    pytest.importorskip(RUNNERS[runner][0])
    ran = run(runner, tmp_path, LOAD_EXT, DATA, IMPORT, LOAD, "open('ran', 'w').close()")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "ran").exists()
    out = json.loads((tmp_path / "out.ipynb").read_text())
    assert "widgets" not in out["metadata"]


EXPIRED = (LOAD_EXT, cell(charter("data", without=("decision_action",))), defer("decision_action", PAST))


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_date_that_ran_out_only_warns_a_nightly_run(runner: str, tmp_path: Path) -> None:
    pytest.importorskip(RUNNERS[runner][0])
    ran = run(runner, tmp_path, *EXPIRED, IMPORT, LOAD)
    assert ran.returncode == 0, ran.stderr
    assert "decision_action" in (tmp_path / "out.ipynb").read_text()


def test_a_date_that_ran_out_stops_a_person_and_an_agent(kernel: LiveKernel) -> None:
    for source in EXPIRED:
        kernel.run(source)
    load = f"{IMPORT}\n{LOAD}"
    assert kernel.run(load, "d").is_blocked
    assert kernel.run(load).is_blocked
    # The same request as those of the runs above.
    nightly = kernel.run_unattended(load)
    assert nightly.status == "ok"
    assert "decision_action" in nightly.text
    assert [verdict["outcome"] for _, verdict in kernel.verdicts()] == ["block", "block", "warn"]


def test_a_declared_nightly_run_is_one_whoever_sends_the_code(kernel: LiveKernel, tmp_path: Path) -> None:
    kernel.fresh(tmp_path, NBREADY_UNATTENDED="1")
    for source in EXPIRED:
        kernel.run(source, "a")
    assert kernel.run(f"{IMPORT}\n{LOAD}", "b").status == "ok"


def test_an_open_question_stops_a_nightly_run_too(kernel: LiveKernel) -> None:
    kernel.run_unattended(LOAD_EXT)
    kernel.run_unattended(cell(charter("data", without=("decision_action",))))
    assert kernel.run_unattended(f"{IMPORT}\n{LOAD}").is_blocked


def test_no_widget_is_made_without_a_cell_id(kernel: LiveKernel) -> None:
    for source in (LOAD_EXT, f"{IMPORT}\n{LOAD}", DATA, "%nbready panel"):
        outputs = kernel.run(source).outputs
        kinds = {kind for output in outputs for kind in output.get("data", {})}
        assert kinds <= {"text/plain", "text/html"}
