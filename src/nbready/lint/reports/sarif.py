"""For code scanning: SARIF 2.1.0."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nbready import __version__
from nbready.lint.documentation import rule_page
from nbready.lint.findings import Finding, Report
from nbready.lint.remote import is_address
from nbready.lint.rule import Rule
from nbready.lint.rules import RULES
from nbready.lint.words import advice, place_in_notebook

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report) -> str:
    """The report as SARIF; what notebooks ask to ignore is in it too, marked as suppressed."""
    shown = {finding.code for finding in report.findings}
    ignored = [finding for notebook in report.notebooks for finding in notebook.ignored]
    used = [rule for rule in RULES if rule.code in shown or any(rule.code == f.code for f in ignored)]
    index = {rule.code: number for number, rule in enumerate(used)}
    run = {
        "tool": {
            "driver": {"name": "nbready", "version": __version__, "rules": [_rule(rule) for rule in used]}
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not report.interrupted}],
        "results": [
            *(_result(finding, index) for finding in report.findings),
            *({**_result(f, index), "suppressions": [{"kind": "inSource"}]} for f in ignored),
        ],
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


def _result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _physical(finding)}
    if finding.cell:
        location["logicalLocations"] = [{"name": place_in_notebook(finding), "kind": "cell"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": finding.severity,
        "message": {"text": advice(finding)},
        "locations": [location],
        "partialFingerprints": {"nbready/v1": finding.fingerprint},
    }


def _physical(finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.path)}}
    if finding.file_line:
        place["region"] = {"startLine": finding.file_line, "startColumn": finding.file_column or 1}
    return place


def _uri(path: str) -> str:
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(path, safe="/:") if is_address(path) else quote(os.fsencode(path))
