"""Files that are nobody's project: other people's packages, Jupyter's own copies, what git ignores."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

_FOREIGN = frozenset({"node_modules", "site-packages", ".ipynb_checkpoints"})
# What says that a folder is an environment of Python, or one of conda.
_SIGNS = ("pyvenv.cfg", "conda-meta")


def is_foreign(folder: str) -> bool:
    """Whether a folder holds what others wrote, or what Jupyter keeps for itself."""
    if os.path.basename(folder) in _FOREIGN:  # noqa: PTH119 (asked of every folder below a project)
        return True
    return any(os.path.lexists(os.path.join(folder, sign)) for sign in _SIGNS)  # noqa: PTH118


def lies_outside(file: str) -> bool:
    """Whether a file lies in such a folder, at any depth."""
    return _is_inside_foreign(os.path.dirname(os.path.abspath(file)))  # noqa: PTH100, PTH120


def ignored_by_git(files: Sequence[str]) -> frozenset[str]:
    """Those of some files that git ignores; none where there is no repository, or no git.

    A file that git tracks is not ignored, whatever ``.gitignore`` says.
    """
    by_top: dict[str, list[str]] = {}
    for file in files:
        top = _top(os.path.dirname(os.path.abspath(file)))  # noqa: PTH100, PTH120
        if top:
            by_top.setdefault(top, []).append(file)
    return frozenset(file for top, inside in by_top.items() for file in _ignored(Path(top), inside))


def _ignored(top: Path, files: Sequence[str]) -> list[str]:
    # Imported here: most checks are of files that are named, outside any repository, or see no git at all.
    from nbready.git import GitError, ask_git

    absolute = [os.path.abspath(file) for file in files]  # noqa: PTH100
    asked = b"".join(os.fsencode(name) + b"\0" for name in absolute)
    try:
        answer = ask_git(top, "check-ignore", "-z", "--stdin", data=asked, literal=False)
    except GitError:
        return []
    found = {os.fsdecode(name) for name in (answer or b"").split(b"\0")}
    return [file for file, name in zip(files, absolute, strict=True) if name in found]


@lru_cache(maxsize=4096)
def _is_inside_foreign(folder: str) -> bool:
    parent = os.path.dirname(folder)  # noqa: PTH120
    return is_foreign(folder) or (parent != folder and _is_inside_foreign(parent))


@lru_cache(maxsize=4096)
def _top(folder: str) -> str:
    """The top folder of the repository that a folder lies in; empty outside of one."""
    if os.path.lexists(os.path.join(folder, ".git")):  # noqa: PTH118
        return folder
    parent = os.path.dirname(folder)  # noqa: PTH120
    return _top(parent) if parent != folder else ""
