"""Expressions of the notebook in the arguments of a magic: each stays whole, what is not closed is said."""

from __future__ import annotations

import pytest

from nbready.errors import MeasureError
from nbready.kernel.expressions import split_expressions

USAGE = "Write %nbready measure LABELS SCORES"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("y p", ["y", "p"]),
        ('y  d["mean area"] --ids x.index', ["y", 'd["mean area"]', "--ids", "x.index"]),
        ("f(a, b) [1, 2] --groups d['it\\'s (so']", ["f(a, b)", "[1, 2]", "--groups", "d['it\\'s (so']"]),
        ("", []),
        ("{'a': (1, [2, 3])}['a']", ["{'a': (1, [2, 3])}['a']"]),
    ],
)
def test_expressions_stay_whole(line: str, words: list[str]) -> None:
    assert split_expressions(line, USAGE) == words


@pytest.mark.parametrize("line", ["f(a p", 'd["a p', "[1, (2]"])
def test_what_is_not_closed_is_said(line: str) -> None:
    with pytest.raises(MeasureError, match="missing in this line") as caught:
        split_expressions(line, USAGE)
    assert caught.value.remedy == f"{USAGE}."
