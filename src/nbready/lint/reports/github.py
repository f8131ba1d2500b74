"""For GitHub Actions: workflow commands, which become annotations on the changed lines."""

from __future__ import annotations

from nbready.escape import plain_line
from nbready.lint.findings import Finding, Report
from nbready.lint.rules import RULE_BY_CODE
from nbready.lint.words import advice, place_in_notebook

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report) -> str:
    """One ``::error``, ``::warning`` or ``::notice`` command a finding."""
    return "".join(f"{_command(finding)}\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    properties = {
        "file": finding.path,
        "line": finding.file_line or 1,
        "col": finding.file_column,
        "title": f"{finding.code} {RULE_BY_CODE[finding.code].name}",
    }
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
    place = place_in_notebook(finding)
    message = f"{place}: {advice(finding)}" if place else advice(finding)
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(message)}"


def _data(text: str) -> str:
    """Escaped as the toolkit of GitHub Actions does it; a line end would start another command."""
    return plain_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
