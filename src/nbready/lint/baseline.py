"""Findings that a repository already has, on record, so that only new ones are reported."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from nbready.errors import ConfigError
from nbready.files.read import FileError, read_text
from nbready.lint.findings import NotebookResult, Report
from nbready.notebook.file import MAX_BYTES

VERSION = 1


class Baseline(NamedTuple):
    """Known findings.

    Attributes:
        folder: The folder that its paths start from.
        known: Code by fingerprint, by path: maps, so that merges of disjoint edits stay clean.
    """

    folder: Path
    known: Mapping[str, Mapping[str, str]]


def read_baseline(file: Path) -> Baseline:
    """Read a baseline file.

    Raises:
        ConfigError: It is missing or has another shape.
    """
    try:
        content = json.loads(read_text(file, max_bytes=MAX_BYTES))
    except (FileError, ValueError, RecursionError) as error:
        remedy = "`--write-baseline` makes one."
        raise ConfigError(f"The baseline cannot be read: {error}.", path=file, remedy=remedy) from error
    findings = content.get("findings") if isinstance(content, dict) else None
    if not isinstance(findings, dict) or not all(isinstance(v, dict) for v in findings.values()):
        raise ConfigError(
            "This is not a baseline.", path=file, remedy="Write it anew with `--write-baseline`."
        )
    if content.get("version") != VERSION:
        raise ConfigError(
            f"The baseline has version {content.get('version')!r}; this nbready knows {VERSION}.", path=file
        )
    return Baseline(folder=file.absolute().parent, known=findings)


def baseline_text(report: Report, file: Path) -> str:
    """The text of a baseline file that knows every finding of ``report``."""
    folder = file.absolute().parent
    findings = {
        _key(notebook.path, folder): {f.fingerprint: f.code for f in notebook.findings}
        for notebook in report.notebooks
        if notebook.findings
    }
    content = {"version": VERSION, "findings": findings}
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def apply_baseline(report: Report, baseline: Baseline) -> Report:
    """The report without the findings that the baseline knows."""
    notebooks = tuple(_apply(notebook, baseline) for notebook in report.notebooks)
    known = sum(
        len(baseline.known.get(_key(notebook.path, baseline.folder), {})) for notebook in report.notebooks
    )
    found = sum(notebook.baselined for notebook in notebooks)
    return report._replace(notebooks=notebooks, mended=known - found)


def _apply(notebook: NotebookResult, baseline: Baseline) -> NotebookResult:
    known = baseline.known.get(_key(notebook.path, baseline.folder), {})
    kept = tuple(finding for finding in notebook.findings if finding.fingerprint not in known)
    return notebook._replace(findings=kept, baselined=len(notebook.findings) - len(kept))


def _key(path: str, folder: Path) -> str:
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return path
