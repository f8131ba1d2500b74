"""``nbready stages FILE``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nbready.cli.stages import stages


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    sources = ["import pandas as pd", "x = 1\ndf = pd.read_csv('a')", "x = = 1"]
    cells = [
        {
            "cell_type": "code",
            "id": f"c{i}",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": s,
        }
        for i, s in enumerate(sources)
    ]
    cells.insert(1, {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "pd.read_csv('a')"})
    file = tmp_path / "a.ipynb"
    file.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
    return file


def test_json_holds_every_code_cell(notebook: Path) -> None:
    found = json.loads(CliRunner().invoke(stages, [str(notebook), "--json"]).stdout)
    assert [cell["cell"] for cell in found] == [0, 1, 2]
    assert [cell["stages"] for cell in found] == [[], ["load"], []]
    assert found[1]["uses"] == [
        {"stage": "load", "call": "pandas.read_csv", "line": 2, "how": "pd -> pandas.read_csv"}
    ]
    assert found[2]["skipped"]


def test_text_says_why_and_counts_what_could_not_be_read(notebook: Path) -> None:
    text = CliRunner().invoke(stages, [str(notebook)]).stdout
    assert "pd -> pandas.read_csv" in text
    assert "line 2" in text
    assert text.startswith("cell 3\n")
    assert "Not valid Python, so read as far as possible: cell 4." in text


def test_names_of_the_project_count(notebook: Path) -> None:
    (notebook.parent / "pyproject.toml").write_text('[tool.nbready.stages]\nignore = ["pandas.read_csv"]\n')
    found = json.loads(CliRunner().invoke(stages, [str(notebook), "--json"]).stdout)
    assert [cell["stages"] for cell in found] == [[], [], []]
