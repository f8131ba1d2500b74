"""Paths as another program reads them: from the top of the repository, whatever the working directory."""

from __future__ import annotations

import os
from pathlib import Path

from nbready.lint.findings import NotebookResult, Report
from nbready.lint.remote import is_address


def from_root(report: Report, root: Path) -> Report:
    """The report with its paths from ``root``; what lies elsewhere gets its absolute path, never ``..``."""
    real = os.path.realpath(root)
    return report._replace(notebooks=tuple(_placed(notebook, real) for notebook in report.notebooks))


def _placed(notebook: NotebookResult, root: str) -> NotebookResult:
    path, shared = _from_root(notebook.path, root), notebook.shared
    return notebook._replace(
        path=path,
        shared=shared._replace(path=_from_root(shared.path, root)) if shared else None,
        findings=tuple(finding._replace(path=path) for finding in notebook.findings),
        ignored=tuple(finding._replace(path=path) for finding in notebook.ignored),
    )


def _from_root(path: str, root: str) -> str:
    if is_address(path):
        return path
    absolute = os.path.abspath(path)  # noqa: PTH100 (a link is a file of its own to git)
    folder, name = os.path.split(absolute)
    for candidate in (absolute, os.path.join(os.path.realpath(folder), name)):  # noqa: PTH118
        try:
            inner = os.path.relpath(candidate, root)
        except ValueError:  # another drive
            continue
        if inner.partition(os.sep)[0] != os.pardir:
            return inner.replace(os.sep, "/")
    return absolute.replace(os.sep, "/")
