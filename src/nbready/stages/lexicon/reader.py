"""Reads the lexicon's files and finds their words in names, paths and texts.

A file is a subject: its words say what a name is about. A section says how they are looked for, a word ``*``
stands for more letters and digits, ``?`` makes the letter before it optional, ``_`` is any sign or none::

    [words]        stands by itself among letters: `data` in `my_data.json`, not in `update`
    [parts]        stands anywhere: `config` in `MyConfig2`
    [extensions]   the end of a file's name
    [whole]        is all of a name
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nbready.stages.pattern import Pattern

FOLDER = Path(__file__).parent
_FORMS = {
    "words": r"(?<![a-z])(?:{})(?![a-z])",
    "parts": r"(?:{})",
    "extensions": r"\.(?:{})(?!\w)",
    "whole": r"^(?:{})$",
}


class Said(NamedTuple):
    """What a name says: its subject (empty for nothing), and the word that says so."""

    subject: str
    word: str = ""


class Lexicon:
    """The words of a subject."""

    __slots__ = ("_pattern", "subject")

    def __init__(self, subject: str, text: str) -> None:
        self.subject = subject
        forms = [_FORMS[form].format("|".join(map(_regex, words))) for form, words in sections(text)]
        # Lower-case text and no flag: where case is ignored, each word is tried at every letter.
        self._pattern = Pattern("|".join(forms))

    def word(self, text: str) -> str:
        """The first word of the subject in a text; empty for none."""
        found = self._pattern.search(text.lower())
        return "" if found is None else found[0]

    def last(self, text: str) -> tuple[str, int]:
        """The last word of the subject in a text, and where it ends; empty and 0 for none."""
        word, end = "", 0
        for found in self._pattern.finditer(text.lower()):
            word, end = found[0], found.end()
        return word, end


def sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """The sections of a file, with their words.

    Raises:
        ValueError: A word stands before any section, or a section is none of those that there are.
    """
    form, words = "", list[str]()
    for number, raw in enumerate([*text.splitlines(), "[]"], 1):
        line = raw.partition("#")[0].strip()
        if line[:1] == "[":
            if words:
                yield form, words
            form, words = line[1:-1], []
            if form and form not in _FORMS:
                raise ValueError(f"line {number}: [{form}] is none of {', '.join(_FORMS)}")
        elif line and not form:
            raise ValueError(f"line {number}: a word before any section")
        else:
            words += line.split()


@lru_cache(maxsize=32)
def lexicon(subject: str) -> Lexicon:
    """The lexicon of a subject, read once."""
    return Lexicon(subject, (FOLDER / f"{subject}.txt").read_text(encoding="utf-8"))


def _regex(word: str) -> str:
    return re.escape(word.lower()).replace(r"\*", r"\w*").replace(r"\?", "?").replace("_", r"[\W_]?")
