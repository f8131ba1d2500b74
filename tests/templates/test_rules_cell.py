"""The rules of a template hold in a kernel that knows no notebook file, as under papermill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernels import LiveKernel, live_kernel
from nbready.charter.fill_in import write_cell
from nbready.charter.store import is_rules_source
from nbready.config import Config
from nbready.document import Source, read_document
from nbready.errors import CharterError
from nbready.lint import check_rule
from nbready.notebook import read_notebook
from nbready.templates.rules_cell import read_rules, write_rules
from nbready.templates.template import plan_template

from .making import charter_cell, make, read, sources, write

TRAIN = "from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit([[0], [1]], [0, 1])"
LEARNING = "%%charter\nproject_intent: {intent: learning}\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    path = tmp_path / "course.ipynb"
    make(path, "--preset", "churn", "--policy", "model=block", "--nbgrader", "--points", "10")
    return path


@pytest.fixture(scope="module")
def running_kernel() -> Iterator[LiveKernel]:
    with live_kernel() as kernel:
        yield kernel


def rules_of(notebook: dict[str, Any]) -> dict[str, Any]:
    (cell,) = (cell for cell in notebook["cells"] if is_rules_source("".join(cell["source"])))
    found: dict[str, Any] = cell
    return found


def test_the_cell_says_what_the_metadata_lock(course: Path) -> None:
    notebook = read(course)
    stored = notebook["metadata"]["nbready"]
    rules = read_rules("".join(rules_of(notebook)["source"]))
    assert rules == {key: stored[key] for key in ("policy", "template")}
    assert rules_of(notebook)["metadata"]["nbgrader"]["locked"] is True
    assert rules_of(notebook)["metadata"]["editable"] is False


HARD = ["no", "1.10", "a: b # c", "", " leading", "%%nbready_rules", "[x]", "line\nline", "\u2028"]


@pytest.mark.parametrize("text", HARD)
def test_every_text_comes_back(text: str) -> None:
    template = plan_template(text, embedded={"questions": {"own": {"prompt": text}}})
    stored = template.metadata
    assert read_rules(write_rules(stored)) == {k: stored[k] for k in ("questions", "policy", "template")}


def test_without_metadata_the_rules_hold(course: Path) -> None:
    cells = [Source("code", text) for text in sources(read(course), "code")]
    document = read_document([*cells, Source("code", LEARNING)], {}, Config())
    assert document.policy.as_dict()["model"] == "block"
    assert document.charter.answers["project_intent"] == {"intent": "deployment"}


def edited(source: str) -> str:
    return source.replace("model: block", "model: off")


def test_edited_rules_are_refused(course: Path) -> None:
    source = "".join(rules_of(read(course))["source"])
    with pytest.raises(CharterError, match="edited: policy"):
        read_rules(edited(source))
    with pytest.raises(CharterError, match="edited: fingerprint"):
        read_rules("%%nbready_rules\npolicy: {data: off}")


def test_a_removed_cell_is_a_finding_and_an_untouched_one_none(course: Path) -> None:
    assert check_rule("NBR408", read_notebook(course)) == ()
    notebook = read(course)
    notebook["cells"].remove(rules_of(notebook))
    write(course, notebook)
    (found,) = check_rule("NBR408", read_notebook(course))
    assert "rules cell" in found.message


@pytest.mark.kernel
def test_a_kernel_without_the_file_holds_them(
    running_kernel: LiveKernel, course: Path, tmp_path: Path
) -> None:
    notebook = read(course)
    rules = "".join(rules_of(notebook)["source"])
    running_kernel.fresh(tmp_path)
    assert running_kernel.run("%load_ext nbready").status == "ok"
    assert running_kernel.run(rules).status == "ok"
    # The intent is pinned: nothing that the charter says lets training pass.
    assert running_kernel.run(LEARNING).status == "ok"
    trained = running_kernel.run(TRAIN)
    assert trained.status == "error"
    assert "trains a model" in trained.text


@pytest.mark.kernel
def test_a_kernel_refuses_edited_rules(running_kernel: LiveKernel, course: Path, tmp_path: Path) -> None:
    running_kernel.fresh(tmp_path)
    running_kernel.run("%load_ext nbready")
    ran = running_kernel.run(edited("".join(rules_of(read(course))["source"])))
    assert ran.status == "error"
    assert "edited: policy" in ran.text


def test_the_cell_says_which_answers_are_pinned(course: Path) -> None:
    source = "".join(charter_cell(read(course))["source"])
    comment, _, below = source.partition("# Set by the template of this notebook.\n")
    assert below.startswith("project_intent:")
    assert "Set by" not in comment + below
    # A comment changes no answer, and a cell that is written anew keeps it.
    document = read_document([Source("code", source)], read(course)["metadata"], Config())
    assert document.edited_pins == ()
    written = write_cell(document.own, document.questions, pinned=document.pinned)
    assert "# Set by the template of this notebook.\nproject_intent:" in written
