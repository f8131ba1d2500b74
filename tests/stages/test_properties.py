"""What holds for any program: nothing raises, answers repeat, names and comments are only that."""

from __future__ import annotations

import ast
import keyword

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbready.stages import CellStages, Detector, detect_stages

PRELUDE = """import pandas as pd, torch
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
"""
NAMES = ("aa", "bb", "cc", "kk")
name = st.sampled_from(NAMES)
atom = st.one_of(
    name,
    st.sampled_from(
        [
            "Ridge()",
            "StandardScaler()",
            "pd.read_csv('a.csv')",
            "pd.read_csv",
            "(1)",
            "'text'",
            "[Ridge()]",
            "torch.ones(3)",
        ]
    ),
)


def _composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}.fit({})".format, inner, name),
        st.builds("make_pipeline({}, {})".format, inner, inner),
        st.builds("{}({})".format, name, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, name, inner),
        st.builds("[q.fit(1) for q in {}]".format, inner),
        st.builds("(lambda: {})".format, inner),
        st.builds("{}[0]".format, inner),
        st.builds("({} + {})".format, inner, inner),
    )


expression = st.recursive(atom, _composed, max_leaves=6)
simple = st.one_of(
    expression,
    st.builds("{} = {}".format, name, expression),
    st.builds("{}, {} = {}".format, name, name, expression),
    st.builds("{}.x = {}".format, name, expression),
    st.builds("del {}".format, name),
)
block = st.lists(simple, min_size=1, max_size=3).map(lambda lines: "".join(f"\n    {line}" for line in lines))
statement = st.one_of(
    simple,
    st.builds("def {}({}):{}\n    return {}".format, name, name, block, expression),
    st.builds("for {} in {}:{}".format, name, expression, block),
    st.builds("if {}:{}\nelse:{}".format, name, block, block),
    st.builds("class {}:\n    def fit(self, {}):\n        return {}".format, name, name, expression),
    st.builds("with {} as {}:{}".format, expression, name, block),
    st.builds("try:{}\nexcept E:{}".format, block, block),
)
program = st.lists(st.lists(statement, min_size=1, max_size=4).map("\n".join), min_size=1, max_size=4).map(
    lambda cells: [PRELUDE, *cells]
)


def _stages(cells: list[str]) -> list[list[tuple[str, int]]]:
    return [[(use.stage, use.line) for use in cell.uses] for cell in detect_stages(cells)]


@settings(max_examples=150, deadline=None)
@given(program)
def test_what_changes_nothing(cells: list[str]) -> None:
    """Reading again, names, comments, and whether a cell comes as its text or as its tree."""
    answer = detect_stages(cells)
    assert detect_stages(cells) == answer
    renamed = [ast.unparse(_Rename().visit(ast.parse(cell))) for cell in cells]
    assert _stages(renamed) == _stages([ast.unparse(ast.parse(cell)) for cell in cells])
    commented = ["\n".join(f"{line}  # clf.fit(X)" for line in cell.split("\n")) for cell in cells]
    assert _stages(commented) == _stages(cells)
    detector = Detector()
    for cell, found in zip(cells, answer, strict=True):
        tree = ast.parse(cell)
        before = ast.dump(tree, include_attributes=True)
        assert detector.read_tree(tree) == found
        assert ast.dump(tree, include_attributes=True) == before


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=4))
def test_no_text_raises(cells: list[str]) -> None:
    assert all(isinstance(cell, CellStages) for cell in detect_stages(cells))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["%", "%%", "!", "?", "\n", "'''", "(", "time", " ", "sql", "x=", "\\", "run a.py", "{", "#"]
        )
    )
)
def test_no_magic_raises(parts: list[str]) -> None:
    detect_stages(["".join(parts)])


@pytest.mark.parametrize(
    "cell",
    [
        "x = " + "+".join(["1"] * 20_000),
        "x = " + "-" * 5_000 + "1",
        "(" * 5_000,
        "x = " + "f(" * 80 + ")" * 80,
        "x" + ".a()" * 900,
        "if a:\n    b()\n" + "elif a:\n    b()\n" * 900,
        "\n".join(" " * i + "if a:" for i in range(95)) + "\n" + " " * 95 + "pass",
        "x = '" + "a" * 2_000_000 + "'",
        "a\x00b",
        "x = '\ud800'",
        "print 'Python 2'",
        "____ = fill(in)  this",
        "%" * 10_000,
        "f = lambda: f()\nf()",
        "def f(g): return g(g)\nf(f)",
        "a = []\na.append(a)\na[0][0][0].fit(x)",
        "while True:\n    a = [a, a]\n    a.fit(a)",
        "",
    ],
    ids=range(18),
)
def test_hard_cells_are_survived(cell: str) -> None:
    found = detect_stages(["import pandas as pd", cell, "pd.read_csv('a')"])
    assert [use.stage for use in found[-1].uses] == ["load"]


def test_a_cell_that_does_not_parse_is_skipped_and_says_so() -> None:
    skipped, python2, fine = detect_stages(["x = = 1", "print 'a'\nclf.fit(X, y)", "x = 1"])
    assert skipped.skipped
    assert skipped.uses == ()
    assert "Python 2" in python2.skipped
    assert [use.stage for use in python2.uses] == ["train"]
    assert fine.skipped == ""


@pytest.mark.parametrize(
    "nested",
    ["x" + ".a" * 1_200, "x" + ".a()" * 700, "x" + "[0]" * 1_200, "1 if a else " * 1_200 + "2"],
    ids=["attributes", "methods", "items", "choices"],
)
def test_a_cell_that_is_nested_too_deeply_is_given_up_and_says_so(nested: str) -> None:
    cells = ["import pandas as pd\npd.read_csv('a')\n" + nested, "pd.read_csv('b')"]
    deep, after = detect_stages(cells)
    assert deep.skipped
    assert after.skipped == ""
    assert [use.stage for use in after.uses] == ["load"]


def test_a_long_chain_of_methods_is_read() -> None:
    chain = "frame = pd.read_csv('a')" + ".dropna()" * 150
    assert detect_stages(["import pandas as pd\n" + chain])[0].uses[0].stage == "load"


def test_ten_thousand_cells() -> None:
    cells = ["import pandas as pd", *(f"x{i} = {i}" for i in range(10_000)), "pd.read_csv('a')"]
    assert detect_stages(cells)[-1].uses[0].stage == "load"


class _Rename(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.copy_location(ast.Name(_renamed(node.id), node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.copy_location(ast.arg(_renamed(node.arg)), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = _renamed(node.name)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = _renamed(node.name)
        return self.generic_visit(node)


def _renamed(text: str) -> str:
    assert not keyword.iskeyword(text)
    return f"zz{text}" if text in NAMES else text
