"""The passages that two texts share, in any order, as they are written in each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from nbready.charter.words import UNSPACED
from nbready.report.skeleton import is_seen, skeleton

# A word; in scripts that put no spaces between words, a character.
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
_WORDS, _CHARACTERS = 3, 6
"""From how many words, or characters of a script without spaces, a passage is one."""


class Piece(NamedTuple):
    """A part of a text, and whether it is shared."""

    text: str
    is_shared: bool


def mark_shared(text: str, other: str, given: Iterable[str] = ()) -> list[Piece]:
    """A text in pieces: what it shares with another one, and what it does not.

    Args:
        text: The text; put together again, its pieces are it.
        other: The text that it is compared with.
        given: Texts that everybody was given: what comes from them is nobody's.
    """
    tokens = list(_tokens(text))
    size = _size([token.text for token in tokens])
    known = {*_runs([token.text for token in _tokens(other)], size)}
    known -= {run for source in given for run in _runs([token.text for token in _tokens(source)], size)}
    shared = _shared_tokens([token.text for token in tokens], known, size)
    return list(_pieces(text, tokens, shared))


def passages(text: str, other: str, given: Iterable[str] = ()) -> list[str]:
    """Only what is shared, in the words of the first text."""
    return [piece.text for piece in mark_shared(text, other, given) if piece.is_shared]


def runs_of(bones: str) -> set[tuple[str, ...]]:
    """All passages of the least length in a text that :func:`nbready.report.skeleton.skeleton` reduced."""
    words = _TOKEN.findall(bones)
    return {*_runs(words, _size(words))}


class _Token(NamedTuple):
    text: str
    start: int
    end: int


def _tokens(text: str) -> Iterator[_Token]:
    """The words as the eye reads them, and where they stand in the text."""
    places = [place for place, character in enumerate(text) if is_seen(character)]
    for found in _TOKEN.finditer("".join(text[place] for place in places)):
        yield _Token(skeleton(found[0]), places[found.start()], places[found.end() - 1] + 1)


def _size(words: Sequence[str]) -> int:
    return _CHARACTERS if 2 * sum(len(word) == 1 for word in words) > len(words) else _WORDS


def _runs(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def _shared_tokens(words: Sequence[str], known: Collection[tuple[str, ...]], size: int) -> set[int]:
    return {at + n for at, run in enumerate(_runs(words, size)) if run in known for n in range(size)}


def _pieces(text: str, tokens: Sequence[_Token], shared: Collection[int]) -> Iterator[Piece]:
    at, place = 0, 0
    while place < len(tokens):
        if place not in shared:
            place += 1
            continue
        last = place
        while last + 1 in shared:
            last += 1
        if at < tokens[place].start:
            yield Piece(text[at : tokens[place].start], False)
        yield Piece(text[tokens[place].start : tokens[last].end], True)
        at, place = tokens[last].end, last + 1
    if at < len(text):
        yield Piece(text[at:], False)
