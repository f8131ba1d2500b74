"""A stage that is found stays found, whatever is written before it, after it, beside it or around it."""

from __future__ import annotations

import ast
import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from stage_tables import stages_of

IMPORTS = """
import json, pickle, requests
import pandas as pd
import mlflow
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import make_pipeline
"""

# What enters a stage, each in the names `aa`, `bb`, `cc` only.
CORES = st.sampled_from(
    [
        ("load", "aa = pd.read_csv('a.csv')"),
        ("load", "aa = requests.get('https://example.org/items').json()"),
        ("load", "with open('train.csv') as aa:\n    bb = aa.read()"),
        ("load", "aa = json.load(open('reviews.json'))"),
        ("load", "def aa(bb):\n    return pd.read_csv(bb)\naa('a.csv')"),
        ("load", "def aa(bb):\n    with open(bb) as cc:\n        return json.load(cc)\naa('train.json')"),
        ("load", "class aa:\n    def bb(self, cc):\n        return pd.read_parquet(cc)\naa().bb('x')"),
        ("train", "aa = Ridge()\naa.fit(1, 2)"),
        ("train", "aa = make_pipeline(StandardScaler(), Ridge())\naa.fit(1, 2)"),
        ("train", "aa = {'x': Ridge(), 'y': StandardScaler()}\naa['x'].fit(1)"),
        ("train", "for aa in [Ridge()]:\n    aa.fit(1, 2)"),
        ("train", "def aa(bb):\n    return bb.fit(1, 2)\naa(Ridge())"),
        ("train", "if bool():\n    aa = Ridge()\nelse:\n    aa = StandardScaler()\naa.fit(1)"),
        ("deploy", "aa = mlflow.register_model('runs:/1', 'm')"),
        ("deploy", "def aa():\n    mlflow.register_model('runs:/1', 'm')\naa()"),
    ]
)
# What enters none, in other names; the same readers and estimators among it.
NOISE = st.sampled_from(
    [
        "oo = StandardScaler().fit(3)",
        "pp = json.load(open('config.json'))",
        "open('out.zip', 'wb').write(requests.get('https://example.org/o.zip').content)",
        "qq = [1, 2]\nqq.append(3)",
        "rr = {'x': StandardScaler()}\nrr['x'].fit(3)",
        "def ss(tt):\n    return json.load(open(tt))\nss('config.json')\nss('args.json')\nss('schema.json')",
        "uu = Ridge\nuu = StandardScaler",
        "if vv:\n    ww = Ridge()\nelse:\n    ww = None",
        "def xx():\n    return pd.read_csv('other.csv')",
        "try:\n    import pandas\nexcept ImportError:\n    pandas = None",
        "for yy in range(3):\n    print(yy)",
        "import os",
    ]
)
noise = st.lists(NOISE, max_size=4).map("\n".join)


def around(kind: str, core: str, beside: str) -> str:
    """A cell with ``core`` inside a statement, and ``beside`` in what else that statement holds."""
    core, beside = textwrap.indent(core, "    "), textwrap.indent(beside or "pass", "    ")
    return {
        "if": f"if zz:\n{core}\nelse:\n{beside}",
        "else": f"if zz:\n{beside}\nelse:\n{core}",
        "elif": f"if zz:\n{beside}\nelif z2:\n{core}",
        "try": f"try:\n{core}\nexcept Exception:\n{beside}\nfinally:\n{beside}",
        "except": f"try:\n{beside}\nexcept Exception:\n{core}",
        "match": f"match zz:\n  case 1:\n{core}\n  case _:\n{beside}",
        "with": f"with zz:\n{beside}\n{core}",
        "for": f"for zz in range(3):\n{beside}\n{core}",
        "while": f"while zz():\n{core}\n{beside}",
        "function": f"def zz():\n{beside}\n{core}\nzz()",
    }[kind]


KINDS = st.sampled_from(["if", "else", "elif", "try", "except", "match", "with", "for", "while", "function"])


@settings(max_examples=200, deadline=None)
@given(CORES, noise, noise, st.booleans())
def test_code_before_and_after(core: tuple[str, str], before: str, after: str, apart: bool) -> None:
    stage, code = core
    cells = (before, f"{code}\n{after}") if apart else (f"{before}\n{code}\n{after}",)
    assert stages_of(IMPORTS, *cells) == {stage}


