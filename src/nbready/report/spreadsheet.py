"""A report as CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping

from nbready.escape import plain_line
from nbready.report.columns import Per, Value, notebook_columns, part_columns, total_columns
from nbready.report.portfolio import Portfolio

# What makes a spreadsheet read a cell as a formula, full-width forms and leading white space included. Where
# a country parts cells by `;`, or an import by tabs, a cell begins in the middle of ours.
_FORMULA = re.compile(r"(^|[;\t])(?=[\s\"'\u2400-\u2426]*[=+\-@\uff1d\uff0b\uff0d\uff20|%])")


def write_csv(portfolio: Portfolio, *, per: Per = "notebook") -> str:
    """Comma-separated values after RFC 4180: one line a notebook, or whatever else, with a head line."""
    if per != "notebook":
        return write_lines(part_columns(portfolio, per))
    lines = [notebook_columns(row) for row in portfolio.rows]
    head = notebook_columns(portfolio.rows[0]) if portfolio.rows else total_columns(portfolio)
    total = {column: total_columns(portfolio).get(column, "") for column in head}
    return write_lines([*lines, total])


def write_lines(lines: Iterable[Mapping[str, Value]]) -> str:
    """Lines that have the same columns, below a line of their titles; nothing for no line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for number, line in enumerate(lines):
        if number == 0:
            writer.writerow([_harmless(title) for title in line])
        writer.writerow([_harmless(value) for value in line.values()])
    return text.getvalue()


def _harmless(value: Value) -> Value:
    if isinstance(value, int | float):
        return value
    return _FORMULA.sub(r"\1'", plain_line(value))
