"""Names of files that are made of what people are called."""

from __future__ import annotations

import re

_UNSAFE = r"[^\w.@+-]+"
_LONGEST = 60
"""Characters; in UTF-8 at most 240 bytes, of the 255 that file systems take."""


def safe_stem(text: str) -> str:
    """A text as a file's name without an ending, for any file system; empty where nothing is left of it."""
    return re.sub(_UNSAFE, "-", text).strip("-.")[:_LONGEST]
