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
        (b"import marimo\napp = marimo.App()\nx = = 1\n", ".py", "not valid Python, line 3"),
    ],
)
def test_what_is_no_notebook(data, suffix, words):
    with pytest.raises(NotebookError, match=words) as error:
        parse_text_notebook(data, path=None, suffix=suffix)
    assert error.value.code == "NBR002"


MARKS = {
    "VS Code and Spyder": "#%%\nimport pandas as pd\n#%% [markdown]\n# text\n#%%\npd.read_csv('a')\n",
    "nbconvert": "# In[1]:\n\n\nimport pandas as pd\n\n\n# In[ ]:\n\n\npd.read_csv('a')\n",
    "codecell": "# <codecell>\nimport pandas as pd\n# <codecell>\npd.read_csv('a')\n",
}


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS)
def test_marks_that_other_programs_write(text):
    read = parse_text_notebook(text.encode(), path=None, suffix=".py")
    sources = [cell.source.strip() for cell in read.code_cells()]
    assert sources == ["import pandas as pd", "pd.read_csv('a')"]
    last = read.cells[-1]
    line = last.source[: last.source.index("pd")].count("\n") + 1
    assert text.splitlines()[locate(read, last.position, line)[0] - 1] == "pd.read_csv('a')"


def test_a_program_that_is_missing_is_no_fault_of_the_file(monkeypatch):
    def refuse(*_, **__):
        raise ValueError(
            "The Quarto Markdown format requires 'quarto>=0.2.134', but quarto was not found.\nX"
        )

    monkeypatch.setattr("jupytext.reads", refuse)
    with pytest.raises(NotebookError, match="needs the program quarto") as error:
        parse_text_notebook(b"# a", path=None, suffix=".qmd")
    assert error.value.code == "NBR001"
    assert "https://quarto.org" in error.value.remedy


def test_without_jupytext_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "jupytext", None)
    with pytest.raises(NotebookError, match=r"nbready\[jupytext\]"):
        parse_text_notebook(PERCENT.encode(), path=None, suffix=".py")


def test_folders_are_searched_for_ipynb_alone(tmp_path):
    (tmp_path / "a.py").write_text(PERCENT)
    assert check([tmp_path]).notebooks == ()
