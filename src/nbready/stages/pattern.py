"""Regular expressions that are compiled when they are first used.

Compiling the large ones takes longer than importing everything else, and most notebooks need few of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Matching = Callable[[str], "re.Match[str] | None"]


class Pattern:
    """A regular expression; the methods are those of ``re.Pattern``."""

    __slots__ = ("_flags", "_text", "finditer", "fullmatch", "match", "search", "split", "sub")

    match: Matching
    fullmatch: Matching
    search: Matching
    split: Callable[[str], list[Any]]
    finditer: Callable[[str], Iterator[re.Match[str]]]
    sub: Callable[[str | Callable[[re.Match[str]], str], str], str]

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile it: reached once, because the methods are then there."""
        compiled = re.compile(self._text, self._flags)
        self.match, self.search, self.split = compiled.match, compiled.search, compiled.split
        self.finditer, self.fullmatch, self.sub = compiled.finditer, compiled.fullmatch, compiled.sub
        return getattr(compiled, name)
