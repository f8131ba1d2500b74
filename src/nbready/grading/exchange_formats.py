"""Who reviewed whom, as a table for a terminal, CSV and JSON."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from nbready.escape import plain_line
from nbready.grading.exchange import Exchange, Given, Person
from nbready.peer.data import VERSION, reviewed_value
from nbready.report.columns import Value
from nbready.report.formats import Look
from nbready.report.spreadsheet import write_lines
from nbready.terminal import Cell, Column, Paint, write_columns
from nbready.wording import counted


def write_table(exchange: Exchange, look: Look) -> str:
    """A line a student, and the class in a sentence."""
    owed = [Column("Owes", "right")] if exchange.each is not None else []
    columns = [
        Column("Student"),
        Column("Given", "right"),
        *owed,
        Column("Received", "right"),
        Column("Self", "right"),
        Column("Older", "right"),
        Column("Reviewed"),
        Column("Reviewed by"),
    ]
    rows = [_cells(person) for person in exchange.people]
    paint = Paint(look.color)
    remarks = [paint("warning", text) for person in exchange.people for text in person.problems]
    closing = [line for text in _closing(exchange) for line in textwrap.wrap(plain_line(text), look.width)]
    table = write_columns(columns, rows, width=look.width, color=look.color)
    return f"{table}\n" + "\n".join((*remarks, *closing)) + "\n"


def _cells(person: Person) -> list[Cell]:
    owes = [] if person.owes is None else [_count(person.owes, is_bad=True)]
    return [
        Cell(person.name),
        _count(len(person.reviewed)),
        *owes,
        _count(len(person.reviewed_by)),
        _count(person.own, is_bad=True),
        _count(person.older),
        Cell(", ".join(person.reviewed)),
        Cell(", ".join(person.reviewed_by)),
    ]


def _count(number: int, *, is_bad: bool = False) -> Cell:
    return Cell(str(number), "warning" if is_bad else "") if number else Cell("·", "dim")


def _closing(exchange: Exchange) -> Iterator[str]:
    reviews = exchange.reviews
    own, older = sum(r.is_self for r in reviews), sum(bool(r.reviewed.older) for r in reviews)
    parts = [f"{own} of one's own charter"] * bool(own) + [f"{older} of an older version"] * bool(older)
    yield f"{counted(len(reviews), 'review')}{', ' * bool(parts)}{', '.join(parts)}."
    if exchange.each is not None:
        late = sum(bool(person.owes) for person in exchange.people)
        still = f"{counted(exchange.owed, 'review')} of {counted(late, 'student')} still missing"
        yield f"{counted(exchange.each, 'review')} each: {still if late else 'all there'}."
    if exchange.others:
        yield f"Not of this class: {', '.join(exchange.others)}."


def write_csv(exchange: Exchange, _: Look) -> str:
    """A line a student."""
    return write_lines(_line(person) for person in exchange.people)


def _line(person: Person) -> Mapping[str, Value]:
    return {
        "student": person.name,
        "notebooks": "; ".join(person.paths),
        "authors": "; ".join(person.authors),
        "given": len(person.reviewed),
        "owes": "" if person.owes is None else person.owes,
        "received": len(person.reviewed_by),
        "self_reviews": person.own,
        "older": person.older,
        "reviewed": "; ".join(person.reviewed),
        "reviewed_by": "; ".join(person.reviewed_by),
        "remarks": " ".join(person.problems),
    }


def write_json(exchange: Exchange, _: Look) -> str:
    """One object: ``version``, ``date``, ``each``, ``students``, ``reviews`` and ``others``."""
    value = {
        "version": VERSION,
        "date": dt.date.today().isoformat(),
        "each": exchange.each,
        "students": [_student(person) for person in exchange.people],
        "reviews": [_given(given) for given in exchange.reviews],
        "others": list(exchange.others),
    }
    return json.dumps(value, indent=2) + "\n"


def _student(person: Person) -> dict[str, Any]:
    return {
        "student": person.name,
        "notebooks": list(person.paths),
        "authors": list(person.authors),
        "reviewed": list(person.reviewed),
        "older": person.older,
        "reviewed_by": list(person.reviewed_by),
        "self_reviews": person.own,
        "owes": person.owes,
        "problems": list(person.problems),
    }


def _given(given: Given) -> dict[str, Any]:
    own = {"student": given.of, "path": given.path, "reviewer": given.reviewer or None}
    return {**own, **reviewed_value(given.reviewed), "is_self": given.is_self}


class Format(NamedTuple):
    """One format: who writes it, the endings that ask for it, and how it is written to a file."""

    write: Callable[[Exchange, Look], str]
    endings: tuple[str, ...] = ()
    encoding: str = "utf-8"


FORMATS: Mapping[str, Format] = {
    "table": Format(write_table),
    # Spreadsheets take a file for UTF-8 only where it says so.
    "csv": Format(write_csv, (".csv",), "utf-8-sig"),
    "json": Format(write_json, (".json",)),
}
