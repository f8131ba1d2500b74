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
    offset = _rows(notebook.data, sources[cell]).offset(line, column)
    return _lines(notebook.data).place(offset)


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


class _Rows:
    """The rows of a source, as far as they were asked for: findings in one cell come one after another."""

    def __init__(self, data: bytes, source: int) -> None:
        self._data = data
        self._waiting = _pieces(data, source)
        self._pieces: list[Span] = []
        # Where each row starts: the piece, the offset in it (-1: its beginning), a `\\r` just before it.
        self._starts: list[tuple[int, int, bool]] = [(0, -1, False)]
        self._end = source

    def offset(self, row: int, column: int) -> int:
        """Offset of a character; of the end of the row, or of the source, where there is none."""
        while len(self._starts) < row:
            end, following = self._scan(self._starts[-1], None)
            if following is None:
                return end
            self._starts.append(following)
        return self._scan(self._starts[row - 1], column)[0]

    def _piece(self, index: int) -> Span | None:
        if index == len(self._pieces):
            self._pieces.extend([piece] if (piece := next(self._waiting, None)) else [])
        return self._pieces[index] if index < len(self._pieces) else None

    def _scan(
        self, start: tuple[int, int, bool], column: int | None
    ) -> tuple[int, tuple[int, int, bool] | None]:
        """Offset of a column of a row, None for its end; and where the next one starts, None for no other."""
        data, (index, begin, after_return), at = self._data, start, 1
        end = self._end
        while (piece := self._piece(index)) is not None:
            if column is None and begin < 0 and at == 1 and not after_return and _is_whole_line(data, piece):
                return piece.end - 2, (index + 1, -1, False)
            for token in _TOKEN.finditer(data, piece.start if begin < 0 else begin, piece.end):
                first, last = token.span()
                is_run = data[first] < 0x80 and data[first] != 0x5C
                newline = "" if is_run else _NEWLINES.get(token[0].lower(), "")
                if newline == "\n" and after_return:
                    after_return = False
                    continue
                width = last - first if is_run else 1
                if column is not None and (newline or column < at + width):
                    return first + (column - at if is_run else 0), None
                if newline:
                    return first, (index, last, newline == "\r")
                at, after_return = at + width, False
            end, index, begin = piece.end, index + 1, -1
        return end, None


_rows = lru_cache(maxsize=1)(_Rows)


def _is_whole_line(data: bytes, piece: Span) -> bool:
    r"""Whether a piece of a source is one line, ending in the only ``\n`` and backslash that it has."""
    first = data.find(b"\\", *piece)
    return first == piece.end - 2 and data[piece.end - 1] == ord("n")


class _Lines:
    """The lines of a file; goes on from the last place that was asked for where it can."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._last = (0, 1, 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, the column in characters."""
        at, line, column = self._last if offset >= self._last[0] else (0, 1, 1)
        breaks = self._data.count(b"\n", at, offset)
        if breaks:
            line, column, at = line + breaks, 1, self._data.rfind(b"\n", at, offset) + 1
        column += len(self._data[at:offset].decode(errors="replace"))
        self._last = offset, line, column
        return line, column


_lines = lru_cache(maxsize=1)(_Lines)
