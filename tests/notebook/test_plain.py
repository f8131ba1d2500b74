"""A yes about validity, given without a validator, is nbformat's own."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.validator import isvalid

from nbready.notebook.plain import is_plainly_valid

CODE = {"cell_type": "code", "metadata": {}, "source": "a = 1", "execution_count": None, "outputs": []}
TEXT = {"cell_type": "markdown", "metadata": {}, "source": ["# A\n", "b"]}
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
LANGUAGE = {"name": "python", "codemirror_mode": {"name": "ipython", "version": 3}, "version": "3.11"}
OUTPUTS = [
    {"output_type": "stream", "name": "stdout", "text": ["a\n"]},
    {"output_type": "error", "ename": "E", "evalue": "e", "traceback": ["a", "b"]},
    {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "a", "image/png": ["b"]}},
    {"output_type": "execute_result", "metadata": {}, "data": {"text/html": "a"}, "execution_count": 3},
]


def notebook(*cells: dict[str, Any], minor: int = 4, **metadata: Any) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": metadata, "cells": list(cells)}


PLAIN = [
    notebook(),
    notebook(CODE, TEXT, {**TEXT, "cell_type": "raw"}),
    notebook(kernelspec=KERNEL, language_info=LANGUAGE, nbready={"version": 1}),
    notebook({**CODE, "outputs": OUTPUTS, "execution_count": 3}, minor=0),
    notebook({**CODE, "id": "a-1"}, minor=5),
]
IN_DOUBT = [
    [],
    notebook(CODE, minor=6),
    notebook(CODE, minor=5),
    notebook({**CODE, "id": "a b"}, minor=5),
    notebook({**CODE, "id": "a"}),
    notebook({**CODE, "execution_count": True}),
    notebook({**CODE, "execution_count": -1}),
    notebook(
        {**CODE, "outputs": [{"output_type": "display_data", "metadata": {}, "data": {"text/plain": 1}}]}
    ),
    notebook({**TEXT, "outputs": []}),
    notebook({**TEXT, "metadata": {"tags": ["a,b"]}}),
    notebook(kernelspec={"name": "python3"}),
    notebook(language_info={"name": "python", "version": 3}),
    {**notebook(), "extra": 1},
]


@pytest.mark.parametrize("document", PLAIN)
def test_the_commonest_notebooks_are_plain(document: dict[str, Any]) -> None:
    assert is_plainly_valid(document, (4, document["nbformat_minor"]))
    assert isvalid(document)


@pytest.mark.parametrize("document", IN_DOUBT)
def test_anything_else_is_left_to_a_validator(document: Any) -> None:
    minor = document["nbformat_minor"] if isinstance(document, dict) else 4
    assert not is_plainly_valid(document, (4, minor))


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, child in inner for place in _places(child, (*at, key)))]


ODD = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "a\n", "a,b", [], ["a", 1], {}, {"name": 1}, {"tags": ["a", "a"]}]
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLAIN), st.data())
def test_a_yes_is_always_nbformats_own(document: dict[str, Any], data: st.DataObject) -> None:
    changed = copy.deepcopy(document)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(_places(changed)[1:] or [("metadata",)]))
        parent: Any = changed
        for key in place[:-1]:
            parent = parent[key]
        if isinstance(parent, dict) and data.draw(st.booleans()):
            parent.pop(place[-1], None)
        else:
            parent[place[-1]] = copy.deepcopy(data.draw(ODD))
    version = (changed.get("nbformat"), changed.get("nbformat_minor"))
    if all(type(part) is int for part in version) and is_plainly_valid(changed, version):
        assert isvalid(changed)
