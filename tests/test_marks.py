"""What people write to nbready inside a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.defer_arguments import parse_deferral
from nbready.defer_line import DeferLine
from nbready.marks import deferral_lines, ignored_rules, unclear_marks


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = 1",
        "text = '# nbready: ignore[NBR201] not a comment'",
        '"""\n# nbready: ignore[NBR201] in a docstring\n"""',
        "# nbready ignore[NBR201]",
        "# nbready: ignore NBR201",
        "# nbready: ignore[]",
        "url = 'http://x/#nbready: ignore[NBR201]'",
    ],
)
def test_ignore_stays_quiet(source: str) -> None:
    assert ignored_rules(source) == {}


@pytest.mark.parametrize(
    ("source", "rules"),
    [
        ("# nbready: ignore[NBR201] a lookup table", {"NBR201": ("a lookup table", 1)}),
        ("x = 1\ny = f(x)  # nbready: ignore[NBR201] codes", {"NBR201": ("codes", 2)}),
        ("#nbready:ignore[nbr201]", {"NBR201": ("", 1)}),
        ("# nbready: ignore[NBR201, NBR202] both", {"NBR201": ("both", 1), "NBR202": ("both", 1)}),
        ("%%time\n# nbready: ignore[NBR201] timed\nf()", {"NBR201": ("timed", 2)}),
        ("!ls\n# nbready: ignore[NBR201] after a shell line\nf()", {"NBR201": ("after a shell line", 2)}),
        ("x = (\n# nbready: ignore[NBR201] unfinished code\n", {"NBR201": ("unfinished code", 2)}),
        ("f(x)?\ng()  # nbready: ignore[NBR202] help", {"NBR202": ("help", 2)}),
    ],
)
def test_ignore_fires(source: str, rules: dict[str, tuple[str, int]]) -> None:
    assert {code: (mark.reason, mark.line) for code, mark in ignored_rules(source).items()} == rules


@pytest.mark.parametrize(
    "source",
    [
        "",
        "# nbready: ignore[NBR201] a lookup table",
        "text = '# nbready: ignore NBR201'",
        "# nbready ignores what is not the project's",
        "# see the nbready: ignore marks above",
        "# what nbready ignores: nothing",
    ],
)
def test_a_clear_mark_or_none_stays_quiet(source: str) -> None:
    assert unclear_marks(source) == ()


@pytest.mark.parametrize(
    ("source", "line", "names_rule"),
    [
        ("# nbready: ignore", 1, False),
        ("x = 1\nf(x)  # nbready: ignore NBR201 a lookup table", 2, False),
        ("# nbready: ignore[] why not", 1, False),
        ("# nbready: ignore[ , ]", 1, False),
        ("# nbready: ignore [NBR201] a space too much", 1, False),
        ("# nbready: ignore[NBR201 never closed", 1, False),
        ("# nbready ignore[NBR201] no colon", 1, False),
        ("# NBReady: Ignore[NBR201] capitals", 1, False),
        ("# nbready: ignore[NBR201]", 1, True),
        ("%%time\n# nbready: ignore[NBR201, NBR202]   \nf()", 2, True),
    ],
)
def test_an_unclear_mark_fires(source: str, line: int, names_rule: bool) -> None:
    assert [(mark.line, mark.names_rule) for mark in unclear_marks(source)] == [(line, names_rule)]


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        "%nbready",
        "%nbready policy data=warn",
        "# %nbready defer data --reason a --owner b --until 2027-01-31",
        'text = """\n%nbready defer data --reason a --owner b --until 2027-01-31\n"""',
        "%%writefile notes.txt\n%nbready defer data --reason a --owner b --until 2027-01-31",
        "%%bash\n%nbready defer data --reason a --owner b --until 2027-01-31",
    ],
)
def test_deferral_stays_quiet(source: str) -> None:
    assert deferral_lines(source) == ()


FULL = DeferLine(targets=("data",), reason="bureau extract late", owner="J. Sato", until="2027-01-31")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('%nbready defer data --reason "bureau extract late" --owner "J. Sato" --until 2027-01-31', FULL),
        ("  %nbready defer data --reason='bureau extract late' --owner 'J. Sato' --until=2027-01-31", FULL),
        ('%nbready defer --until 2027-01-31 data --owner "J. Sato" --reason "bureau extract late"', FULL),
        (
            '%nbready defer data --reason "bureau extract late" \\\n  --owner "J. Sato" --until 2027-01-31',
            FULL,
        ),
    ],
)
def test_deferral_fires(source: str, expected: DeferLine) -> None:
    assert deferral_lines(source) == (expected,)


def test_deferral_line_is_counted_from_the_top_of_the_cell() -> None:
    source = "import os\n\n%nbready defer model --reason r --owner o --until 2027-01-31\nx = 1"
    assert [line.line for line in deferral_lines(source)] == [3]
    assert [line.line for line in deferral_lines("%%time\n%nbready defer data --reason r --owner o")] == [2]


@pytest.mark.parametrize("arguments", ["", "--reason x", "data --reason 'unclosed", "data --nonsense 3"])
def test_a_line_that_cannot_be_read_says_so_and_defers_nothing(arguments: str) -> None:
    line = parse_deferral(arguments)
    assert line.problem
    assert line.targets == ()


@given(st.text())
def test_marks_never_raise(text: str) -> None:
    ignored_rules(text + "\n# nbready: ignore[NBR201] x")
    unclear_marks(text + "\n# nbready: ignore[" + text)
    deferral_lines("%nbready defer " + text)
