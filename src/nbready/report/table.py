"""A report as a table for a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nbready.charter.model import GATES
from nbready.escape import plain_line
from nbready.report.columns import data_loaded, last_change, question_columns
from nbready.report.portfolio import Portfolio
from nbready.report.row import Row

_MARKS = {"open": ("✓", "green"), "closed": ("✗", "red"), "not_asked": ("–", "dim")}
_MISSED = 5


def write_table(
    portfolio: Portfolio, *, per_question: bool = False, width: int = 120, color: bool = False
) -> str:
    """A table of the notebooks with totals, the funnel and the questions most missed; or of all questions.

    Args:
        portfolio: The report.
        per_question: Whether the rows are questions.
        width: Characters in a line.
        color: Whether to colour it with ANSI sequences.
    """
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
    )
    if per_question:
        console.print(_questions(portfolio))
    else:
        console.print(_notebooks(portfolio))
        for line in (*_remarks(portfolio), *_closing(portfolio)):
            console.print(line)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()).strip("\n") + "\n"


def _notebooks(portfolio: Portfolio) -> Table:
    totals = portfolio.totals
    passed = [sum(row.gates[gate] == "open" for row in portfolio.readable) for gate in GATES]
    table = Table(box=SIMPLE_HEAD, show_footer=True, pad_edge=False, padding=(0, 1), collapse_padding=True)
    table.add_column("Notebook", f"Total: {totals['notebooks']}", overflow="fold", min_width=20)
    for gate, number in zip(GATES, passed, strict=True):
        table.add_column(gate.title(), str(number), justify="center")
    for title in ("open", "weak", "deferred"):
        table.add_column(title.title(), str(totals[title]), justify="right")
    table.add_column("Data loaded", f"{totals['early']} early", min_width=14)
    table.add_column("Same text", str(totals["same"]), justify="right")
    table.add_column("Intent")
    table.add_column("Changed", min_width=10)
    for row in portfolio.rows:
        table.add_row(*_cells(row))
    return table


def _cells(row: Row) -> list[Text]:
    name = Text(plain_line(row.path))
    if not row.questions:
        return [name]
    gates = [Text(*_MARKS[row.gates[gate]]) for gate in GATES]
    counts = [_count(len(row.keys("open"))), _count(len(row.keys("weak"))), _count(len(row.keys("deferred")))]
    return [
        name,
        *gates,
        *counts,
        Text(data_loaded(row), style="red" if row.early else ""),
        _count(row.most_alike),
        Text(row.intent),
        Text(last_change(row)[:10]),
    ]


def _remarks(portfolio: Portfolio) -> Iterator[Text]:
    for row in portfolio.rows:
        for remark in filter(None, (row.problem, row.broken)):
            yield Text(f"{plain_line(row.path)}: {plain_line(remark)}", style="yellow")


def _count(number: int) -> Text:
    return Text(str(number) if number else "·", style="" if number else "dim")


def _closing(portfolio: Portfolio) -> list[Text]:
    funnel = ", ".join(f"{number} {label}" for label, number in portfolio.funnel[1:])
    missed = sorted((q for q in portfolio.questions if q.missed), key=lambda q: -q.missed)[:_MISSED]
    lines = [Text(f"Of {len(portfolio.rows)} notebooks: {funnel}.")]
    if missed:
        named = "; ".join(f"{plain_line(q.label)} {q.counts['open']} of {q.asked}" for q in missed)
        lines.append(Text(f"Missed most: {named}."))
    return lines


def _questions(portfolio: Portfolio) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title in ("Question", "Gate"):
        table.add_column(title)
    for title in ("Asked", "Answered", "Weak", "Deferred", "Open", "Missed"):
        table.add_column(title, justify="right")
    for line in question_columns(portfolio):
        counts = [str(line[key]) for key in ("asked", "answered", "weak", "deferred", "open")]
        table.add_row(
            Text(plain_line(str(line["label"]))), str(line["gate"]), *counts, f"{line['missed_percent']} %"
        )
    return table
