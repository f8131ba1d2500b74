"""A template on its way through other tools: what the charter is afterwards. Real packages, real runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nbready.charter.fill_in import write_cell
from nbready.charter.questions import default_questions
from nbready.lint import check
from nbready.templates.preset import load_preset

from .making import charter_cell, charter_of, make, nbready, read, write


@pytest.fixture
def template(tmp_path: Path) -> Path:
    make(tmp_path / "course.ipynb", "--preset", "churn", "--policy", "model=block")
    return tmp_path / "course.ipynb"


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
