"""Who reviewed whom, and who still owes how many."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.grading.exchange import Exchange, Person, exchange_of
from nbready.grading.exchange_formats import FORMATS
from nbready.grading.roster import Roster
from nbready.peer.model import GateReview, PeerReview, Reviewed
from nbready.report.formats import Look
from nbready.report.row import Row

LINES = (
    {"Student": "Lovelace, Ada", "ID": "77", "Login": "ada", "Section": "Monday"},
    {"Student": "Hopper, Grace", "ID": "78", "Login": "grace", "Section": "Monday"},
)
ROSTER = Roster(
    lines={text.casefold(): line for line in LINES for key, text in line.items() if key != "Section"}
)


def review(by: str, *, older: bool = False, is_self: bool = False) -> Reviewed:
    said = PeerReview(
        by=by, date="2026-11-25", notebook="a.ipynb", gates={"data": GateReview("3f", {"clear": "yes"})}
    )
    return Reviewed(said, ("data",) if older else (), is_self)


def students(**by: Sequence[Reviewed | str]) -> list[tuple[str, Row]]:
    """Each student's notebook, with who reviewed it; the charter's author goes by another name."""
    return [
        (
            name,
            Row(
                path=f"{name}/a.ipynb",
                author=f"{name.title()} Author",
                reviews=tuple(review(r) if isinstance(r, str) else r for r in reviews),
            ),
        )
        for name, reviews in by.items()
    ]


def person(exchange: Exchange, name: str) -> Person:
    return next(person for person in exchange.people if person.name == name)


def test_who_reviewed_whom_and_who_owes() -> None:
    exchange = exchange_of(students(ada=["bob", "Zed"], bob=["ada", "cem"], cem=["ada", "ADA"]), each=2)
    assert {p.name: (p.reviewed, p.reviewed_by, p.owes) for p in exchange.people} == {
        "ada": (("bob", "cem"), ("bob", "Zed"), 0),
        "bob": (("ada",), ("ada", "cem"), 1),
        "cem": (("bob",), ("ada",), 1),
    }
    assert (exchange.owed, exchange.others) == (2, ("Zed",))


NAMES = [
    ("ada", "ada"),
    ("Ada Author", "ada"),
    ("author,  ADA", "ada"),
    ("Ada Lovelace", "ada"),
    ("77", "ada"),
    ("grace", "Hopper, Grace"),
    ("Monday", ""),
    ("Ada", "ada"),
    ("Ada L", ""),
]


@pytest.mark.parametrize(("by", "who"), NAMES)
def test_a_reviewer_goes_by_the_names_of_folder_list_and_charter(by: str, who: str) -> None:
    exchange = exchange_of(students(ada=[], bob=[by]), ROSTER)
    assert [given.reviewer for given in exchange.reviews] == [who]


def test_a_name_that_means_two_means_nobody_and_a_folder_comes_before_an_author() -> None:
    rows = students(ada=[], bob=["Same Name", "ada"], cem=[])
    rows = [(name, Row(path=row.path, author="Same Name", reviews=row.reviews)) for name, row in rows]
    rows.append(("eve", Row(path="eve/a.ipynb", author="ada")))
    assert [given.reviewer for given in exchange_of(rows).reviews] == ["", "ada"]


@pytest.mark.parametrize("own", [review("ada"), review("Ada Author", is_self=True), review("Lovelace, Ada")])
def test_ones_own_charter_counts_for_nobody_and_is_told(own: Reviewed) -> None:
    exchange = exchange_of(students(ada=[own, "bob"], bob=[]), ROSTER, each=1)
    ada = person(exchange, "ada")
    assert (ada.own, ada.reviewed, ada.reviewed_by, ada.owes) == (1, (), ("bob",), 1)
    assert person(exchange, "bob").owes == 0


def test_who_handed_in_nothing_owes_too() -> None:
    exchange = exchange_of(students(ada=["grace"]), ROSTER, each=2)
    assert [(p.name, p.paths, p.owes) for p in exchange.people] == [
        ("ada", ("ada/a.ipynb",), 2),
        ("Hopper, Grace", (), 1),
    ]


def test_several_notebooks_in_a_folder_are_one_students() -> None:
    rows = students(**{"ada/eda": ["bob"], "ada/model": ["bob", "ada"], "bob/a": ["ada"], "cem": ["ada"]})
    exchange = exchange_of(rows, each=2)
    ada, bob = person(exchange, "ada"), person(exchange, "bob")
    assert (ada.paths, ada.reviewed, ada.reviewed_by, ada.own, ada.owes) == (
        ("ada/eda/a.ipynb", "ada/model/a.ipynb"), ("bob", "cem"), ("bob",), 1, 0,
    )  # fmt: skip
    assert (bob.reviewed, bob.owes) == (("ada",), 1)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefxyz")), min_size=1),
    st.none() | st.integers(1, 4),
)
def test_every_review_is_somebodys_and_counts_once(
    reviews: Mapping[str, list[str]], each: int | None
) -> None:
    exchange = exchange_of(students(**reviews), each=each)
    pairs = {(g.reviewer, g.of) for g in exchange.reviews if g.reviewer and not g.is_self}
    assert {(p.name, of) for p in exchange.people for of in p.reviewed} == pairs
    assert {(by, p.name) for p in exchange.people for by in p.reviewed_by if by in reviews} == pairs
    assert sum(p.own for p in exchange.people) == sum(g.is_self for g in exchange.reviews)
    assert [p.owes for p in exchange.people] == [
        None if each is None else max(0, each - len(p.reviewed)) for p in exchange.people
    ]


HOSTILE = "=cmd|'\x1b[31m<b>\u202e"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("each", [None, 3])
def test_each_format_shows_any_name_as_text(name: str, each: int | None) -> None:
    exchange = exchange_of(students(ada=[HOSTILE, review("bob", older=True)], bob=["ada", "bob"]), each=each)
    text = FORMATS[name].write(exchange, Look())
    assert "\x1b" not in text
    assert "\u202e" not in text
    if name == "csv":
        ada, bob = csv.DictReader(io.StringIO(text))
        assert ada["reviewed_by"].startswith("'=cmd")
        assert (bob["self_reviews"], bob["older"], bob["owes"]) == ("1", "1", "2" if each else "")
    if name == "json":
        value = json.loads(text)
        assert value["others"] == [HOSTILE]
        assert [r["is_self"] for r in value["reviews"]] == [False, False, False, True]
    if name == "table":
        assert ("3 reviews each: 4 reviews of 2 students still missing." in text) == bool(each)
        assert "1 of one's own charter, 1 of an older version" in text


def test_nobody_and_nothing() -> None:
    for format_ in FORMATS.values():
        assert "\x1b" not in format_.write(exchange_of([], each=3), Look())
    assert "3 reviews each: all there." in FORMATS["table"].write(exchange_of([], each=3), Look())
