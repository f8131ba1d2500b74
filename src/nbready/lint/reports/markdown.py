"""For a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from nbready.escape import plain_line
from nbready.lint.findings import Finding, Report
from nbready.lint.words import asides, headline, place_in_notebook
from nbready.wording import counted

_LONGEST = 60_000  # GitHub refuses comments of more than 65,536 characters
_CODE = re.compile(r"(`[^`]+`)")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~>-])")
_SIGNS = {"error": "❌", "warning": "⚠️", "note": "ℹ️"}


def render(report: Report) -> str:
    """The report as Markdown; cut with a count where a comment could not hold it."""
    summary = report.summary
    lines = [f"### nbready: {headline(summary)}", ""]
    aside = "; ".join(asides(summary))
    if aside:
        lines += [f"{_escape(aside[:1].upper() + aside[1:])}.", ""]
    left = len(report.findings)
    room = _LONGEST - sum(map(len, lines))
    for path, found in groupby(report.findings, key=lambda finding: finding.path):
        heading = [f"#### {_code(path)}", ""]
        for finding in found:
            block = [*heading, *_item(finding)]
            room -= sum(len(line) + 1 for line in block)
            if room < 0:
                return "\n".join([*lines, f"… and {counted(left, 'more finding')}.", ""])
            lines += block
            heading, left = [], left - 1
    return "\n".join(lines)


def _item(finding: Finding) -> Iterator[str]:
    place = place_in_notebook(finding)
    where = f" {place}:" if place else ""
    yield f"- {_SIGNS[finding.severity]} **{finding.code}**{where} {_escape(finding.message)}"
    if finding.source.strip():
        source = plain_line(finding.source)
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", source)), default=0))
        yield from ("", f"  {fence}python", f"  {source}", f"  {fence}", "")
    if finding.remedy:
        yield f"  {_escape(finding.remedy)}"
    yield ""


def _escape(text: str) -> str:
    """Text that Markdown and HTML leave as it is; code spans, in which nothing is special, stay."""
    parts = _CODE.split(plain_line(text))
    return "".join(part if i % 2 else _escape_prose(part) for i, part in enumerate(parts))


def _escape_prose(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
    return re.sub(r"(?<=:)(?=//)|(?<=www)(?=\.)", "\u200b", _SPECIAL.sub(r"\\\1", text))


def _code(text: str) -> str:
    text = plain_line(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"
