"""The formats of a report, each listed once: its name, the endings that ask for it, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from nbready.report.columns import Per
from nbready.report.portfolio import Portfolio


class Look(NamedTuple):
    """How a report is to look.

    Attributes:
        per: What its rows are.
        width: Characters in a line, where lines have an end.
        color: Whether to colour it, where that can be done.
    """

    per: Per = "notebook"
    width: int = 120
    color: bool = False


class Format(NamedTuple):
    """One format.

    Attributes:
        write: The report, in pieces.
        endings: The endings of files that are written in it unless told otherwise.
        encoding: How it is written to a file.
        cards: Whether it shows charter cards.
    """

    write: Callable[[Portfolio, Look], Iterator[str]]
    endings: tuple[str, ...] = ()
    encoding: str = "utf-8"
    cards: bool = False


def _table(portfolio: Portfolio, look: Look) -> Iterator[str]:
    from nbready.report.table import write_table

    yield write_table(portfolio, per=look.per, width=look.width, color=look.color)


def _csv(portfolio: Portfolio, look: Look) -> Iterator[str]:
    from nbready.report.spreadsheet import write_csv

    yield write_csv(portfolio, per=look.per)


def _json(portfolio: Portfolio, look: Look) -> Iterator[str]:
    from nbready.report.data import write_json

    yield write_json(portfolio, per=look.per)


def _html(portfolio: Portfolio, look: Look) -> Iterator[str]:
    from nbready.report.page import write_page

    yield from write_page(portfolio, per=look.per)


FORMATS: Mapping[str, Format] = {
    "table": Format(_table),
    # Spreadsheets take a file for UTF-8 only where it says so.
    "csv": Format(_csv, endings=(".csv",), encoding="utf-8-sig"),
    "json": Format(_json, endings=(".json",)),
    "html": Format(_html, endings=(".html", ".htm"), cards=True),
}


class Ended(Protocol):
    """A format that files of some endings are written in."""

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings."""


def format_for(file: Path | None, formats: Mapping[str, Ended] = FORMATS) -> str:
    """The name of the format that a file's ending asks for; the first one where it asks for none."""
    ending = file.suffix.lower() if file else ""
    return next((name for name, format_ in formats.items() if ending in format_.endings), next(iter(formats)))
