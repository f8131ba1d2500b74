"""A template on its way through other tools: what the charter is afterwards. Real packages, real runs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nbgraders import Run
from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter
from nbready.charter.questions import default_questions
from nbready.charter.store import is_rules_source
from nbready.config import Config
from nbready.document import Source, read_document
from nbready.lint import check
from nbready.templates.preset import load_preset

from .making import charter_cell, make, nbready, read, write


@pytest.fixture
def template(tmp_path: Path) -> Path:
    make(tmp_path / "course.ipynb", "--preset", "churn", "--policy", "model=block")
    return tmp_path / "course.ipynb"


def charter_of(notebook: dict[str, Any]) -> Charter:
    cells = [Source(kind=c["cell_type"], text="".join(c["source"])) for c in notebook["cells"]]
    document = read_document(cells, notebook["metadata"], Config())
    assert not document.errors
    return document.own


def codes(path: Path) -> list[str]:
    return [finding.code for finding in check([path], select=["ALL"]).findings]


def fill_in(path: Path) -> None:
    """What a student does: answers, and work in the places for it."""
    notebook = read(path)
    example = replace(load_preset("churn").example, author="Ada")
    charter_cell(notebook)["source"] = write_cell(example, default_questions())
    (data,) = (cell for cell in notebook["cells"] if cell.get("id") == "data-code")
    data["source"] = "import pandas as pd\nrows = pd.read_csv('rows.csv')\nlen(rows)"
    write(path, notebook)
    (path.parent / "rows.csv").write_text("x,y\n1,0\n2,1\n", encoding="utf-8")


# -- nbgrader -------------------------------------------------------------------------------------------


def is_rules(cell: dict[str, Any]) -> bool:
    return is_rules_source("".join(cell["source"]))


@pytest.mark.kernel
def test_nbgrader_from_release_to_feedback(nbgrader: Run, tmp_path: Path) -> None:
    folder = tmp_path / "class"
    source = folder / "source" / "ps1" / "course.ipynb"
    source.parent.mkdir(parents=True)
    stored = make(source, "--preset", "churn", "--nbgrader", "--points", "12")["metadata"]["nbready"]
    assert "Success! Your notebook passes all the tests." in nbgrader("validate", str(source))

    nbgrader("generate_assignment", "ps1", "--create")
    released = read(folder / "release" / "ps1" / "course.ipynb")
    assert released["metadata"]["nbready"] == stored
    assert charter_of(released) == charter_of(read(source))
    assert "MARK SCHEME" not in json.dumps(released)

    submitted = folder / "submitted" / "ada" / "ps1" / "course.ipynb"
    submitted.parent.mkdir(parents=True)
    rules = [cell["source"] for cell in released["cells"] if is_rules(cell)]
    assert len(rules) == 1
    for cell in filter(is_rules, released["cells"]):
        cell["source"] = "".join(cell["source"]).replace("data: block", "data: off")
    write(submitted, released)
    fill_in(submitted)
    nbgrader("autograde", "ps1")
    graded = read(folder / "autograded" / "ada" / "ps1" / "course.ipynb")
    assert graded["metadata"]["nbready"]["template"] == stored["template"]
    assert charter_of(graded).author == "Ada"
    assert not [o for c in graded["cells"] for o in c.get("outputs", ()) if o["output_type"] == "error"]
    # What the student made of the rules is gone.
    assert [cell["source"] for cell in graded["cells"] if is_rules(cell)] == rules
    marked = [cell["metadata"]["nbgrader"] for cell in graded["cells"] if "nbgrader" in cell["metadata"]]
    assert [cell["points"] for cell in marked if cell["task"]] == [12]

    nbgrader("generate_feedback", "ps1")
    feedback = (folder / "feedback" / "ada" / "ps1" / "course.html").read_text(encoding="utf-8")
    assert "The charter (12 points)" in feedback


# -- papermill ------------------------------------------------------------------------------------------


@pytest.mark.kernel
def test_papermill_keeps_the_charter_and_obeys_it(template: Path, tmp_path: Path) -> None:
    papermill = pytest.importorskip("papermill")
    fill_in(template)
    before = read(template)
    papermill.execute_notebook(
        str(template), str(tmp_path / "ran.ipynb"), cwd=str(tmp_path), progress_bar=False
    )
    after = read(tmp_path / "ran.ipynb")
    assert after["metadata"]["nbready"] == before["metadata"]["nbready"]
    assert charter_of(after) == charter_of(before)


@pytest.mark.kernel
def test_papermill_stops_where_the_charter_is_not_filled_in(template: Path, tmp_path: Path) -> None:
    papermill = pytest.importorskip("papermill")
    fill_in(template)
    notebook = read(template)
    untouched = make(tmp_path / "again.ipynb", "--preset", "churn")
    charter_cell(notebook)["source"] = charter_cell(untouched)["source"]
    write(template, notebook)
    with pytest.raises(papermill.PapermillExecutionError, match="nbready stopped this cell"):
        papermill.execute_notebook(
            str(template), str(tmp_path / "ran.ipynb"), cwd=str(tmp_path), progress_bar=False
        )


# -- jupytext -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["py:percent", "md", "ipynb"])
def test_jupytext_keeps_the_cell_and_sync_rebuilds_the_rest(
    template: Path, tmp_path: Path, ending: str
) -> None:
    jupytext = pytest.importorskip("jupytext")
    fill_in(template)
    before = charter_of(read(template))
    text = jupytext.writes(jupytext.read(template), fmt=ending)
    back = tmp_path / "back.ipynb"
    jupytext.write(jupytext.reads(text, fmt=ending), back)
    assert charter_of(read(back)) == before
    assert nbready("sync", back) == 0
    stored = read(back)["metadata"]["nbready"]["charter"]
    answers = {
        key: item.split("\n") if isinstance(item, str) else item for key, item in before.answers.items()
    }
    assert {**stored, "sealed": {}} == {**answers, "author": "Ada", "sealed": {}}
    assert list(stored["sealed"]) == ["data"]  # its load is written below an open gate
    assert codes(back) == []


def test_jupytext_told_to_keep_the_metadata_keeps_the_lock(template: Path, tmp_path: Path) -> None:
    jupytext = pytest.importorskip("jupytext")
    notebook = jupytext.read(template)
    notebook.metadata["jupytext"] = {"notebook_metadata_filter": "nbready"}
    text = jupytext.writes(notebook, fmt="py:percent")
    back = jupytext.reads(text, fmt="py:percent")
    assert back.metadata["nbready"] == read(template)["metadata"]["nbready"]


# -- Colab ----------------------------------------------------------------------------------------------


def test_what_colab_makes_of_it_is_still_the_template(template: Path) -> None:
    """Colab drops ids, adds its own metadata, and writes nbformat 4.0."""
    notebook = read(template)
    for cell in notebook["cells"]:
        cell.pop("id")
        cell["metadata"]["id"] = "Zx3"
    notebook["metadata"] |= {"colab": {"provenance": []}}
    notebook["nbformat_minor"] = 0
    before = charter_of(read(template))
    write(template, notebook)
    assert charter_of(read(template)) == before
    assert codes(template) == []


def test_where_colab_lost_the_metadata_the_cell_gives_the_charter_back(template: Path) -> None:
    notebook = read(template)
    before = charter_of(notebook)
    del notebook["metadata"]["nbready"]
    write(template, notebook)
    assert charter_of(read(template)) == before
    assert nbready("sync", template) == 0
    assert charter_of({**read(template), "cells": []}) == before
