"""Scripts with ways of their own to be a notebook: Databricks' and marimo's."""

from __future__ import annotations

import pytest

from nbready.lint import check
from nbready.notebook.databricks import is_databricks
from nbready.notebook.locate import locate
from nbready.notebook.marimo import is_marimo
from nbready.notebook.text import parse_text_notebook

DATABRICKS = """\
# Databricks notebook source
# MAGIC %md
# MAGIC # Title

# COMMAND ----------

import pandas as pd

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT *
# MAGIC FROM cards

# COMMAND ----------

# COMMAND ----------

# DBTITLE 1,Load
df = pd.read_csv("/dbfs/a.csv")
"""
MARIMO = """\
import marimo

__generated_with = "0.9.0"
app = marimo.App(width="medium")

with app.setup:
    import pandas as pd


@app.cell
def _():
    x = 1
    return (x,)


@app.cell(hide_code=True)
def _(mo):
    mo.md("# Title")
    return


@app.function
def load(name):
    return pd.read_csv(name)


@app.cell
async def _(x):
    # rows
    df = load("a.csv")
    return (df,)


if __name__ == "__main__":
    app.run()
"""


def read(text: str):
    return parse_text_notebook(text.encode(), path=None, suffix=".py")


def test_cells_of_databricks() -> None:
    notebook = read(DATABRICKS)
    assert [(cell.kind, cell.source) for cell in notebook.cells] == [
        ("markdown", "%md\n# Title"),
        ("code", "import pandas as pd"),
        ("code", "%sql\nSELECT *\nFROM cards"),
        ("code", '# DBTITLE 1,Load\ndf = pd.read_csv("/dbfs/a.csv")'),
    ]
    lines = DATABRICKS.splitlines()
    assert [lines[locate(notebook, n)[0] - 1] for n in range(4)] == [
        "# MAGIC %md", "import pandas as pd", "# MAGIC %sql", "# DBTITLE 1,Load",
    ]  # fmt: skip


def test_cells_of_marimo() -> None:
    notebook = read(MARIMO)
    assert [cell.source.splitlines()[0] for cell in notebook.cells] == [
        "import pandas as pd", "x = 1", 'mo.md("# Title")', "def load(name):", 'df = load("a.csv")',
    ]  # fmt: skip
    assert not any("return (" in cell.source for cell in notebook.cells)
    assert MARIMO.splitlines()[locate(notebook, 4)[0] - 1].strip() == 'df = load("a.csv")'


@pytest.mark.parametrize(
    ("text", "line", "call"),
    [(DATABRICKS, "# MAGIC %sql", "%%sql"), (MARIMO, '    df = load("a.csv")', "load")],
    ids=["Databricks", "marimo"],
)
def test_they_are_judged_without_jupytext(tmp_path, monkeypatch, text, line, call) -> None:
    monkeypatch.setitem(__import__("sys").modules, "jupytext", None)
    file = tmp_path / "a.py"
    file.write_text(text)
    (found,) = [f for f in check([file]).findings if f.code == "NBR201"]
    assert text.splitlines()[found.file_line - 1] == line
    assert f"`{call}`" in found.message


@pytest.mark.parametrize("text", ["", "import marimo\n", "# COMMAND ----------\n", "app = marimo.App\n"])
def test_other_scripts_are_not_taken_for_them(text) -> None:
    assert not is_databricks(text)
    assert not is_marimo(text)


@pytest.mark.parametrize("text", ["# Databricks notebook source", "import marimo\napp = marimo.App()\n"])
def test_they_may_be_empty(text) -> None:
    assert read(text).cells == ()