@settings(max_examples=200, deadline=None)
@given(CORES, KINDS, KINDS, noise)
def test_code_around_and_in_another_branch(
    core: tuple[str, str], inner: str, outer: str, beside: str
) -> None:
    stage, code = core
    assert stages_of(IMPORTS, around(inner, code, beside)) == {stage}
    assert stages_of(IMPORTS, around(outer, around(inner, code, beside), beside)) == {stage}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["if", "else", "elif", "except", "match"]),
    st.sampled_from(["None", "StandardScaler()", "1"]),
)
def test_another_branch_that_gives_the_name_something_else(kind: str, instead: str) -> None:
    cell = around(kind, "aa.fit(1)", f"aa = {instead}")
    assert stages_of(IMPORTS, f"aa = Ridge()\n{cell}") == {"train"}


@settings(max_examples=100, deadline=None)
@given(CORES, noise, st.permutations(["oddly", "named", "things"]))
def test_names_without_meaning(core: tuple[str, str], before: str, names: list[str]) -> None:
    stage, code = core
    tree = ast.parse(code)
    new = dict(zip(("aa", "bb", "cc"), names, strict=True))
    for node in ast.walk(tree):
        for field in ("id", "arg", "name", "attr"):
            if getattr(node, field, None) in new:
                setattr(node, field, new[getattr(node, field)])
    assert stages_of(IMPORTS, f"{before}\n{ast.unparse(tree)}") == {stage}


HELPER = "def get(path):\n    with open(path) as f:\n        return json.load(f)\n"
PATHS = ["config.json", "settings.json", "args.json", "schema.json", "model_params.json"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PATHS), max_size=12), st.lists(st.sampled_from(PATHS), max_size=3))
def test_a_helper_that_is_called_often(before: list[str], after: list[str]) -> None:
    calls = [f"get({path!r})" for path in (*before, "train.json", *after)]
    assert stages_of(IMPORTS, HELPER + "\n".join(calls)) == {"load"}
    assert stages_of(IMPORTS, HELPER, "\n".join(calls)) == {"load"}
    assert stages_of(IMPORTS, HELPER + "\n".join(c for c in calls if "train" not in c)) == set()


@settings(max_examples=100, deadline=None)
@given(st.permutations(["get('config.json')", "get('train.json')", "get('args.json')", "fit(Ridge())"]))
def test_the_order_of_calls(calls: list[str]) -> None:
    helpers = HELPER + "def fit(model):\n    return model.fit(1)\nfit(StandardScaler())\n"
    assert stages_of(IMPORTS, helpers + "\n".join(calls)) == {"load", "train"}


@settings(max_examples=60, deadline=None)
@given(st.permutations(["Ridge()", "StandardScaler()", "None", "unknown()"]))
def test_joining_is_commutative(values: list[str]) -> None:
    branches = "".join(
        f"{'if' if not number else 'elif'} zz == {number}:\n    model = {value}\n"
        for number, value in enumerate(values)
    )
    cases = "match zz:\n" + "".join(
        f"    case {number}:\n        model = {value}\n" for number, value in enumerate(values)
    )
    chosen = f"model = {values[0]} if a else {values[1]} if b else {values[2]} if c else {values[3]}"
    for code in (branches, cases, chosen):
        assert stages_of(IMPORTS, f"{code}\nmodel.fit(X)") == {"train"}


@settings(max_examples=60, deadline=None)
@given(st.permutations(["save", "use"]), st.booleans())
def test_another_response_that_is_saved(order: list[str], same_url: bool) -> None:
    urls = "https://example.org/a", "https://example.org/a" if same_url else "https://example.org/b"
    steps = {
        "save": "open('a.zip', 'wb').write(first.content)",
        "use": "rows = second.json()",
    }
    code = f"first = requests.get({urls[0]!r})\nsecond = requests.get({urls[1]!r})\n"
    assert stages_of(IMPORTS, code + "\n".join(steps[step] for step in order)) == {"load"}
