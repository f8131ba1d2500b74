"""Columns and colours for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from nbready.escape import plain_line

Align = Literal["left", "center", "right"]
Style = Literal["", "good", "note", "warning", "error", "path", "dim", "bold"]

_CODES: dict[Style, str] = {
    "good": "1;32",
    "note": "1;34",
    "warning": "1;33",
    "error": "1;31",
    "path": "1;36",
    "dim": "2",
    "bold": "1",
}
_GAP = "  "


class Cell(NamedTuple):
    """A text, which may be anybody's, and how it looks."""

    text: str
    style: Style = ""


class Column(NamedTuple):
    """A heading, where the texts below it stand, and what the last line says of them all."""

    title: str
    align: Align = "left"
    footer: str = ""


def display_width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


class Paint:
    """Makes untrusted text plain, and colours it where that is wanted."""

    def __init__(self, color: bool) -> None:
        self._color = color

    def __call__(self, style: Style, text: str) -> str:
        """A text, control characters made visible, in its colour."""
        plain = plain_line(text)
        return f"\x1b[{_CODES[style]}m{plain}\x1b[0m" if self._color and style and plain else plain


def write_columns(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, width: int = 120, color: bool = False
) -> str:
    """Rows below headings, and below them the footers if there are any; no line ends in spaces.

    Args:
        columns: What stands above and below each column.
        rows: Cells by column; a row may end early.
        width: Columns of the terminal. Where the first column leaves no room, its texts lose
            their beginning, for the ends of paths tell them apart; all other columns stay whole.
        color: Whether to colour it with ANSI sequences.
    """
    footers = [Cell(column.footer, "bold") for column in columns]
    heads = [Cell(column.title, "bold") for column in columns]
    groups = [[heads], rows, [footers] if any(column.footer for column in columns) else []]
    widths = [0] * len(columns)
    for row in (row for group in groups for row in group):
        for number, cell in enumerate(row):
            widths[number] = max(widths[number], display_width(plain_line(cell.text)))
    rest = sum(widths[1:]) + len(_GAP) * (len(columns) - 1)
    widths[0] = min(widths[0], max(width - rest, len(columns[0].title), 20))
    paint = Paint(color)
    rule = paint("dim", "─" * (widths[0] + rest))
    head, body, foot = (
        ["".join(_line(row, columns, widths, paint)).rstrip() for row in group] for group in groups
    )
    return "".join(f"{line}\n" for line in (*head, rule, *body, *([rule, *foot] if foot else [])))


def _line(row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int], paint: Paint) -> list[str]:
    parts: list[str] = []
    for cell, column, width in zip(row, columns, widths, strict=False):
        text = _fit(plain_line(cell.text), width)
        space = width - display_width(text)
        before = {"left": 0, "right": space, "center": space // 2}[column.align]
        gap = _GAP if parts else ""
        parts.append(f"{gap}{' ' * before}{paint(cell.style, text)}{' ' * (space - before)}")
    return parts


def _fit(text: str, width: int) -> str:
    """The end of a text, unless it fits."""
    if display_width(text) <= width:
        return text
    while display_width(text) > width - 1:
        text = text[1:]
    return f"…{text}"
