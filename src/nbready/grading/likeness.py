"""Likeness as a marker sees it: beside an answer, whose answer is nearly the same, and in which words.

It is no part of a sheet, so nothing that a student gets back can hold it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from nbready.errors import ConfigError
from nbready.grading.sheet import Sheet
from nbready.report.alike import Given, Pair, compare_texts
from nbready.report.passages import passages

Changed = Literal["earlier", "later", ""]


class Likeness(NamedTuple):
    """One answer that is nearly the same as another student's.

    Attributes:
        other: The place of the other student's sheet.
        share: How alike the answers are, 0 to 1.
        changed: When the other's file was last changed, against this one's; empty where times don't tell.
        passages: What they share, in the words of this one.
    """

    other: int
    share: float
    changed: Changed
    passages: tuple[str, ...]


Likenesses = Mapping[tuple[int, str], Sequence[Likeness]]
"""By a sheet's place and a question's key, the most alike first."""


def find_likenesses(sheets: Sequence[Sheet], given: Given) -> Likenesses:
    """Whose answers are nearly the same.

    Args:
        sheets: A class.
        given: What everybody was given, by question.

    Raises:
        ConfigError: The library that compares them is not installed.
    """
    compared = compare_texts([sheet.row for sheet in sheets], given)
    if not compared.is_whole:
        raise ConfigError("Likeness needs scikit-learn.", remedy="`pip install 'nbready[alike]'`.")
    places = {sheet.row.path: place for place, sheet in enumerate(sheets)}
    found: dict[tuple[int, str], list[Likeness]] = defaultdict(list)
    for pair in compared.pairs:
        for (place, key), likeness in _of_pair(pair, places, sheets, given):
            found[place, key].append(likeness)
    return {at: sorted(likenesses, key=lambda one: -one.share) for at, likenesses in found.items()}


def _of_pair(
    pair: Pair, places: Mapping[str, int], sheets: Sequence[Sheet], given: Given
) -> Iterator[tuple[tuple[int, str], Likeness]]:
    """What a pair comes to for both of it; its earlier one comes first where times tell."""
    first, second = (places[path] for path in pair.paths)
    earlier: Changed
    later: Changed
    earlier, later = ("earlier", "later") if pair.is_ordered else ("", "")
    for here, there, changed in ((first, second, later), (second, first, earlier)):
        text, other = sheets[here].row.words, sheets[there].row.words
        for key, share in pair.answers.items():
            shared = tuple(passages(text[key], other[key], given.get(key, ())))
            yield (here, key), Likeness(there, share, changed, shared)
