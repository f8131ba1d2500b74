"""Cells that are not valid Python: what is read of them, and what is said to be left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.stages import detect_stages
from nbready.stages.syntax.rescue import rescue
from stage_tables import stages_of

PD = "import pandas as pd\n"
LOAD = "df = pd.read_csv('a')"

# Python 2, read whole.
OLD = [
    "print 'rows'\n" + LOAD,
    "if n <> 1:\n    raise ValueError, 'wrong: %d' % n\n" + LOAD,
    "exec 'x = 1'\n" + LOAD,
    "x = `n`\n" + LOAD,
    "os.chmod('a', 0755)\nn = 10L\n" + LOAD,
    "s = ur'x'\n" + LOAD,
    "try:\n    " + LOAD + "\nexcept IOError, e:\n    pass",
]
# One thing wrong, and the lines that are not read.
AROUND = {
    "a line above": ("x = = 1\n" + LOAD, (1,)),
    "a line below": (LOAD + "\nmodel = ", (2,)),
    "an exercise": (LOAD + "\nmodel = LogisticRegression(<YOUR CODE>)", (2,)),
    "a head": ("for x in y z:\n    " + LOAD, (1,)),
    "a body": ("if True:\n    x = = 1\n" + LOAD, (2,)),
    "a line in a block": ("for x in y:\n    print(x))\n    " + LOAD, (2,)),
    "two lines": ("x = = 1\n" + LOAD + "\ny = = 2", (1, 3)),
    "an indent that is wrong": (LOAD + "\n   x = 1", (2,)),
    "prose with a magic": ("Now we load it\n%time " + LOAD, (1,)),
    "inside a magic": ("%%time\nx = = 1\n" + LOAD, (2,)),
}


@pytest.mark.parametrize("cell", OLD)
def test_python_2_is_translated(cell) -> None:
    *_, found = detect_stages([PD, cell])
    line = 1 + cell[: cell.index(LOAD)].count("\n")
    assert [(use.stage, use.line) for use in found.uses] == [("load", line)]
    assert found.gaps == ()
    assert found.skipped == "this cell is Python 2"


def test_what_exec_runs_is_read_in_python_2_too() -> None:
    assert stages_of(PD, "print 1\nexec \"pd.read_csv('a')\"") == {"load"}


@pytest.mark.parametrize(
    ("cell", "stages"),
    [
        ("-- all of it\nSELECT * FROM sales;", {"load"}),
        ("select a,\n  b\nfrom sales\nwhere a > 1", {"load"}),
        ("with s as (select 1 as a from t) select a from s", {"load"}),
        ("USE ROLE analyst;\nSELECT * FROM sales;", {"load"}),
        ("CREATE OR REPLACE SNOWFLAKE.ML.FORECAST f(INPUT_DATA => TABLE(t));", {"train"}),
        ("SELECT SNOWFLAKE.CORTEX.FINETUNE('CREATE', 'm', 'base', 'select p from t')", {"train"}),
        ("SELECT SYSTEM$WAIT(2);", set()),
        ("CREATE TABLE t (a int);", set()),
    ],
)
def test_a_cell_may_be_sql(cell, stages) -> None:
    assert stages_of(cell) == stages
    assert detect_stages([cell])[0].skipped == "this cell is SQL"


@pytest.mark.parametrize(
    "cell",
    [
        "with torch.no_grad()\n" + LOAD,
        "Select rows from the table\n" + LOAD,
        "select a from b\nimport c\n" + LOAD,
    ],
)
def test_python_that_begins_like_sql_is_read_as_python(cell) -> None:
    assert stages_of(PD, cell) == {"load"}


@pytest.mark.parametrize(("cell", "gaps"), AROUND.values(), ids=AROUND)
def test_one_wrong_line_does_not_hide_a_cell(cell, gaps) -> None:
    *_, found = detect_stages([PD, cell])
    assert found.gaps == gaps
    assert [use.call for use in found.uses if use.stage == "load"] == ["pandas.read_csv"]
    assert cell.split("\n")[found.uses[0].line - 1].endswith(LOAD)
    assert "not valid Python" in found.skipped


QUIET = [
    "x = = pd.read_csv('a')",
    "def load(x y):\n    return pd.read_csv('a')",
    "x = = 1\n# pd.read_csv('a')",
    "This prose says pd.read_csv('a') and that it loads data.",
    "x = = 1\ns = \"pd.read_csv('a')\"",
]


@pytest.mark.parametrize("cell", QUIET)
def test_what_is_left_out_enters_no_stage(cell) -> None:
    assert stages_of(PD, cell) == set()


def test_pasted_output_is_passed_over_as_a_whole() -> None:
    output = "\n".join(f"epoch {i} of 60, loss = 0.{i} <" for i in range(60))
    rescued = rescue(f"{LOAD}\n{output}\n\nx = 1")
    assert rescued.gaps == tuple(range(2, 62))
    assert stages_of(PD, f"{LOAD}\n{output}\n\n{LOAD}") == {"load"}
    assert stages_of(PD, f"{output}\n\n{LOAD}") == {"load"}


def test_prose_is_given_up() -> None:
    text = "\n".join(f"This is line {i} of a text." for i in range(40))
    rescued = rescue(text)
    assert rescued.tree is None
    assert rescued.gaps == tuple(range(1, 41))
    assert rescued.remark == "this cell is not valid Python"


PIECES = [LOAD, "x = = 1", "if x:", "    y = 1", "'''", "(", "```", "\x00", "é", "\f"]


@given(st.lists(st.sampled_from(PIECES)))
def test_any_cell_is_taken(lines) -> None:
    source = "\n".join(lines)
    rescued = rescue(source)
    assert all(1 <= line <= source.count("\n") + 1 for line in rescued.gaps)
    assert rescued.remark
    detect_stages([PD, source])
