"""Words that fill a field and say nothing.

Told by their shape, in any script, and never by their style: what is flagged here could not be meant.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from nbready.charter.asked import Asked
from nbready.charter.model import Question, Remark
from nbready.charter.words import bare, count_words, shorten

KEYBOARDS: tuple[str, ...] = (
    *("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("qwertzuiopü", "asdfghjklöä", "yxcvbnm"),
    *("azertyuiop", "qsdfghjklm", "wxcvbn"),
    *("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    *("ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ"),
    *("ضصثقفغعهخحجد", "شسيبلاتنمكط"),
    *("קראטוןםפ", "שדגכעיחלך", "זסבהנמצתץ"),
    *("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ"),
)
"""The rows of letters on common keyboards, from left to right."""

_RUN = 4
"""Neighbouring keys in one word; three are a word in some language."""
_TIMES = 3
"""How often a unit stands in a row before it is a repetition; twice is emphasis."""
_MEANT = 4
"""Letters from which a word is taken to carry meaning, so that `the` and `is` don't decide."""


def empty_talk(asked: Asked) -> Iterator[Remark]:
    """Keyboard rows, one word over and over, or the question turned round."""
    for part, text in asked.filled("long_text"):
        if count_words(text) >= _TIMES and is_empty_talk(text, asked.question):
            yield asked.remark("empty_talk", part=part, is_open=False, answer=shorten(text))


def is_empty_talk(text: str, question: Question) -> bool:
    """Whether a text says nothing about a question."""
    words = [word for word in bare(text).split() if not word.isnumeric()]
    return _is_repetition(words) or _is_typed_at_random(words) or _turns_round(text, words, question)


def _is_repetition(words: list[str]) -> bool:
    """Whether the text is one unit of letters over and over, with or without spaces."""
    letters = "".join(words)
    # A text that is made of a unit meets itself again, shifted by the unit's length.
    period = (letters + letters).find(letters, 1)
    return period > 0 and _TIMES * period <= len(letters)


def _is_typed_at_random(words: list[str]) -> bool:
    runs = sum(map(_is_run, words))
    return bool(words) and 2 * runs > len(words)


def _is_run(word: str) -> bool:
    if len(word) < _RUN:
        return False
    starts = range(len(word) - _RUN + 1)
    on_row = {i for i in starts if any(word[i : i + _RUN] in row for row in _BOTH_WAYS)}
    covered = set(itertools.chain.from_iterable(range(i, i + _RUN) for i in on_row))
    return 2 * len(covered) > len(word)


def _turns_round(text: str, words: list[str], question: Question) -> bool:
    """Whether every word that carries meaning is the question's own, and no number is added."""
    if any(character.isnumeric() for character in text):
        return False
    own = bare(" ".join((question.label, question.prompt, question.help)))
    if count_words(text) > len(bare(text).split()):  # no spaces between words: a piece of the question
        return bare(text).replace(" ", "") in own.replace(" ", "")
    known = set(own.split())
    meant = [word for word in words if len(word) >= _MEANT]
    return bool(meant) and known.issuperset(meant)


_BOTH_WAYS = (*KEYBOARDS, *(row[::-1] for row in KEYBOARDS))
