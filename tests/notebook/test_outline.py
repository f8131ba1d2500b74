"""The cells of notebooks that nobody may refuse."""

from __future__ import annotations

import pytest

from nbready.notebook.outline import Outline, outline, text_of

CELL = {"cell_type": "code", "id": "a", "source": ["x = 1\n", "y = 2"], "outputs": []}


@pytest.mark.parametrize(
    "document", [None, 3, "cells", [], {}, {"cells": None}, {"cells": {}}, {"cells": [1, []]}]
)
def test_what_is_no_notebook_has_no_cells(document: object) -> None:
    assert outline(document) == ()


def test_a_cell_is_kind_text_and_id() -> None:
    assert outline({"cells": [CELL, 7]}) == (Outline(kind="code", text="x = 1\ny = 2", id="a"),)


@pytest.mark.parametrize("broken", [{}, {"cell_type": 3, "source": 4, "id": 5}, {"source": ["x", 1]}])
def test_what_a_cell_lacks_is_empty(broken: dict[str, object]) -> None:
    assert outline({"cells": [broken]}) == (Outline(kind="", text=""),)


def test_prose_is_left_out_on_request() -> None:
    cells = [{"cell_type": "markdown", "source": "long"}, CELL]
    assert [cell.text for cell in outline({"cells": cells}, prose=False)] == ["", "x = 1\ny = 2"]


@pytest.mark.parametrize(
    ("source", "text"), [("a", "a"), ([], ""), (["a\n", "b"], "a\nb"), ([1], None), (None, None)]
)
def test_the_text_of_a_source(source: object, text: str | None) -> None:
    assert text_of(source) == text
