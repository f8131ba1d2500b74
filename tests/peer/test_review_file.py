"""One review as a file, written and read back, and what is no review."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.charter.model import GATES
from nbready.errors import ConfigError
from nbready.peer.file import parse_review, write_review
from nbready.peer.model import GateReview, PeerReview

from .reviews import GOOD, POOR

lines = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))).map(str.strip).filter(bool)
prose = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)))
said = st.dictionaries(st.sampled_from(("clear", "checkable", "work", "comment", "fair")), lines, min_size=1)
gates = st.dictionaries(st.sampled_from(GATES), said.map(lambda s: GateReview("3f0a91c2d4e7", s)), min_size=1)


@given(by=lines, notebook=lines, author=lines | st.just(""), gates=gates)
def test_what_is_written_is_read_back(by: str, notebook: str, author: str, gates: dict) -> None:
    in_order = {gate: gates[gate] for gate in GATES if gate in gates}
    review = PeerReview(by=by, date="2026-11-25", notebook=notebook, author=author, gates=in_order)
    assert parse_review(write_review(review)) == review


@given(text=prose)
def test_any_prose_is_kept_but_for_the_space_around_it(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    review = PeerReview(
        by="Ada",
        date="2026-11-25",
        notebook="a.ipynb",
        gates={"data": GateReview("3f", {"comment": text or "x"})},
    )
    assert parse_review(write_review(review)) == review


WRITTEN = write_review(
    PeerReview(
        by="Ada",
        date="2026-11-25",
        notebook="a.ipynb",
        gates={"data": GateReview("3f0a91c2d4e7", GOOD), "model": GateReview("3f0a91c2d4e8", POOR)},
    )
)
BROKEN = [
    ("version: 1", "version: 2", "needs `version: 1`"),
    ("version: 1\n", "", "needs `version: 1`"),
    ("by: Ada\n", "", "has no `by`"),
    ("by: Ada", "by: [Ada]", "must be a text"),
    ("date: 2026-11-25", "date: soon", "no date"),
    ("notebook: a.ipynb\n", "", "has no `notebook`"),
    ("  model:", "  modle:", "Did you mean `model`?"),
    ("    of: 3f0a91c2d4e7\n", "", "not say of which answers"),
    ("clear: yes", "clear: {a: b}", "must be a text"),
    ("clear: yes", "clear: *x", "here is only text"),
    ("clear: yes", "clear: yes\n    clear: no", "twice"),
    ("gates:", "grades: 5\ngates:", "Unknown key `grades`"),
]


@pytest.mark.parametrize(("what", "instead", "words"), BROKEN)
def test_what_is_no_review_is_told_with_its_place(what: str, instead: str, words: str) -> None:
    assert what in WRITTEN
    with pytest.raises(ConfigError) as told:
        parse_review(WRITTEN.replace(what, instead, 1))
    assert words in str(told.value)


@given(st.text() | st.binary().map(lambda data: data.decode(errors="replace")))
def test_any_text_is_a_review_or_one_message(text: str) -> None:
    try:
        found = parse_review(text)
    except ConfigError:
        return
    assert parse_review(write_review(found)) == found
