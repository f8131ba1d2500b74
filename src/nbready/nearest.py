"""The nearest word to one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known word, or lists them all."""
    # Only mistakes need it, and it costs as much to import as a charter takes to parse.
    import difflib

    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1)
    return f"Did you mean `{near[0]}`?" if near else f"Allowed: {', '.join(words)}."
