"""The true place of code in the file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.notebook import locate as locate_module
from nbready.notebook import parse_notebook
from nbready.notebook.locate import locate
from notebook_files import V3, as_bytes, code, documents, layouts, markdown, notebook


@given(st.data())
def test_points_at_the_character(data):
    text = data.draw(layouts(data.draw(documents(min_cells=1))))
    read = parse_notebook(text)
    lines = text.decode().split("\n")
    for cell in read.cells:
        rows = cell.source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[row])))
        file_line, file_column = locate(read, cell.position, row + 1, column + 1)
        found = lines[file_line - 1][file_column - 1 :]
        if column == len(rows[row]):
            assert found.startswith(("\\n", "\\r", '"', "[", "]"))
        else:
            character = rows[row][column]
            assert found.startswith(
                (character, json.dumps(character)[1:-1], json.dumps(character)[1:-1].upper())
            )


def test_source_in_pieces():
    read = parse_notebook(as_bytes(notebook(markdown("m"), code(["import os\n", "x = os.sep\n"]))))
    line, column = locate(read, 1, 2, 5)
    assert read.data.decode().splitlines()[line - 1][column - 1 :] == 'os.sep\\n"'


@pytest.mark.parametrize("ascii_only", [True, False])
def test_columns_count_characters(ascii_only):
    text = json.dumps(notebook(code("a = '😀ü'; b")), ensure_ascii=ascii_only)
    read = parse_notebook(text.encode())
    assert locate(read, 0, 1, 11) == (1, text.index("; b") + 3)


def test_minified():
    data = json.dumps(notebook(code("a\nb")), separators=(",", ":")).encode()
    assert locate(parse_notebook(data), 0, 2) == (1, data.index(b'b"') + 1)


def test_an_escaped_backslash_is_no_newline():
    text = json.dumps(notebook(code("'\\n'\nx")))
    assert locate(parse_notebook(text.encode()), 0, 2) == (1, text.index('x"') + 1)


def test_format_3_has_its_code_elsewhere():
    read = parse_notebook(as_bytes(V3))
    line, column = locate(read, 1, 2)
    assert read.data.decode().splitlines()[line - 1][column - 1 :].startswith("x = 1")


def test_the_last_of_two_sources_counts():
    data = as_bytes(notebook(code("one"))).replace(b'"source": "one"', b'"source": "one", "source": "two"')
    read = parse_notebook(data)
    line, column = locate(read, 0)
    assert data.decode().splitlines()[line - 1][column - 1 :].startswith("two")


def test_a_cell_that_is_not_there():
    assert locate(parse_notebook(as_bytes(notebook())), 3) == (1, 1)


def test_each_row_of_a_cell_is_looked_for_once(monkeypatch):
    """Findings on every line of a long cell cost as much as the cell, not its square."""
    source = "".join(f"x = {n}  # é\n" for n in range(200))
    made = parse_notebook(as_bytes(notebook(code(source))))
    scans = []
    scan = locate_module._Rows._scan
    monkeypatch.setattr(
        locate_module._Rows, "_scan", lambda self, *how: scans.append(how) or scan(self, *how)
    )
    places = [locate(made, 0, line, 3) for line in range(1, 201)]
    lines = made.data.decode().split("\n")
    assert all(lines[row - 1][column - 1] == "=" for row, column in places)
    assert len(scans) <= 2 * 200
    assert [locate(made, 0, line, 3) for line in range(200, 0, -1)] == places[::-1]
