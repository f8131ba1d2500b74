"""Columns for a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nbready.terminal import Cell, Column, display_width, write_columns

COLUMNS = [Column("Notebook", footer="Total: 2"), Column("Open", "right", "12"), Column("Data", "center")]


def test_columns_are_aligned_below_their_headings() -> None:
    rows = [
        [Cell("a.ipynb"), Cell("3"), Cell("✓", "good")],
        [Cell("b.ipynb"), Cell("10"), Cell("✗", "error")],
    ]
    assert write_columns(COLUMNS, rows).splitlines() == [
        "Notebook  Open  Data",
        "────────────────────",
        "a.ipynb      3   ✓",
        "b.ipynb     10   ✗",
        "────────────────────",
        "Total: 2    12",
    ]


def test_a_row_may_end_early() -> None:
    assert "broken.ipynb\n" in write_columns(COLUMNS, [[Cell("broken.ipynb")]])


def test_the_end_of_a_long_name_stays() -> None:
    path = "submissions/2026/group-17/adeyemi/assignment-final.ipynb"
    line = write_columns(COLUMNS, [[Cell(path), Cell("1")]], width=50).splitlines()[2]
    assert line.startswith("…")
    assert "adeyemi/assignment-final.ipynb" in line


def test_colours_only_where_asked_for() -> None:
    rows = [[Cell("a"), Cell("1", "error")]]
    assert "\x1b[1;31m1\x1b[0m" in write_columns(COLUMNS, rows, color=True)
    assert "\x1b" not in write_columns(COLUMNS, rows)


@given(st.lists(st.tuples(st.text(max_size=60), st.integers()), max_size=5), st.integers(40, 120))
def test_whatever_the_texts_are_no_line_is_too_wide(texts: list[tuple[str, int]], width: int) -> None:
    rows = [[Cell(text), Cell(str(number % 1000))] for text, number in texts]
    lines = write_columns(COLUMNS, rows, width=width).split("\n")
    assert len(lines) == len(rows) + 5
    assert all(display_width(line) <= width for line in lines)
