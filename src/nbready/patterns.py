"""Patterns of files and folders, as in ``exclude``, ``per-file-ignores`` and ``overrides``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path


def matches_any(path: Path, patterns: Iterable[str], root: Path | None) -> bool:
    """Whether a pattern fits a file or a folder above it.

    A pattern without ``/`` fits the name of the file or of any folder it lies in (``drafts``,
    ``*_old.ipynb``); one with ``/`` fits the path below ``root``, or the folder that it lies in
    (``notebooks/drafts``, ``notebooks/*/tmp``, ``**/drafts``).
    """
    patterns = tuple(patterns)
    if not patterns:
        return False
    inner = _below(path, root)
    parts = inner.split("/")
    return any(_fits(inner, parts, pattern) for pattern in patterns)


def _below(path: Path, root: Path | None) -> str:
    absolute = os.path.abspath(path)  # noqa: PTH100 (resolves `..` without asking the file system)
    if root is not None:
        inner = os.path.relpath(absolute, root)
        if not inner.startswith(".."):
            return inner.replace(os.sep, "/")
    return absolute.replace(os.sep, "/")


def _fits(inner: str, parts: list[str], pattern: str) -> bool:
    pattern = pattern.removeprefix("./").rstrip("/")
    if "/" not in pattern:
        return any(fnmatchcase(part, pattern) for part in parts)
    anywhere = pattern.removeprefix("**/")
    variants = {pattern, anywhere, f"*/{anywhere}"} if anywhere != pattern else {pattern}
    return any(fnmatchcase(inner, v) or fnmatchcase(inner, f"{v}/*") for v in variants)
