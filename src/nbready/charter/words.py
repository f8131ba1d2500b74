"""Texts reduced to what two people would call the same words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nbready.charter.model import Value

_NOISE = re.compile(r"[\W_]+")
# Scripts that put no spaces between words: Thai to Lao, Myanmar, Khmer, kana and Chinese characters.
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF))
UNSPACED = "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSPACED)
"""Their characters, as the inside of a regular expression's set."""

# Longer texts are not kept in memory.
_SHORT = 2000


def one_line(text: str) -> str:
    """The text with runs of white space as one space."""
    return " ".join(text.split())


def bare(text: str) -> str:
    """The text without case, punctuation and extra spaces, for comparing it with stock words."""
    # Checks ask for the same few words over and over: the questions' own, and each answer several times.
    return _remembered(text) if len(text) <= _SHORT else _bare(text)


def _bare(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "")
    return _NOISE.sub(" ", text.replace("'", "").casefold()).strip()


_remembered = lru_cache(maxsize=4096)(_bare)


def is_writable(text: str) -> bool:
    """Whether a text can be written to a file: JSON may hold half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def count_words(text: str) -> int:
    """Number of words; every character counts as one in scripts that put no spaces between words."""
    if text.isascii():
        return len(bare(text).split())
    spaced = "".join(" " if _is_unspaced(character) else character for character in text)
    return sum(map(_is_unspaced, text)) + len(bare(spaced).split())


def texts_in(value: Value) -> tuple[str, ...]:
    """All texts of an answer, in order."""
    if isinstance(value, str):
        return (value,)
    items = value.values() if isinstance(value, dict) else value
    return tuple(text for item in items for text in texts_in(item))


def shorten(text: str, width: int = 80) -> str:
    """The text on one line, cut with an ellipsis where it is longer than ``width`` characters."""
    line = one_line(text)
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def _is_unspaced(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _UNSPACED)
