"""For code scanning: SARIF 2.1.0."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from nbready import __version__
from nbready.lint.documentation import rule_page
from nbready.lint.findings import SEVERITIES, Finding, Report
from nbready.lint.remote import is_address
from nbready.lint.rule import Rule
from nbready.lint.rules import RULES
from nbready.lint.words import advice, place_in_notebook
from nbready.wording import counted

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


# What code scanning takes of one upload.
MOST_RESULTS = 25_000
MOST_BYTES = 10 * 2**20


def render(report: Report, *, suppressed: bool = False) -> str:
    """The report as SARIF, within what code scanning takes; where it is cut, warnings go first.

    Args:
        report: The report.
        suppressed: Whether what notebooks ask to ignore is in it too, marked as such. Code scanning does not
            look at the mark and opens an alert for each.
    """
    told = [_Told(finding) for finding in report.findings]
    if suppressed:
        told += [_Told(finding, True) for notebook in report.notebooks for finding in notebook.ignored]
    kept = _most_important(told, MOST_RESULTS)
    while True:
        text = _text(report, kept, left_out=len(told) - len(kept))
        size = len(text.encode())
        if size <= MOST_BYTES or not kept:
            return text
        kept = _most_important(kept, int(len(kept) * 0.95 * MOST_BYTES / size))


class _Told(NamedTuple):
    """A finding, and whether the notebook asks to ignore it."""

    finding: Finding
    is_suppressed: bool = False


def _most_important(told: list[_Told], most: int) -> list[_Told]:
    """At most so many, in their order: errors first, what is suppressed last."""
    if len(told) <= most:
        return told
    weights = [(one.is_suppressed, SEVERITIES.index(one.finding.severity)) for one in told]
    return [told[i] for i in sorted(sorted(range(len(told)), key=weights.__getitem__)[:most])]


def _text(report: Report, told: Sequence[_Told], *, left_out: int) -> str:
    codes = {one.finding.code for one in told}
    used = [rule for rule in RULES if rule.code in codes]
    index = {rule.code: number for number, rule in enumerate(used)}
    invocation: dict[str, Any] = {"executionSuccessful": not report.interrupted}
    if left_out:
        note = f"{counted(left_out, 'finding')} left out: code scanning takes no more in one upload."
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": note}}]
    run = {
        "tool": {
            "driver": {"name": "nbready", "version": __version__, "rules": [_rule(rule) for rule in used]}
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [_result(one, index) for one in told],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.sections["What it does"]},
        "help": {"text": rule.sections["Remedy"], "markdown": rule_page(rule)},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(told: _Told, index: dict[str, int]) -> dict[str, Any]:
    finding = told.finding
    location: dict[str, Any] = {"physicalLocation": _physical(finding)}
    if finding.cell:
        location["logicalLocations"] = [{"name": place_in_notebook(finding), "kind": "cell"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": finding.severity,
        "message": {"text": _without_links(advice(finding))},
        "locations": [location],
        "partialFingerprints": {"nbready/v1": finding.fingerprint},
        **({"suppressions": [{"kind": "inSource"}]} if told.is_suppressed else {}),
    }


def _without_links(text: str) -> str:
    """Text that no viewer takes for a link: in a message, ``[text](target)`` is one."""
    return re.sub(r"[\\\[\]]", r"\\\g<0>", text) if "](" in text else text


def _physical(finding: Finding) -> dict[str, Any]:
    # Readers of SARIF refuse a result without a region: a finding on a whole file is at its first line.
    region = {"startLine": finding.file_line or 1, "startColumn": finding.file_column or 1}
    return {"artifactLocation": {"uri": _uri(finding.path)}, "region": region}


def _uri(path: str) -> str:
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(path, safe="/:") if is_address(path) else quote(os.fsencode(path))
