"""A report as a table for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import starmap

from nbready.charter.model import GATES
from nbready.escape import plain_line
from nbready.report.columns import (
    ALIKE,
    GUARD_OFF,
    PINS_EDITED,
    Per,
    column_title,
    data_loaded,
    due_line,
    group_columns,
    guard_off,
    hidden_columns,
    intent,
    last_change,
    question_columns,
)
from nbready.report.groups import Group
from nbready.report.portfolio import Portfolio
from nbready.report.row import Row
from nbready.report.together import HEADING, NOT_COMPARED, pair_line
from nbready.terminal import Cell, Column, Paint, write_columns
from nbready.wording import counted

_MARKS = {"open": Cell("✓", "good"), "closed": Cell("✗", "error"), "not_asked": Cell("–", "dim")}
_MISSED = 5
_PAIRS = 5


def write_table(portfolio: Portfolio, *, per: Per = "notebook", width: int = 120, color: bool = False) -> str:
    """A table of the notebooks with totals, the funnel and the questions most missed; or of its other rows.

    Args:
        portfolio: The report.
        per: What the rows are.
        width: Characters in a line.
        color: Whether to colour it with ANSI sequences.
    """
    if per == "question":
        return _questions(portfolio, width=width, color=color)
    if per != "notebook":
        return _groups(portfolio, per, width=width, color=color)
    paint = Paint(color)
    remarks = [paint("warning", line) for line in _remarks(portfolio)]
    closing = [line for text in _closing(portfolio) for line in textwrap.wrap(text, width)]
    return _notebooks(portfolio, width=width, color=color) + "\n" + "\n".join((*remarks, *closing)) + "\n"


def _notebooks(portfolio: Portfolio, *, width: int, color: bool) -> str:
    totals = portfolio.totals
    passed = [sum(row.gates[gate] == "open" for row in portfolio.readable) for gate in GATES]
    columns = [
        Column("Notebook", footer=f"Total: {totals['notebooks']}"),
        *(Column(g.title(), "center", str(number)) for g, number in zip(GATES, passed, strict=True)),
        *(Column(title.title(), "right", str(totals[title])) for title in ("open", "weak", "deferred")),
        Column("Data loaded", footer=f"{totals['early']} early"),
        Column(GUARD_OFF, footer=str(totals["guard_off"])),
        Column(PINS_EDITED, "right", str(totals["edited_pins"])),
        Column("Same text", "right", str(totals["same"])),
        Column(ALIKE, "right", str(totals["near"])),
        Column("Intent"),
        Column("Changed"),
    ]
    hidden = hidden_columns(portfolio)
    shown = [place for place, column in enumerate(columns) if column.title not in hidden]
    rows = [[cells[place] for place in shown if place < len(cells)] for cells in map(_cells, portfolio.rows)]
    return write_columns([columns[place] for place in shown], rows, width=width, color=color)


def _cells(row: Row) -> list[Cell]:
    name = Cell(row.path)
    if not row.questions:
        return [name]
    return [
        name,
        *(_MARKS[row.gates[gate]] for gate in GATES),
        *(_count(len(row.keys(standing))) for standing in ("open", "weak", "deferred")),
        Cell(data_loaded(row), "error" if row.early else ""),
        Cell(guard_off(row), "warning" if row.guard_off else ""),
        _count(len(row.edited_pins)),
        _count(row.most_alike),
        _count(row.most_near),
        Cell(intent(row)),
        Cell(last_change(row)[:10]),
    ]


def _remarks(portfolio: Portfolio) -> Iterator[str]:
    for row in portfolio.rows:
        for remark in filter(None, (row.problem, row.broken)):
            yield f"{row.path}: {remark}"


def _count(number: int) -> Cell:
    return Cell(str(number)) if number else Cell("·", "dim")


def _closing(portfolio: Portfolio) -> Iterator[str]:
    if not portfolio.rows:
        yield "No notebook."
        return
    funnel = ", ".join(f"{label} in {number or 'none'}" for label, number in portfolio.funnel[1:])
    yield f"{counted(len(portfolio.rows), 'notebook')}: {funnel}."
    missed = sorted((q for q in portfolio.questions if q.missed), key=lambda q: -q.missed)[:_MISSED]
    if missed:
        named = "; ".join(f"{plain_line(q.label)} {q.counts['open']} of {q.asked}" for q in missed)
        yield f"Missed most: {named}."
    if portfolio.due:
        yield f"Put off until now: {plain_line('; '.join(starmap(due_line, portfolio.due)))}."
    if portfolio.pairs:
        named = plain_line("; ".join(map(pair_line, portfolio.pairs[:_PAIRS])))
        yield f"{HEADING}: {named}{_more(portfolio)}."
    elif not portfolio.is_compared and len(portfolio.readable) > 1:
        yield NOT_COMPARED


def _more(portfolio: Portfolio) -> str:
    left = len(portfolio.pairs) - _PAIRS
    return f"; and {counted(left, 'pair')} more" if left > 0 else ""


def _groups(portfolio: Portfolio, per: Group, *, width: int, color: bool) -> str:
    numbers = ("notebooks", *(f"{gate}_gate" for gate in GATES), "open", "weak", "deferred", "due", "early")
    columns = [Column(per.title()), *(Column(column_title(name), "right") for name in numbers)]
    lines = group_columns(portfolio, per)
    rows = [[Cell(str(line[per])), *(_count(int(line[name])) for name in numbers)] for line in lines]
    return write_columns(columns, rows, width=width, color=color)


def _title(name: str) -> str:
    return name.removesuffix("_gate").capitalize()


def _questions(portfolio: Portfolio, *, width: int, color: bool) -> str:
    numbers = ("asked", "answered", "weak", "deferred", "open")
    columns = [
        Column("Question"),
        Column("Gate"),
        *(Column(n.title(), "right") for n in (*numbers, "missed")),
    ]
    rows = [
        [
            Cell(str(line["label"])),
            Cell(str(line["gate"])),
            *(Cell(str(line[key])) for key in numbers),
            Cell(f"{line['missed_percent']} %"),
        ]
        for line in question_columns(portfolio)
    ]
    return write_columns(columns, rows, width=width, color=color)
