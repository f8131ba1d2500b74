"""JavaScript that is written as modules and loaded as one: there is no build step."""

from __future__ import annotations

import re
from collections.abc import Iterable

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=class|const|function)", re.MULTILINE)
# Comments, indentation, empty lines and lines that go on are for who reads the files; whoever opens a page
# loads the rest. Comments have lines of their own, or what follows one would be lost.
_FOR_READERS = re.compile(r"^[ \t]*(?:(?://|/\*|\*).*)?\n|^[ \t]+", re.MULTILINE)
_GOES_ON = re.compile(r"(?<=[{(\[,;=>&|])\n")


def join_modules(sources: Iterable[str]) -> str:
    """The texts of modules as one, in the order of their needs; what they import is among them."""
    return without_spaces("\n".join(_EXPORT.sub("", _IMPORT.sub("", source)) for source in sources))


def without_spaces(source: str) -> str:
    """JavaScript or CSS without what only its readers need."""
    return _GOES_ON.sub("", _FOR_READERS.sub("", source))
