"""Who wrote nearly the same, in made-up classes: every copier, and nobody who wrote on their own."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nbready.config import Config
from nbready.report.alike import compare_texts
from nbready.report.given import given_texts
from nbready.report.near import _count_grams, find_near
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
    short: Mapping[str, Mapping[str, str]]

    def rows(self) -> list[Row]:
        return [
            Row(path=name, texts=texts, short=self.short.get(name, {}))
            for name, texts in self.answers.items()
        ]


def read_class(name: str) -> Class:
    made = yaml.safe_load((CLASSES / f"{name}.yaml").read_text(encoding="utf-8"))
    people, short = {**made["originals"], **made["honest"]}, dict(made.get("short", {}))
    for copier, how in made["copies"].items():
        original = people[how["of"]]
        edit = EDITS[how["edit"]] if "edit" in how else str
        handed_in = how.get("texts", [edit(text) for text in original])
        people[copier] = [own or text for own, text in zip(handed_in, original, strict=True)]
        if short:
            short[copier] = [edit(text) for text in short[how["of"]]]
    return Class(
        {name: dict(zip(made["questions"], texts, strict=True)) for name, texts in people.items()},
        frozenset(frozenset((name, how["of"])) for name, how in made["copies"].items()),
        {name: dict(zip(made["short_questions"], texts, strict=True)) for name, texts in short.items()},
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


PUBLIC = (
    {
        "prediction_target": "bank client who was phoned; subscribes a term deposit; before the call is made",
        "success_metric": "calling in the order of the list; May to November 2010 of the Bank Marketing set",
        "data_classification": "UCI Bank Marketing, 45,211 calls of a Portuguese bank; licence CC BY 4.0",
    },
    {
        "prediction_target": "taxi trip in New York; fare above thirty dollars; when the passenger gets in",
        "success_metric": "the median fare of the borough; trips of January 2015, every tenth held out",
        "data_classification": "NYC Taxi and Limousine Commission, yellow cabs 2015; open data terms",
    },
)
"""How two public data sets are described by whoever chose them."""


def honest_on_public_data() -> list[Row]:
    """Those who wrote on their own; half of them chose one of two public data sets."""
    copiers = {name for pair in CHURN.copies for name in pair}
    rows = [row for row in CHURN.rows() if row.path not in copiers]
    return [replace(row, short=PUBLIC[n % 4]) if n % 4 < 2 else row for n, row in enumerate(rows)]


def test_short_answers_accuse_nobody_by_themselves() -> None:
    rows = honest_on_public_data()
    assert len(rows) == 24
    assert found(rows) == frozenset()
    # By themselves, as long answers, they would.
    assert found([replace(row, texts=row.short, short={}) for row in rows])


def with_little_copied(*, short: bool) -> list[Row]:
    """The class, in which a copier handed in one copied sentence, and the short answers as well."""
    rows = {row.path: row for row in CHURN.rows()}
    for pair in CHURN.copies:
        copier, original = sorted(pair, key=list(CHURN.answers).index, reverse=True)
        sentence = re.split(r"(?<=[.!?。])\s*", CHURN.answers[original]["fallback_rollback"])[0]
        texts = {"fallback_rollback": sentence}
        rows[copier] = Row(path=copier, texts=texts, short=CHURN.short[original] if short else {})
    return list(rows.values())


def test_short_answers_bear_out_what_little_else_is_copied() -> None:
    without, with_them = (found(with_little_copied(short=short)) for short in (False, True))
    assert without < with_them <= CHURN.copies
    assert (len(without), len(with_them)) == (2, 6)


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


@given(st.text(st.sampled_from("abcé 字 "), max_size=40))
def test_the_library_makes_as_many_grams_as_are_counted(text: str) -> None:
    sklearn = pytest.importorskip("sklearn.feature_extraction.text")
    analyze = sklearn.CountVectorizer(analyzer="char_wb", ngram_range=(4, 4)).build_analyzer()
    assert _count_grams(text) == len(analyze(text))


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
