"""The notebooks that differ from where a branch began."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbready.git import GitError, Repository, find_repository

_DEFAULTS = ("origin/HEAD", "origin/main", "origin/master", "main", "master", "HEAD")


def changed_notebooks(paths: Iterable[str], revision: str = "") -> list[str]:
    """The notebooks below some paths that differ from the fork point with a revision.

    What is committed since, staged, not staged and new counts; what git ignores or is deleted does not.

    Args:
        paths: Files and folders.
        revision: A branch, tag or commit; empty for the default branch.

    Raises:
        GitError: There is no repository, no such revision, or not enough of the history.
    """
    repository = find_repository(Path.cwd())
    wanted = [os.path.realpath(path) for path in paths]
    changes = repository.changes_since(revision or _default(repository))
    files = (repository.root / change.path for change in changes if change.path.endswith(".ipynb"))
    return list(_below(files, wanted))


def _default(repository: Repository) -> str:
    for name in _DEFAULTS[:-1]:
        try:
            repository.commit(name)
        except GitError:
            continue
        return name
    return _DEFAULTS[-1]


def _below(files: Iterable[Path], wanted: list[str]) -> Iterator[str]:
    """Those of some files that are, or lie in, what is wanted; as they are called from here."""
    for file in files:
        real = os.path.join(os.path.realpath(file.parent), file.name)  # noqa: PTH118
        if any(real == path or real.startswith(os.path.join(path, "")) for path in wanted):  # noqa: PTH118
            yield os.path.relpath(real)
