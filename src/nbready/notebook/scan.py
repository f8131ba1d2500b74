"""Where values stand in the bytes of a JSON document that is known to be well-formed.

Decoders give values and forget places. Findings and byte splices need the places of a few values only, so
everything else is skipped at the speed of ``bytes.find`` and a regular expression.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_SPACE = re.compile(rb"[ \t\r\n]*")
_SCALAR = re.compile(rb"[^ \t\r\n,\]}]*")
_MARK = re.compile(rb'["\[\]{}]')
# The engine remembers every round of a repetition, so that there must not be too many.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*){0,1000}"', re.DOTALL)
_QUOTE = ord('"')
_OPENERS = b"[{"


class Span(NamedTuple):
    """A value's place: offset of its first byte, and of the byte after its last."""

    start: int
    end: int


class Member(NamedTuple):
    """A member of an object: its key, where that starts, and where the value stands."""

    key: str
    key_start: int
    value: Span


def root(data: bytes) -> Span:
    """The place of the document's value."""
    start = skip_space(data, 0)
    return Span(start, value_end(data, start))


def members(data: bytes, start: int) -> Iterator[Member]:
    """The members of the object that starts at ``start``, in order."""
    at = skip_space(data, start + 1)
    while data[at] == _QUOTE:
        key_end = _string_end(data, at)
        value_start = skip_space(data, skip_space(data, key_end) + 1)
        value = Span(value_start, value_end(data, value_start))
        yield Member(json.loads(data[at:key_end]), at, value)
        at = _next(data, value.end)


def items(data: bytes, start: int) -> Iterator[Span]:
    """The items of the array that starts at ``start``, in order."""
    at = skip_space(data, start + 1)
    while data[at] != ord("]"):
        item = Span(at, value_end(data, at))
        yield item
        at = _next(data, item.end)


def member(data: bytes, start: int, key: str) -> Member | None:
    """The member of an object that decoders take for ``key``: the last one of that name."""
    found = None
    for candidate in members(data, start):
        if candidate.key == key:
            found = candidate
    return found


def skip_space(data: bytes, at: int) -> int:
    """Offset of the first byte from ``at`` on that is not white space."""
    match = _SPACE.match(data, at)
    return match.end() if match else at


def value_end(data: bytes, start: int) -> int:
    """Offset of the byte after the value that starts at ``start``."""
    if data[start] == _QUOTE:
        return _string_end(data, start)
    if data[start] not in _OPENERS:
        scalar = _SCALAR.match(data, start)
        return scalar.end() if scalar else start
    depth = 0
    at = start
    while mark := _MARK.search(data, at):
        at = mark.end()
        byte = data[mark.start()]
        if byte == _QUOTE:
            at = _string_end(data, mark.start())
        else:
            depth += 1 if byte in _OPENERS else -1
            if depth == 0:
                return at
    raise ValueError("the document is not well-formed")


def _next(data: bytes, at: int) -> int:
    """Offset of the next key or item after a value, or of the closing bracket."""
    at = skip_space(data, at)
    return skip_space(data, at + 1) if data[at] == ord(",") else at


def _string_end(data: bytes, start: int) -> int:
    string = _STRING.match(data, start)
    # To blank the escapes of a whole document pays for strings that are full of them only.
    return string.end() if string else without_escapes(data).index(b'"', start + 1) + 1


# Scans of one document come one after another; what they ask of it is the same.
@lru_cache(maxsize=1)
def without_escapes(data: bytes) -> bytes:
    """The document with other bytes in place of escaped quotes: all that are left begin or end a string.

    Backslashes stand in strings only, and in a run of them the first one begins an escape.
    """
    if b"\\" not in data:
        return data
    return data.replace(b"\\\\", b"__").replace(b'\\"', b"__")
