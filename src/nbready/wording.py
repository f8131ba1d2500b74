"""Words that every room writes the same way."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``, ``1,200 errors``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
