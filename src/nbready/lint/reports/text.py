"""For people at a terminal: grouped by file, with the line of code and a caret under the call."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby

from nbready.escape import plain_line
from nbready.lint.findings import SEVERITIES, Finding, Report
from nbready.lint.words import asides, headline, place_in_file, place_in_notebook
from nbready.terminal import Paint, display_width

_CALL = re.compile(r"[%!]*[\w.]+")
_INDENT = "    "
_CUT = 90
_BEFORE = 40


def render(report: Report, *, color: bool = False, width: int = 100, quiet: bool = False) -> str:
    """The report for a terminal.

    Args:
        report: The report.
        color: Whether to colour it with ANSI codes.
        width: Columns to wrap prose at.
        quiet: Whether to leave out the summary.
    """
    paint = Paint(color)
    blocks = [
        "\n".join([paint("path", path), "", *_group(list(found), paint, width)])
        for path, found in groupby(report.findings, key=lambda finding: finding.path)
    ]
    if not quiet:
        blocks.append("\n".join(_closing(report, paint)))
    return "".join(f"{block}\n" for block in blocks)


def render_concise(report: Report, *, color: bool = False, quiet: bool = False) -> str:
    """One line a finding, for editors and ``grep``: ``path:cell 3:2:6: NBR201 message``."""
    paint = Paint(color)
    lines = [
        f"{paint('path', finding.path)}{_concise_place(finding)}: "
        f"{paint(finding.severity, finding.code)} {plain_line(finding.message)}"
        for finding in report.findings
    ]
    if not quiet:
        lines += _closing(report, paint)
    return "".join(f"{line}\n" for line in lines)


def _group(findings: list[Finding], paint: Paint, width: int) -> Iterator[str]:
    for finding in findings:
        yield from _head(finding, paint, width)
        if finding.source:
            yield from _excerpt(finding, paint)
        if finding.remedy:
            remedy, *corrected = finding.remedy.split("\n")
            yield from _wrap(remedy, "→ ", partial(paint, "dim"), width)
            yield from (f"{_INDENT}    {paint('dim', line)}" for line in corrected)
        yield ""


def _head(finding: Finding, paint: Paint, width: int) -> Iterator[str]:
    title = f"  {paint(finding.severity, f'{finding.severity} {finding.code}')}"
    place = place_in_notebook(finding)
    where = paint("dim", place_in_file(finding)) if finding.file_line else ""
    yield "  ".join(filter(None, (title, paint("bold", place), where)))
    yield from _wrap(finding.message, "", plain_line, width)


def _wrap(text: str, first: str, style: Callable[[str], str], width: int) -> Iterator[str]:
    lines = textwrap.wrap(
        plain_line(text), max(40, width - len(_INDENT) - len(first)), break_long_words=False
    )
    for number, line in enumerate(lines):
        yield f"{_INDENT}{first if number == 0 else ' ' * len(first)}{style(line)}"


def _excerpt(finding: Finding, paint: Paint) -> Iterator[str]:
    source = plain_line(finding.source.replace("\t", " "))
    column = min((finding.column or 1) - 1, len(source))
    start = max(0, column - _BEFORE) if len(source) > _CUT else 0
    line = source[start : start + _CUT]
    shown = f"{'…' if start else ''}{line}{'…' if start + _CUT < len(source) else ''}"
    call = _CALL.match(source, column)
    marked = source[column : min(call.end() if call else column + 1, start + _CUT)]
    number = str(finding.line)
    gutter = f"{_INDENT}{' ' * len(number)} "
    before = (1 if start else 0) + display_width(source[start:column])
    caret = paint(finding.severity, "^" * max(1, display_width(marked)))
    yield f"{_INDENT}{paint('dim', f'{number} │')} {shown}"
    yield f"{gutter}{paint('dim', '│')} {' ' * before}{caret}"


def _concise_place(finding: Finding) -> str:
    if finding.cell:
        return f":cell {finding.cell}:{finding.line}:{finding.column}"
    return place_in_file(finding)[len(finding.path) :]


def _closing(report: Report, paint: Paint) -> Iterator[str]:
    summary = report.summary
    said = f"{headline(summary)}."
    if summary.errors:
        said = paint("error", said)
    else:
        is_doubtful = summary.warnings or summary.unread_cells or summary.files == summary.unread
        said = paint("warning", said) if is_doubtful else paint("good", said)
    aside = "; ".join(asides(summary))
    yield f"{said} {paint('dim', aside[:1].upper() + aside[1:] + '.')}" if aside else said
    if summary.interrupted:
        yield paint("warning", "Interrupted: this is what was found so far.")
    yield from _way_forward(report, paint)


def _way_forward(report: Report, paint: Paint) -> Iterator[str]:
    """The next step, for the finding that matters most."""
    codes = {finding.code: finding for finding in reversed(report.findings)}
    if "NBR201" in codes:
        finding = codes["NBR201"]
        magic, path = paint("bold", "%nbready charter"), paint("path", finding.path)
        way = f"run {magic} in {path} and" if finding.cell else f"in {path},"
        yield f"{paint('dim', 'Next:')} {way} answer the first questions"
    elif codes.keys() & {"NBR103", "NBR104"}:
        command = paint("bold", "nbready check --fix")
        yield f"{paint('dim', 'Next:')} {command} brings cell and metadata in step"
    if codes:
        code = min(codes, key=lambda c: (c != "NBR201", SEVERITIES.index(codes[c].severity), c))
        yield f"{paint('dim', 'Why: ')} {paint('bold', f'nbready rule {code}')}"
