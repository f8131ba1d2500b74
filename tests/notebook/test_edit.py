"""Byte splices: what is meant changes, and nothing else."""

import difflib
import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.errors import NotebookError
from nbready.notebook import edit, parse_notebook
from nbready.notebook.edit import InsertCell, RemoveCell, RemoveMetadata, SetMetadata, SetSource, apply
from nbready.sync import remove_charter
from notebook_files import JSON, TEXT, V3, as_bytes, code, documents, is_free, layouts, markdown, notebook

VALUE = {"version": 1, "charter": {"decision": "ja, ü"}}


@st.composite
def edits(draw, cells):
    """An edit of a notebook with so many cells."""
    key = draw(st.sampled_from(["nbready", "a"]) | TEXT.filter(is_free))
    kinds = [
        SetMetadata(key=key, value=draw(st.dictionaries(TEXT, JSON, max_size=2))),
        RemoveMetadata(key=key),
        InsertCell(
            cell=draw(st.integers(0, cells)), source=draw(TEXT), kind=draw(st.sampled_from(["code", "raw"]))
        ),
    ]
    if cells:
        kinds += [SetSource(cell=draw(st.integers(0, cells - 1)), source=draw(TEXT))]
        kinds += [RemoveCell(cell=draw(st.integers(0, cells - 1)))]
    return draw(st.sampled_from(kinds))


def edited(document, edit):
    """The same edit on the decoded document."""
    document = json.loads(json.dumps(document))
    cells, metadata = document["cells"], document["metadata"]
    if isinstance(edit, SetMetadata):
        metadata[edit.key] = edit.value
    elif isinstance(edit, RemoveMetadata):
        metadata.pop(edit.key, None)
    elif isinstance(edit, SetSource):
        cells[edit.cell]["source"] = edit.source
    elif isinstance(edit, InsertCell):
        cells.insert(edit.cell, {"cell_type": edit.kind, "source": edit.source})
    else:
        del cells[edit.cell]
    return [(c["cell_type"], "".join(c["source"])) for c in cells], metadata


@given(st.data())
def test_an_edit_does_what_it_says(data):
    document = data.draw(documents())
    read = parse_notebook(data.draw(layouts(document)))
    edit = data.draw(edits(len(document["cells"])))
    after = parse_notebook(apply(read, [edit]))
    assert ([(c.kind, c.source) for c in after.cells], after.metadata) == edited(document, edit)


@given(st.data())
def test_lines_that_an_edit_is_not_about_stay(data):
    document = data.draw(documents(min_cells=2))
    text = data.draw(layouts(document))
    new = apply(parse_notebook(text), [SetMetadata(key="nbready", value=VALUE)])
    start = text.rindex(b'"metadata"')
    assert new[:start] == text[:start]
    assert new[-1:] == text[-1:]


def minus(before, after):
    """The lines that a change takes out."""
    lines = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    return [line[2:].strip() for line in lines if line.startswith("- ")]


def test_a_new_key_takes_nothing_out():
    before = as_bytes(notebook(code("x"), metadata={"a": 1, "z": 2}))
    after = apply(parse_notebook(before), [SetMetadata(key="nbready", value=VALUE)])
    assert minus(before, after) == []
    assert list(json.loads(after)["metadata"]) == ["a", "nbready", "z"]


@pytest.mark.parametrize("indent", [1, 2, 4, "\t"])
def test_jupyter_would_have_written_the_same(indent):
    document = notebook(code(["x\n", "y"]), metadata={"kernelspec": {"name": "a", "display_name": "b"}})
    before = as_bytes(document, indent=indent, sort_keys=True)
    after = apply(
        parse_notebook(before),
        [
            SetMetadata(key="nbready", value=VALUE),
            InsertCell(cell=0, source="%%charter\na: b\n"),
            SetSource(cell=1, source="z\n\nä"),
            InsertCell(cell=2, source="raw", kind="raw"),
        ],
    )
    assert after == as_bytes(json.loads(after), indent=indent, sort_keys=True)
    nbformat.validate(json.loads(after))


