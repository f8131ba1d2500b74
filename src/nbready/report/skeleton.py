"""A text as the eye reads it: without what cannot be seen, and with look-alikes as what they look like."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from nbready.charter.words import bare


def skeleton(text: str) -> str:
    """The words of a text without case, punctuation, invisible characters and letters in disguise.

    Homoglyphs are those of Unicode's UTS #39 (confusables.txt), as ``confusable_homoglyphs`` has them;
    without that library they stay what they are. Text in another script than Latin is folded alike wherever
    it stands, so that it still equals itself.
    """
    if text.isascii():
        return bare(text)
    seen = "".join(filter(is_seen, unicodedata.normalize("NFKC", text)))
    return bare(seen.casefold().translate(_look_alikes()))


def is_seen(character: str) -> bool:
    """Whether a character is there to be seen, or parts words: no zero-width space, joiner or the like."""
    return unicodedata.category(character) != "Cf"


@cache
def _look_alikes() -> Mapping[int, str]:
    """The ASCII letter or digit that a character looks like."""
    try:
        from confusable_homoglyphs.confusables import confusables_data
    except ImportError:
        return {}
    return {
        ord(character): plain[0].lower()
        for character, others in confusables_data.items()
        if len(character) == 1 and not character.isascii()
        if (plain := [other["c"] for other in others if _is_plain(other["c"])])
    }


def _is_plain(text: str) -> bool:
    return len(text) == 1 and text.isascii() and text.isalnum()
