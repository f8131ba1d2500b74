"""Reads the lexicon's files and finds their words in names, paths and texts.

A file is a subject: its words say what a name is about. A section says how they are looked for, in lower
case; ``*`` stands for more letters and digits, ``?`` makes the letter before it optional, ``_`` is any sign
or none::

    [words]        stands by itself among letters: `data` in `my_data.json`, not in `update`
    [parts]        stands anywhere: `config` in `MyConfig2`
    [extensions]   the end of a file's name
    [folders]      the end of a folder's name
    [begins]       the beginning
    [whole]        is all of it
    [names]        a line is all of a name, word for word, whatever joins them: `load|read .. data ..` is
                   `load_data`, `read_my_data_2`, `loadData`; `|` stands between words of which one will do,
                   `..` for any words between, and a number behind a word does not matter

What stands in a section ``[no ...]`` is about something else, whatever the others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
# What was said of short texts is kept, up to a number of them a subject.
_SHORT, _MOST_KNOWN = 60, 1_000
_FORMS = {
    "words": r"(?<![a-z])(?:{})(?![a-z])",
    "parts": r"(?:{})",
    "extensions": r"\.(?:{})(?!\w)",
    "folders": r"(?<![a-z])(?:{})[/\\]",
    "begins": r"^\s*(?:{})",
    "whole": r"^(?:{})$",
    "names": r"^_?(?:{})$",
}
_WORD = re.compile(r"[\w./:*?-]+")
_NAME = re.compile(r"(?:[\w*?]+(?:\|[\w*?]+)*|\.\.)(?: |$)")


class Said(NamedTuple):
    """What a name says: its subject (empty for nothing), and the word that says so."""

    subject: str
    word: str = ""


class Lexicon:
    """The words of a subject.

    Raises:
        ValueError: The text is no lexicon; the message begins with subject and line.
    """

    __slots__ = ("_known", "_no", "_pattern", "subject")

    def __init__(self, subject: str, text: str) -> None:
        self.subject = subject
        self._known: dict[str, str] = {}
        forms: dict[bool, list[str]] = {False: [], True: []}
        for form, words in sections(subject, text):
            kind = form.removeprefix("no ")
            forms[kind != form].append(_FORMS[kind].format("|".join(words)))
        if not forms[False]:
            raise ValueError(f"{subject}.txt:1: no words of the subject")
        # Lower-case text and no flag: where case is ignored, each word is tried at every letter.
        self._pattern = re.compile("|".join(forms[False]))
        self._no = re.compile("|".join(forms[True])) if forms[True] else None

    def word(self, text: str) -> str:
        """The first word of the subject in a text; empty for none."""
        # Most texts are names, and come again and again.
        known = self._known.get(text)
        if known is None:
            known = self._search(text.lower())
            if len(text) < _SHORT:
                if len(self._known) == _MOST_KNOWN:
                    self._known.clear()
                self._known[text] = known
        return known

    def _search(self, text: str) -> str:
        found = self._pattern.search(text)
        return "" if found is None or (self._no is not None and self._no.search(text)) else found[0]

    def denies(self, text: str) -> bool:
        """Whether a text is about something else, whatever words of the subject are in it."""
        return self._no is not None and self._no.search(text.lower()) is not None

    def last(self, text: str) -> tuple[str, int]:
        """The last word of the subject in a text, and where it ends; empty and 0 for none."""
        word, end = "", 0
        for found in self._pattern.finditer(text.lower()):
            word, end = found[0], found.end()
        return word, end


def sections(subject: str, text: str) -> Iterator[tuple[str, list[str]]]:
    """The sections of a file, with what stands in them as regular expressions.

    Raises:
        ValueError: A word stands before any section, a name is none, or there is no such section.
    """
    form, words, begun = "", list[str](), ""
    for number, raw in enumerate([*text.splitlines(), "[]"], 1):
        line, place = raw.partition("#")[0].strip(), f"{subject}.txt:{number}"
        if begun and line[:1] in ("", "["):
            raise ValueError(f"{place}: {line!r} stands in a line that goes on")
        line = begun + line
        begun = line if line.endswith("|") else ""
        if begun:
            continue
        if line[:1] == "[":
            if words:
                yield form, words
            form, words = line[1:-1], []
            if form and form.removeprefix("no ") not in _FORMS:
                raise ValueError(f"{place}: [{form}] is none of {', '.join(_FORMS)}, with or without `no`")
        elif line and not form:
            raise ValueError(f"{place}: a word before any section")
        elif line and form.endswith("names"):
            if not all(map(_NAME.fullmatch, line.split())):
                raise ValueError(
                    f"{place}: {line!r} is no name: words, `|` between those of which one will do, `..`"
                )
            words.append(_name(line.split()))
        else:
            words += (_regex(_checked(word, form, place)) for word in line.split())


def _checked(word: str, form: str, place: str) -> str:
    if not _WORD.fullmatch(word) or (form.endswith("extensions") and word[0] == "."):
        raise ValueError(f"{place}: {word!r} is no word of [{form}]: letters, digits and -_/:. with * and ?")
    return word


@lru_cache(maxsize=64)
def lexicon(subject: str) -> Lexicon:
    """The lexicon of a subject, read once."""
    return Lexicon(subject, (FOLDER / f"{subject}.txt").read_text(encoding="utf-8"))


def _regex(word: str) -> str:
    return re.escape(word.lower()).replace(r"\*", r"\w*").replace(r"\?", "?").replace("_", r"[\W_]?")


def _name(words: list[str]) -> str:
    """The regular expression of a name, given word for word."""
    parts: list[str] = []
    for number, word in enumerate(words):
        if word == "..":
            parts.append(r"(?:_\w+)?" if number == len(words) - 1 else r"(?:\w+_)?")
            continue
        joined = "_?" if number + 1 < len(words) and words[number + 1 :] != [".."] else ""
        parts.append(rf"(?:{'|'.join(map(_regex, word.split('|')))})\d*{joined}")
    return "".join(parts)
