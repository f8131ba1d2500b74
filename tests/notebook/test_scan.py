"""Where the strings of a document end, however many escapes they have."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.notebook.scan import Span, items, root, value_end

ESCAPED = st.text(alphabet='"\\\n/ué😀', max_size=20)


def ends(document: object) -> list[object]:
    """The items of an array, each decoded from where it is said to stand."""
    data = json.dumps(document).encode()
    return [json.loads(data[span.start : span.end]) for span in items(data, root(data).start)]


@given(st.lists(st.one_of(ESCAPED, st.dictionaries(ESCAPED, ESCAPED, max_size=3))))
def test_as_the_decoder_has_it(document: list[object]) -> None:
    assert ends(document) == document


@pytest.mark.parametrize("escape", ['"', "\\", "\n", '\\"', "é"])
@pytest.mark.parametrize("count", [999, 1000, 1001, 5000])
def test_strings_that_are_full_of_escapes(escape: str, count: int) -> None:
    document = ["before", escape * count, f"x{escape}", escape * count + "x", ""]
    assert ends(document) == document


@pytest.mark.parametrize("data", [b'"', b'"abc', b'"abc\\', b'"abc\\"'])
def test_a_string_without_an_end_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not found"):
        value_end(data, 0)


def test_the_whole_document() -> None:
    assert root(b' {"a": "\\"}"} ') == Span(1, 13)
