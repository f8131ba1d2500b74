"""The true place of a cell's code in the ``.ipynb`` file, so that annotations land where the code is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nbready.notebook.model import Notebook
from nbready.notebook.scan import Span, items, member, root, value_end

# One character of the cell each, but for runs of plain ASCII.
_TOKEN = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
    rb"|[\x00-\x5b\x5d-\x7f]+|[\xc0-\xff][\x80-\xbf]*"
)
_COLON = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*")
_NEWLINES = {b"\\n": "\n", b"\\u000a": "\n", b"\\r": "\r", b"\\u000d": "\r"}


def locate(notebook: Notebook, cell: int, line: int = 1, column: int = 1) -> tuple[int, int]:
    """Where a character of a cell stands in the notebook's file.

    Args:
        notebook: A notebook that was read.
        cell: Index of the cell among all cells, from 0.
        line: Line in the cell, from 1, as Python counts them.
        column: Column in that line, from 1, in characters; past the line's end means its end.

    Returns:
        Line and column in the file, both from 1, the column in characters; ``(1, 1)`` for a place that the
        file doesn't have (a cell of format 1 or 2).
    """
    if notebook.lines:
        return notebook.lines[cell] + line - 1, column
    sources = _sources(notebook.data, len(notebook.cells))
    if cell >= len(sources):
        return 1, 1
    return _place(notebook.data, _offset(notebook.data, sources[cell], line, column))


# A file's findings come one after another: the last file's places are worth keeping, no more.
@lru_cache(maxsize=1)
def _sources(data: bytes, cells: int) -> tuple[int, ...]:
    """For each cell, the offset of its source."""
    # Inside a string these quotes would be escaped: every match is a key. As many keys as cells leave no
    # doubt which is whose; scanning the whole file takes much longer.
    sources = tuple(_values_of(data, b'"source"'))
    if len(sources) == cells:
        return sources
    try:
        return tuple(_source(data, cell.start) for cell in _cells(data))
    except (ValueError, IndexError):  # not JSON: a text notebook
        return ()


def _values_of(data: bytes, key: bytes) -> Iterator[int]:
    """The offsets of the values of every member with such a key, in any object."""
    at = data.find(key)  # much faster than a regular expression, and files are large
    while at >= 0:
        colon = _COLON.match(data, at + len(key))
        if colon:
            yield colon.end()
        at = data.find(key, at + len(key))


def _cells(data: bytes) -> Iterator[Span]:
    top = root(data).start
    sheets = member(data, top, "worksheets")
    parents = [span.start for span in items(data, sheets.value.start)] if sheets else [top]
    for parent in parents:
        cells = member(data, parent, "cells")
        if cells:
            yield from items(data, cells.value.start)


def _source(data: bytes, cell: int) -> int:
    source = member(data, cell, "source") or member(data, cell, "input")
    return source.value.start if source else cell


def _pieces(data: bytes, source: int) -> Iterator[Span]:
    """Where the strings that make up a source stand, in order."""
    if data[source] == ord("["):
        yield from (_inside(line) for line in items(data, source))
    elif data[source] == ord('"'):
        yield _inside(Span(source, value_end(data, source)))


def _inside(string: Span) -> Span:
    return Span(string.start + 1, string.end - 1)


def _offset(data: bytes, source: int, line: int, column: int) -> int:
    """Offset of a character; of the end of the line, or of the source, where there is none."""
    row, at, previous = 1, 1, ""
    piece = Span(source, source)
    for piece in _pieces(data, source):
        if row < line and at == 1 and not previous and _is_whole_line(data, piece):
            row += 1
            continue
        for token in _TOKEN.finditer(data, *piece):
            start, end = token.span()
            is_run = data[start] < 0x80 and data[start] != 0x5C
            width = end - start if is_run else 1
            newline = "" if is_run else _NEWLINES.get(token[0].lower(), "")
            if newline == "\n" and previous == "\r":
                previous = ""
                continue
            if row == line and (newline or column < at + width):
                return start + (column - at if is_run else 0)
            row, at, previous = (row + 1, 1, newline) if newline else (row, at + width, "")
    return piece.end


def _is_whole_line(data: bytes, piece: Span) -> bool:
    r"""Whether a piece of a source is one line, ending in the only ``\n`` and backslash that it has."""
    first = data.find(b"\\", *piece)
    return first == piece.end - 2 and data[piece.end - 1] == ord("n")


def _place(data: bytes, offset: int) -> tuple[int, int]:
    line_start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[line_start:offset].decode(errors="replace")) + 1
    return data.count(b"\n", 0, offset) + 1, column
