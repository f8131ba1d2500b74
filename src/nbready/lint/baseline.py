"""Findings that a repository already has, on record, so that only new ones are reported.

A finding is known by what it is about, not by its line, and a notebook by its path or, where nothing lies
there any more, by its cells: renaming a notebook and editing the line that loads make nothing new.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from nbready.errors import ConfigError
from nbready.files.read import FileError, read_text
from nbready.lint.findings import Report
from nbready.notebook.file import MAX_BYTES

VERSION = 2
# A notebook is another one under a new name from this share of cells that they have in common.
_ALIKE = 0.5


class Entry(NamedTuple):
    """What is known of one notebook: codes by fingerprint, and checksums of its code cells."""

    known: Mapping[str, str]
    cells: tuple[int, ...] = ()


class Baseline(NamedTuple):
    """Known findings.

    Attributes:
        folder: The folder that its paths start from.
        entries: What is known, by path: maps, so that merges of disjoint edits stay clean.
    """

    folder: Path
    entries: Mapping[str, Entry]


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
    version = content.get("version")
    if version not in (1, VERSION):
        raise ConfigError(f"The baseline has version {version!r}; this nbready knows {VERSION}.", path=file)
    entries = {path: _entry(value) for path, value in findings.items()}
    return Baseline(folder=file.absolute().parent, entries=entries)


def baseline_text(report: Report, file: Path, *, before: Baseline | None = None) -> str:
    """The text of a baseline file that knows every finding of ``report``.

    What an earlier one knows of notebooks that the report is not about stays; a notebook that was renamed
    takes the place of the old name.
    """
    folder = file.absolute().parent
    entries = dict(before.entries) if before else {}
    for key, old in _renamed(report, before).items() if before else ():
        entries.pop(old, None)
        entries.pop(key, None)
    for notebook in report.checked:
        key = _key(notebook.path, folder)
        entries.pop(key, None)
        if notebook.findings:
            known = {finding.fingerprint: finding.code for finding in notebook.findings}
            entries[key] = Entry(known, notebook.cells)
    return _text(entries)


def pruned_text(report: Report, baseline: Baseline) -> tuple[str, int]:
    """The text of a baseline without what is gone, and how many findings that were.

    Gone are findings that checked notebooks no longer have, and those of notebooks that are no longer there.

    Args:
        report: A report that the baseline was not applied to.
        baseline: The baseline.
    """
    renamed = {old: key for key, old in _renamed(report, baseline).items()}
    found = {_key(notebook.path, baseline.folder): notebook for notebook in report.checked}
    entries: dict[str, Entry] = {}
    for path, entry in baseline.entries.items():
        key = renamed.get(path, path)
        if key in found:
            present = {finding.fingerprint for finding in found[key].findings}
            kept = {print_: code for print_, code in entry.known.items() if print_ in present}
            if kept:
                entries[key] = Entry(kept, found[key].cells)
        elif (baseline.folder / path).exists():
            entries[path] = entry
    return _text(entries), _count(baseline.entries) - _count(entries)


def apply_baseline(report: Report, baseline: Baseline) -> Report:
    """The report without the findings that the baseline knows."""
    renamed = _renamed(report, baseline)
    notebooks, known = [], 0
    for notebook in report.notebooks:
        key = _key(notebook.path, baseline.folder)
        entry = baseline.entries.get(renamed.get(key, key), Entry({}))
        known += len(entry.known)
        kept = tuple(finding for finding in notebook.findings if finding.fingerprint not in entry.known)
        notebooks.append(notebook._replace(findings=kept, baselined=len(notebook.findings) - len(kept)))
    found = sum(notebook.baselined for notebook in notebooks)
    return report._replace(notebooks=tuple(notebooks), mended=known - found)


def _renamed(report: Report, baseline: Baseline) -> Mapping[str, str]:
    """By the path of a notebook that the baseline does not know, the path that it had."""
    gone = {
        path: entry
        for path, entry in baseline.entries.items()
        if entry.cells and not (baseline.folder / path).exists()
    }
    if not gone:
        return {}
    names: dict[str, str] = {}
    for notebook in report.checked:
        key = _key(notebook.path, baseline.folder)
        if key in baseline.entries or not notebook.cells:
            continue
        likeness = {path: _likeness(notebook.cells, entry.cells) for path, entry in gone.items()}
        best = max(likeness, key=likeness.__getitem__, default="")
        if best and likeness[best] >= _ALIKE:
            names[key] = best
            del gone[best]
    return names


def _likeness(one: Iterable[int], other: Iterable[int]) -> float:
    """The share of cells that two notebooks have in common."""
    a, b = Counter(one), Counter(other)
    return (a & b).total() / max(a.total(), b.total())


def _entry(value: Mapping[str, Any]) -> Entry:
    known = value.get("known")
    if not isinstance(known, dict):  # version 1 had nothing but the findings
        return Entry(value)
    cells = value.get("cells")
    texts = cells.split() if isinstance(cells, str) else []
    return Entry(known, tuple(int(text, 16) for text in texts if _is_hexadecimal(text)))


def _is_hexadecimal(text: str) -> bool:
    return len(text) == 8 and all(digit in "0123456789abcdef" for digit in text)


def _text(entries: Mapping[str, Entry]) -> str:
    findings = {
        path: {"cells": " ".join(f"{cell:08x}" for cell in entry.cells), "known": dict(entry.known)}
        for path, entry in entries.items()
    }
    content = {"version": VERSION, "findings": findings}
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _count(entries: Mapping[str, Entry]) -> int:
    return sum(len(entry.known) for entry in entries.values())


def _key(path: str, folder: Path) -> str:
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return path
