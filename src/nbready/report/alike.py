"""Texts that several notebooks share.

Only equal words count, case and punctuation aside: whoever fills in a template's blanks writes texts that
are alike and no copies. For the same reason the words that a template put there don't count as anybody's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nbready.charter.words import count_words
from nbready.report.row import Row

_OWN_WORDS = 4
"""Texts with fewer words of one's own are the same by chance."""

_ENOUGH_TEXTS = 4
"""Different texts from which words that most of them have are taken for the template's."""

_SHOWN = 5

Holders = Mapping[tuple[str, str], Sequence[str]]
"""The notebooks that have a text, by question and text."""


def compare_texts(rows: Sequence[Row]) -> list[Row]:
    """The rows, each knowing how many others share its texts."""
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        for answer in row.texts.items():
            holders[answer].append(row.path)
    given = _given_words(holders)
    shared = {
        answer: paths
        for answer, paths in holders.items()
        if len(paths) > 1 and _own_words(answer[1], given.get(answer[0], frozenset())) >= _OWN_WORDS
    }
    return [_with_others(row, shared) for row in rows]


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
        if texts[key] >= _ENOUGH_TEXTS
    }


def _own_words(text: str, given: frozenset[str]) -> int:
    return count_words(" ".join(word for word in text.split() if word not in given))


def _with_others(row: Row, shared: Holders) -> Row:
    same = {answer: shared[answer] for answer in row.texts.items() if answer in shared}
    if not same:
        return row
    # Whoever shares the most answers comes first; of a crowd, its beginning will do.
    others = Counter(path for paths in same.values() for path in paths[: 10 * _SHOWN] if path != row.path)
    alike = tuple(path for path, _ in others.most_common(_SHOWN))
    return replace(row, same={key: len(paths) - 1 for (key, _), paths in same.items()}, alike=alike)
