"""Who wrote nearly the same, in made-up classes: every copier, and nobody who wrote on their own."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nbready.config import Config
from nbready.report.alike import compare_texts
from nbready.report.given import given_texts
from nbready.report.near import find_near
from nbready.report.passages import mark_shared, passages
from nbready.report.row import Row
from nbready.report.skeleton import skeleton

CLASSES = Path(__file__).with_name("classes")
GIVEN = given_texts(Config())


def reordered(text: str) -> str:
    return " ".join(reversed(re.split(r"(?<=[.!?])\s+", text)))


EDITS: Mapping[str, Callable[[str], str]] = {
    "homoglyphs": lambda text: text.translate(str.maketrans("aeopc", "аеорс")),
    "zero_width": "\u200b".join,
    "upper_case": str.upper,
    "order_of_sentences": reordered,
}


class Class(NamedTuple):
    """The answers of each person by question, and who copied from whom."""

    answers: Mapping[str, Mapping[str, str]]
    copies: frozenset[frozenset[str]]

    def rows(self) -> list[Row]:
        return [Row(path=name, texts=texts) for name, texts in self.answers.items()]


def read_class(name: str) -> Class:
    made = yaml.safe_load((CLASSES / f"{name}.yaml").read_text(encoding="utf-8"))
    people = {**made["originals"], **made["honest"]}
    for copier, how in made["copies"].items():
        original = people[how["of"]]
        handed_in = [EDITS[how["edit"]](text) for text in original] if "edit" in how else how["texts"]
        people[copier] = [own or text for own, text in zip(handed_in, original, strict=True)]
    return Class(
        {name: dict(zip(made["questions"], texts, strict=True)) for name, texts in people.items()},
        frozenset(frozenset((name, how["of"])) for name, how in made["copies"].items()),
    )


CHURN = read_class("churn")


def found(rows: list[Row]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.paths) for pair in compare_texts(rows, GIVEN).pairs)


def test_the_class_is_what_is_asked() -> None:
    assert (len(CHURN.answers), len(CHURN.copies)) == (8 + 8 + 24, 8)


def test_every_copier_is_found_and_nobody_who_wrote_on_their_own() -> None:
    assert found(CHURN.rows()) == CHURN.copies


@pytest.mark.parametrize("without", ["copies", "originals"])
def test_nobody_is_found_where_nobody_copied(without: str) -> None:
    left_out = {
        name
        for pair in CHURN.copies
        for name in pair
        if (name in list(CHURN.answers)[-8:]) == (without == "copies")
    }
    assert found([row for row in CHURN.rows() if row.path not in left_out]) == frozenset()


@pytest.mark.parametrize("size", [4, 8, 12])
def test_parts_of_the_class_say_the_same(size: int) -> None:
    """A smaller class has fewer texts to tell what is common by."""
    draw = random.Random(size)
    for _ in range(6):
        rows = draw.sample(CHURN.rows(), size)
        names = {row.path for row in rows}
        assert found(rows) == {pair for pair in CHURN.copies if pair <= names}


def test_what_was_put_into_other_words_throughout_is_found_by_and_large() -> None:
    made = read_class("maintenance")
    shown = found(made.rows())
    assert shown <= made.copies  # nobody who wrote on their own
    assert len(shown) >= 3  # of 4: one has just enough words in common


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [(1, 2, ("a", "b")), (2, 1, ("b", "a")), (1, 1, None), (None, 2, None)],
)
def test_which_came_first_is_said_where_times_tell(
    first: int | None, second: int | None, order: tuple[str, str] | None
) -> None:
    text = " ".join(CHURN.answers["amara"].values())
    rows = [
        Row(path=path, texts={"x": text}, changed=day and dt.datetime(2026, 5, day))
        for path, day in (("a", first), ("b", second))
    ]
    (pair,) = compare_texts(rows).pairs
    assert (pair.is_ordered, pair.paths) == (order is not None, order or ("a", "b"))


def test_of_a_crowd_with_one_source_each_is_named_with_a_few_others() -> None:
    text = " ".join(CHURN.answers["amara"].values())
    crowd = [Row(path=f"{number:03}", texts={"x": f"{text} {number}"}) for number in range(300)]
    others = [Row(path=name, texts={"x": " ".join(texts.values())}) for name, texts in CHURN.answers.items()]
    compared = compare_texts([*crowd[:20], *others])
    assert {row.path for row in compared.rows if row.near} >= {row.path for row in crowd[:20]}
    assert len(compare_texts(crowd).pairs) <= 3 * len(crowd)


@pytest.mark.parametrize("texts", [[], [{}], [{}, {}], [{"x": ""}, {"x": "?"}], [{"x": "a"}, {"x": "a"}]])
def test_where_there_is_nothing_to_compare(texts: list[dict[str, str]]) -> None:
    assert find_near(texts, {}) == []


def test_without_the_library_only_equal_texts_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise ImportError

    monkeypatch.setattr("nbready.report.alike.find_near", missing)
    compared = compare_texts(CHURN.rows(), GIVEN)
    assert (compared.pairs, compared.is_whole) == ((), False)
    same = {row.path for row in compared.rows if row.same}
    assert (
        {"andy", "amara", "bella", "bjorn", "carl", "chidi"}
        <= same
        <= {name for pair in CHURN.copies for name in pair}
    )


# -- what the eye reads ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Cаllеrs", "callers"),  # Cyrillic letters
        ("cal\u200bl\u2060ers", "callers"),
        ("ｃａｌｌｅｒｓ", "callers"),
        ("𝐜𝐚𝐥𝐥𝐞𝐫𝐬", "callers"),
        ("ВЕЧЕР", "вечер"),
        ("Straße", "STRASSE"),
    ],
)
def test_texts_that_read_the_same(text: str, other: str) -> None:
    assert skeleton(text) == skeleton(other)


@pytest.mark.parametrize(
    ("text", "other"), [("callers", "caller"), ("один", "одна"), ("10", "lO"), ("a b", "ab")]
)
def test_texts_that_do_not(text: str, other: str) -> None:
    assert skeleton(text) != skeleton(other)


# -- passages -------------------------------------------------------------------------------------------


def test_what_is_shared_is_shown_in_the_words_of_each() -> None:
    one = "Twelve agents call 220 customers a week from the list. Then they rest."
    other = "They then rest? From the LIST, twelve ag\u200bents call 30 people a week."
    assert passages(one, other) == ["Twelve agents call", "from the list"]
    assert passages(other, one) == ["From the LIST, twelve ag\u200bents call"]
    assert passages(one, other, ["twelve agents call somebody"]) == ["from the list"]


def test_characters_count_where_no_spaces_part_words() -> None:
    one, other = (
        "効果が最も大きいと見込まれる百二十社に訪問する",
        "来月は効果が最も大きいと見込まれる三社に電話する",
    )
    assert passages(one, other) == ["効果が最も大きいと見込まれる"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_text_in_pieces_is_the_text(text: str, other: str) -> None:
    assert "".join(piece.text for piece in mark_shared(text, other)) == text
    assert passages(text, text) or len(skeleton(text).split()) < 30
