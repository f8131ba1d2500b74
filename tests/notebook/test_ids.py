"""Cell ids, repaired: nothing else changes, and what comes out is valid."""

from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.notebook import parse_notebook
from nbready.notebook.ids import repair_ids
from notebook_files import as_bytes, code, markdown, notebook


def repaired(data: bytes) -> bytes:
    return repair_ids(parse_notebook(data))[0]


STAYS = {
    "ids that are right": notebook(code(id="a"), markdown(id="b"), minor=5),
    "no ids before 4.5": notebook(code(), markdown()),
    "no cells": notebook(minor=5),
}
CHANGES = {
    "missing": (notebook(code(id="a"), code("1"), code("1"), minor=5), "2 cell ids repaired"),
    "twice": (notebook(code(id="a"), markdown(id="a"), minor=5), "1 cell id repaired"),
    "not valid": (notebook(code(id="a b"), code(id=5), minor=5), "2 cell ids repaired"),
    "before 4.5": (notebook(code(id="a"), code(), markdown(id="b")), "2 cell ids removed"),
}


@pytest.mark.parametrize("document", STAYS.values(), ids=STAYS)
def test_it_stays_quiet(document) -> None:
    data = as_bytes(document)
    assert repair_ids(parse_notebook(data)) == (data, ())


@pytest.mark.parametrize("indent", [None, 1, "\t"])
@pytest.mark.parametrize(("document", "words"), CHANGES.values(), ids=CHANGES)
def test_ids_are_mended(document, words, indent) -> None:
    data = as_bytes(document, indent=indent)
    after, (said,) = repair_ids(parse_notebook(data))
    assert said.startswith(words)
    read = parse_notebook(after)
    assert not read.remarks
    nbformat.validate(nbformat.reads(after.decode(), as_version=4))
    bare = [{key: cell[key] for key in cell if key != "id"} for cell in json.loads(data)["cells"]]
    assert [{k: c[k] for k in c if k != "id"} for c in json.loads(after)["cells"]] == bare
    assert repair_ids(read) == (after, ())
    assert repaired(data) == after, "the same change gives the same ids"


def test_only_lines_of_ids_change() -> None:
    data = as_bytes(notebook(code("x", id="a"), code("y"), code("z", id="a"), minor=5))
    before, after = data.decode().splitlines(), repaired(data).decode().splitlines()
    changed = [line for line in after if line not in before]
    assert len(changed) == 2
    assert all(line.startswith('   "id": "') for line in changed)


CELLS = st.lists(st.sampled_from([{}, {"id": "a"}, {"id": "b"}, {"id": ""}, {"id": None}, {"id": 1.5}]))


@given(CELLS, st.sampled_from([4, 5]), st.sampled_from([None, 1, 3]))
def test_whatever_the_ids_are(ids, minor, indent) -> None:
    data = as_bytes(notebook(*(code("x", **one) for one in ids), minor=minor), indent=indent)
    assert not parse_notebook(repaired(data)).remarks
