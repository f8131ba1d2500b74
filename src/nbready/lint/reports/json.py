"""For programs: versioned, and described by ``report.schema.json`` beside this module."""

from __future__ import annotations

import json
from typing import Any

from nbready.charter.model import GATES
from nbready.lint.findings import Finding, NotebookResult, Report

VERSION = 1


def render(report: Report) -> str:
    """The report as JSON; ASCII, so that no control character survives unescaped."""
    summary = report.summary
    content = {
        "version": VERSION,
        "findings": [_finding(finding) for finding in report.findings],
        "notebooks": [_notebook(notebook) for notebook in report.checked if notebook.gates],
        "summary": {
            "files": summary.files,
            "errors": summary.errors,
            "warnings": summary.warnings,
            "notes": summary.notes,
            "ignored": summary.ignored,
            "baselined": summary.baselined,
            "mended": summary.mended,
            "unread": summary.unread,
            "unread_cells": summary.unread_cells,
            "skipped": summary.skipped,
            "interrupted": summary.interrupted,
        },
    }
    return json.dumps(content, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "path": finding.path,
        "cell": finding.cell,
        "code_cell": finding.code_cell,
        "cell_id": finding.cell_id,
        "line": finding.line,
        "column": finding.column,
        "file_line": finding.file_line,
        "file_column": finding.file_column,
        "message": finding.message,
        "remedy": finding.remedy,
        "questions": list(finding.questions),
    }


def _notebook(notebook: NotebookResult) -> dict[str, Any]:
    return {
        "path": notebook.path,
        "gates": {gate: notebook.gates[gate] for gate in GATES},
        "verdicts": [
            {
                "code_cell": verdict.code_cell,
                "gate": verdict.gate,
                "outcome": verdict.outcome,
                "stage": verdict.stage,
                "open": list(verdict.open),
            }
            for verdict in notebook.verdicts
        ],
    }
