"""Code that was not read: noted where it may enter a stage, and never called clear."""

from __future__ import annotations

import pytest

from lint_notebooks import TODAY, built, file_bytes
from nbready.lint import check, check_rule
from nbready.lint.reports import text
from notebook_files import code

UNREAD = {
    "a bracket that is open": ("df = pd.read_csv(", (1, 9)),
    "a line among others": ("x = 1\n\nmodel = pd.read_csv('a') )\ny = 2", (3, 12)),
    "inside a magic": ("%%time\ndf = pd.read_csv(,)", (2, 9)),
    "around it, the rest enters a stage": ("x = = 1\nimport pandas\npandas.read_csv('a')", (1, 1)),
}
FINE = {
    "prose": "This is not code at all, it is prose: read_csv, fit and the like.",
    "an exercise": "x = ___ y",
    "a comment": "x = = 1 # pd.read_csv('a')",
    "Python 2": "print 'a'",
    "a shell's": "pip install pandas",
}


@pytest.mark.parametrize(("source", "place"), UNREAD.values(), ids=UNREAD)
def test_what_was_not_read_is_noted(source, place) -> None:
    notes = check_rule("NBR206", built(code("import pandas as pd"), code(source)), today=TODAY)
    assert [(n.severity, n.cell, n.line, n.column) for n in notes] == [("note", 2, *place)]
    assert "not valid Python" in notes[0].message


@pytest.mark.parametrize("source", FINE.values(), ids=FINE)
def test_what_may_enter_no_stage_is_not(source) -> None:
    assert check_rule("NBR206", built(code(source)), today=TODAY) == ()


def test_what_was_not_read_is_never_all_clear(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells = [code("df = pd.read_csv("), code("m.fit(X,,)\npd.read_csv(,)")]
    (tmp_path / "a.ipynb").write_bytes(file_bytes(*cells))
    for options in ({}, {"ignore": ["NBR206"]}):
        report = check(["a.ipynb"], today=TODAY, **options)
        shown = text.render(report, quiet=False)
        assert "All clear" not in shown
        assert "2 cells were not read, or not whole" in " ".join(shown.split()).lower()
        assert not report.failed
    assert not check(["a.ipynb"], today=TODAY, fail_on="warning").failed
