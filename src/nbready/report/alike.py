"""Texts that several notebooks share: the same in every word, or nearly the same.

The same means the same words, case, punctuation, invisible characters and look-alike letters aside: whoever
fills in a template's blanks writes texts that are alike and no copies. For the same reason the words that a
template put there don't count as anybody's. What is nearly the same: :mod:`nbready.report.near`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from nbready.charter.words import count_words
from nbready.report.near import ENOUGH_TEXTS, Near, find_near
from nbready.report.row import Row
from nbready.report.skeleton import skeleton

_OWN_WORDS = 4
"""Texts with fewer words of one's own are the same by chance."""

_SHOWN = 5

Given = Mapping[str, Sequence[str]]
"""What everybody was given, by question: the template's, the presets' and the questions' own texts."""

Holders = Mapping[tuple[str, str], Sequence[str]]
"""The notebooks that have a text, by question and text."""


class Pair(NamedTuple):
    """Two notebooks to look at together.

    Attributes:
        paths: Their files; the earlier one first, where their times tell.
        is_ordered: Whether their times tell.
        words: How many words of their own they have in common, about.
        answers: By question, how alike the two answers are, 0 to 1.
    """

    paths: tuple[str, str]
    is_ordered: bool
    words: int
    answers: Mapping[str, float]


class Compared(NamedTuple):
    """Rows compared with each other.

    Attributes:
        rows: The rows, each knowing how many others share its texts.
        pairs: Those to look at together, the most alike first.
        is_whole: Whether nearly equal texts were looked for: that needs scikit-learn.
    """

    rows: list[Row]
    pairs: tuple[Pair, ...]
    is_whole: bool = True


def compare_texts(rows: Sequence[Row], given: Given | None = None) -> Compared:
    """Compare the texts of rows, all with all."""
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        for answer in _bones(row).items():
            holders[answer].append(row.path)
    usual = _given_words(holders)
    shared = {
        answer: paths
        for answer, paths in holders.items()
        if len(paths) > 1 and _own_words(answer[1], usual.get(answer[0], frozenset())) >= _OWN_WORDS
    }
    same = [_with_others(row, shared) for row in rows]
    try:
        found = find_near([row.texts for row in rows], given or {}, [row.short for row in rows])
    except ImportError:
        return Compared(same, (), is_whole=False)
    return Compared(_with_near(same, found), tuple(_pair(near, rows) for near in found))


def _bones(row: Row) -> dict[str, str]:
    return {key: bones for key, text in row.texts.items() if (bones := skeleton(text))}


def _given_words(holders: Holders) -> dict[str, frozenset[str]]:
    """The words of each question that most of its different texts have: the template's, or the language's.

    Different texts, not notebooks: a text that most of a class copied must not excuse itself.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    texts: Counter[str] = Counter(key for key, _ in holders)
    for key, text in holders:
        counts[key].update(set(text.split()))
    return {
        key: frozenset(word for word, number in counts[key].items() if 2 * number > texts[key])
        for key in texts
        if texts[key] >= ENOUGH_TEXTS
    }


def _own_words(text: str, given: frozenset[str]) -> int:
    return count_words(" ".join(word for word in text.split() if word not in given))


def _with_others(row: Row, shared: Holders) -> Row:
    same = {answer: shared[answer] for answer in _bones(row).items() if answer in shared}
    if not same:
        return row
    # Whoever shares the most answers comes first; of a crowd, its beginning will do.
    others = Counter(path for paths in same.values() for path in paths[: 10 * _SHOWN] if path != row.path)
    alike = tuple(path for path, _ in others.most_common(_SHOWN))
    return replace(row, same={key: len(paths) - 1 for (key, _), paths in same.items()}, alike=alike)


def _with_near(rows: Sequence[Row], found: Sequence[Near]) -> list[Row]:
    """The rows, each knowing which others say nearly the same, the most alike first."""
    near: dict[int, dict[str, int]] = defaultdict(dict)
    for pair in found:
        near[pair.first][rows[pair.second].path] = len(pair.answers)
        near[pair.second][rows[pair.first].path] = len(pair.answers)
    return [replace(row, near=near[place]) if place in near else row for place, row in enumerate(rows)]


def _pair(near: Near, rows: Sequence[Row]) -> Pair:
    first, second = rows[near.first], rows[near.second]
    is_ordered = bool(first.changed and second.changed and first.changed != second.changed)
    if is_ordered and first.changed and second.changed and first.changed > second.changed:
        first, second = second, first
    return Pair((first.path, second.path), is_ordered, round(near.words), near.answers)
