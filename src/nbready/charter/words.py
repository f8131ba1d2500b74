"""Texts reduced to what two people would call the same words."""

from __future__ import annotations

import re

from nbready.charter.model import Value

_SPACE = re.compile(r"\s+")
_NOISE = re.compile(r"[\W_]+")
# Tab and line feed stay; the marks U+200E and U+200F do too: right-to-left prose needs them.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_APOSTROPHE = re.compile(r"['’`]")
# Scripts that put no spaces between words: CJK, kana, Hangul is spaced; Thai, Lao, Khmer, Myanmar are not.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def one_line(text: str) -> str:
    """The text with runs of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def bare(text: str) -> str:
    """The text without case, punctuation and extra spaces, for comparing it with stock words."""
    return _NOISE.sub(" ", _APOSTROPHE.sub("", text).casefold()).strip()


def clean(text: str) -> str:
    """The text without controls, lone surrogates and characters that reorder what is around them."""
    return _UNSAFE.sub("", text)


def count_words(text: str) -> int:
    """Number of words; every character counts as one in scripts that put no spaces between words."""
    unspaced = len(_UNSPACED.findall(text))
    return unspaced + len(bare(_UNSPACED.sub(" ", text)).split())


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