def test_what_is_not_meant_stays_byte_for_byte():
    number = b"12345678901234567890.123456789012345678901234567890"
    before = (
        b'{"cells": [\r\n {"source": "a\\u0062\\/", "metadata":{}, "outputs":[], "cell_type":"code",'
        b' "execution_count" : null}],\r\n  "nbformat":4, "nbformat_minor": 4,'
        b'\t"metadata": {"n": ' + number + b', "e": 1E+400, "b": 0.10}}'
    )
    after = apply(parse_notebook(before), [SetMetadata(key="nbready", value={})])
    assert after == before.replace(b"0.10}}", b'0.10, "nbready": {}}}') or after.count(b'"nbready"') == 1
    for part in (number, b"1E+400", b"a\\u0062\\/", b'"execution_count" : null}],\r\n  "nbformat":4'):
        assert part in after


def test_escapes_stay_escapes():
    before = json.dumps(notebook(code("ü")), indent=1).encode()
    after = apply(parse_notebook(before), [SetMetadata(key="nbready", value=VALUE)])
    assert after.isascii()


def test_ansi_codes_are_no_sign_of_escaping():
    before = as_bytes(notebook(code("\x1b[0m '\\u00e9'")))
    assert "ü".encode() in apply(parse_notebook(before), [SetMetadata(key="nbready", value=VALUE)])


def test_new_cells_get_ids_of_their_own():
    before = as_bytes(notebook(code("x", id="a"), minor=5))
    insert = InsertCell(cell=0, source="new")
    after = parse_notebook(apply(parse_notebook(before), [insert, insert]))
    assert not after.remarks
    assert len({cell.id for cell in after.cells}) == 3


def test_the_same_edit_gives_the_same_bytes():
    read = parse_notebook(as_bytes(notebook(minor=5)))
    insert = [InsertCell(cell=0, source="new")]
    assert apply(read, insert) == apply(read, insert)


def test_a_new_cell_keeps_its_source_as_its_siblings_do():
    pieces = apply(parse_notebook(as_bytes(notebook(code(["x"])))), [InsertCell(cell=0, source="a\nb")])
    whole = apply(parse_notebook(as_bytes(notebook(code("x")))), [InsertCell(cell=0, source="a\nb")])
    assert json.loads(pieces)["cells"][0]["source"] == ["a\n", "b"]
    assert json.loads(whole)["cells"][0]["source"] == "a\nb"


def test_removed_is_removed_even_if_it_stood_twice():
    before = as_bytes(notebook(metadata={"a": 1})).replace(b'"a": 1', b'"nbready": 1, "a": 1, "nbready": 2')
    after = apply(parse_notebook(before), [RemoveMetadata(key="nbready")])
    assert json.loads(after)["metadata"] == {"a": 1}


def test_two_inserts_count_one_after_the_other():
    read = parse_notebook(as_bytes(notebook(markdown("m"))))
    after = apply(read, [InsertCell(cell=0, source="a"), InsertCell(cell=1, source="b"), RemoveCell(cell=2)])
    assert [cell.source for cell in parse_notebook(after).cells] == ["a", "b"]


def test_older_formats_are_not_written():
    with pytest.raises(NotebookError, match="format 3, which is read and not written"):
        apply(parse_notebook(as_bytes(V3)), [RemoveMetadata(key="a")])


def test_cells_that_go_together_go_as_one_by_one():
    made = parse_notebook(as_bytes(notebook(*(code(f"x{n}") for n in range(6)))))
    for gone in ([5, 4, 0], [0, 0, 0], [2], [5, 4, 3, 2, 1, 0], [1, 3]):
        single = made
        for index in gone:
            single = parse_notebook(apply(single, [RemoveCell(cell=index)]))
        assert apply(made, [RemoveCell(cell=index) for index in gone]) == single.data


def test_many_cells_are_removed_in_one_scan(monkeypatch):
    """The work goes with the number of cells, not with its square."""
    scans = []
    spans = edit._cell_spans
    monkeypatch.setattr(edit, "_cell_spans", lambda data: scans.append(len(data)) or spans(data))
    made = parse_notebook(as_bytes(notebook(*(code("%%charter\nauthor: a") for _ in range(50)))))
    data, _ = remove_charter(made)
    assert parse_notebook(data).cells == ()
    assert len(scans) == 1
