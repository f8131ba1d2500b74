"""What a notebook asks to ignore, by a comment in a cell or by a tag on it; and which of that is used."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from nbready.lint.findings import Finding
from nbready.marks import Ignore, ignored_rules
from nbready.notebook import Cell

_TAG = r"nbready:\s*ignore\[([^\]]*)\]"


def marks_of(cell: Cell) -> Mapping[str, Ignore]:
    """The rules that a cell asks to ignore, by code; a comment, which has a line, before a tag."""
    tagged = {
        code: Ignore(rule=code, reason="", line=1)
        for tag in cell.tags
        if (match := re.fullmatch(_TAG, tag))
        for part in match[1].split(",")
        if (code := part.strip().upper())
    }
    commented = ignored_rules(cell.source) if cell.kind != "markdown" else {}
    return {**tagged, **commented}


def split_ignored(
    findings: Iterable[Finding], ignores: Mapping[int, Mapping[str, Ignore]]
) -> tuple[list[Finding], list[Finding]]:
    """Findings to report, and findings that their own cell asks to ignore."""
    kept: list[Finding] = []
    ignored: list[Finding] = []
    for finding in findings:
        marks = ignores.get(finding.cell - 1, {}) if finding.cell else {}
        (ignored if finding.code in marks else kept).append(finding)
    return kept, ignored


def idle_marks(
    ignores: Mapping[int, Mapping[str, Ignore]],
    ignored: Iterable[Finding],
    asked: Iterable[tuple[int, str]],
    judged: Collection[str],
    known: Collection[str],
) -> tuple[tuple[int, Ignore], ...]:
    """The marks that did nothing.

    Args:
        ignores: What each cell asks to ignore, by its index.
        ignored: The findings that were ignored for it.
        asked: Cell index and rule code wherever a gate was asked: the mark on a cell that loads data is
            in use even while the gate is open, for a date can close it tomorrow.
        judged: Codes of the rules that ran; a mark for another one cannot be judged.
        known: Codes of all rules.
    """
    used = {(finding.cell - 1, finding.code) for finding in ignored if finding.cell} | {*asked}
    return tuple(
        (cell, mark)
        for cell, marks in ignores.items()
        for code, mark in marks.items()
        if (cell, code) not in used and (code in judged or code not in known)
    )
