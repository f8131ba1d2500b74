"""For GitLab: a code quality report."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from nbready.escape import plain_line
from nbready.lint.findings import Finding, Report
from nbready.lint.words import place_in_notebook

_SEVERITY = {"error": "major", "warning": "minor", "note": "info"}


def render(report: Report) -> str:
    """The report as GitLab's subset of the Code Climate format."""
    return json.dumps([_issue(finding) for finding in report.findings], indent=2) + "\n"


def _issue(finding: Finding) -> dict[str, Any]:
    place = place_in_notebook(finding)
    return {
        "check_name": finding.code,
        "description": plain_line(f"{place}: {finding.message}" if place else finding.message),
        "severity": _SEVERITY[finding.severity],
        "fingerprint": _fingerprint(finding),
        "location": {"path": finding.path, "lines": {"begin": finding.file_line or 1}},
    }


def _fingerprint(finding: Finding) -> str:
    """Unique in the whole report, as GitLab wants it."""
    text = f"{finding.path}\0{finding.fingerprint}"
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
