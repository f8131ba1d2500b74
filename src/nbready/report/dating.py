"""When notebooks were last changed: by git where they are in a repository, otherwise by their files."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from nbready.git import GitError, find_repository
from nbready.git.dates import last_changes
from nbready.report.row import Row

_AT_ONCE = 8
"""Repositories that are asked at once: a class may have one for each student."""
_FILES = 500
"""Files that are asked about at once: a command line has an end."""


def with_git_dates(rows: Sequence[Row]) -> list[Row]:
    """The rows, with the date of the last commit where the file is as that commit has it.

    In a clone the files have the times of the day on which it was made: a commit knows better.
    """
    roots: dict[Path, list[Row]] = defaultdict(list)
    for row in rows:
        root = _root_of(Path(row.path)) if row.changed else None
        if root is not None:
            roots[root].append(row)
    batches = [
        (root, inside[at : at + _FILES])
        for root, inside in roots.items()
        for at in range(0, len(inside), _FILES)
    ]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        found = threads.map(lambda batch: dict(_dates(*batch)), batches)
        dates = {path: date for batch in found for path, date in batch.items()}
    return [
        replace(row, changed=dates[row.path], dated_by="git" if dates[row.path] else "")
        if row.path in dates
        else row
        for row in rows
    ]


def _root_of(path: Path) -> Path | None:
    """The folder that looks like the top of the file's repository: git is asked once for each of those."""
    folders = Path(os.path.abspath(path)).parents  # noqa: PTH100 (a link is a file of its own to git)
    return next((folder for folder in folders if (folder / ".git").exists()), None)


def _dates(root: Path, rows: Sequence[Row]) -> Iterator[tuple[str, dt.datetime | None]]:
    try:
        repository = find_repository(root)
        names: Mapping[str, str] = {repository.relative(Path(row.path)): row.path for row in rows}
        found = last_changes(repository, names)
    except GitError:  # no git here, or what looks like a repository is none: the files' own times stand
        return
    for name, date in found.items():
        local = date and date.astimezone().replace(tzinfo=None, second=0, microsecond=0)
        yield names[name], local
