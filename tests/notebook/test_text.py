"""Notebooks kept as text."""

import sys

import pytest

from nbready.errors import NotebookError
from nbready.lint import check
from nbready.notebook.locate import locate
from nbready.notebook.text import parse_text_notebook

pytest.importorskip("jupytext")

PERCENT = """\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python
#     name: python3
# ---

# %% [markdown]
# # Title

# %%
# %load_ext nbready

# %%
# %%charter
# author: me

# %%
import pandas as pd

df = pd.read_csv("a.csv")
"""
MARKDOWN = '# Title\n\n```python\nimport pandas as pd\npd.read_csv("a.csv")\n```\n'


def test_percent_cells_and_their_lines():
    read = parse_text_notebook(PERCENT.encode(), path=None, suffix=".py")
    assert [(c.kind, c.source.split("\n")[0]) for c in read.cells] == [
        ("markdown", "# Title"),
        ("code", "%load_ext nbready"),
        ("code", "%%charter"),
        ("code", "import pandas as pd"),
    ]
    assert read.lines == (9, 12, 15, 19)
    assert locate(read, 3, 3, 6) == (21, 6)
    assert not read.remarks


@pytest.mark.parametrize(("suffix", "text", "line"), [(".py", PERCENT, 21), (".md", MARKDOWN, 5)])
def test_findings_point_into_the_text(suffix, text, line, tmp_path):
    file = tmp_path / f"a{suffix}"
    file.write_text(text)
    (found,) = [f for f in check([file]).findings if f.code == "NBR201"]
    assert found.file_line == line
    assert "read_csv" in text.splitlines()[found.file_line - 1]


@pytest.mark.parametrize(
    ("data", "suffix", "words"),
    [
        (b"import os\n", ".py", "no cell marks"),
        (b"# %%\n\xff", ".py", "not UTF-8"),
        (b"---\n[\n---\n", ".qmd", "not a text"),
    ],
)
def test_what_is_no_notebook(data, suffix, words):
    with pytest.raises(NotebookError, match=words) as error:
        parse_text_notebook(data, path=None, suffix=suffix)
    assert error.value.code == "NBR002"


def test_without_jupytext_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "jupytext", None)
    with pytest.raises(NotebookError, match=r"nbready\[jupytext\]"):
        parse_text_notebook(PERCENT.encode(), path=None, suffix=".py")


def test_folders_are_searched_for_ipynb_alone(tmp_path):
    (tmp_path / "a.py").write_text(PERCENT)
    assert check([tmp_path]).notebooks == ()
