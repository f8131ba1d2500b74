"""Bytes of regular files, and of nothing else: a FIFO would hang, a device has no end."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from nbready.errors import NotebookError

MAX_BYTES = 100 * 2**20
TEXT_SUFFIXES = (".py", ".md", ".Rmd", ".qmd")
"""Names of text notebooks end so."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read_bytes(path: Path | str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most ``max_bytes``.

    Raises:
        NotebookError: (NBR001) Not there, not readable, not a regular file, or too large.
    """
    try:
        # Opening a device can already do something, so ask before; a file can be swapped, so ask after too.
        require_regular(os.stat(path), path)  # noqa: PTH116 (a Path costs more than the call)
        with open(os.open(path, _FLAGS), "rb", buffering=0) as file:  # noqa: PTH123
            size = require_regular(os.fstat(file.fileno()), path)
            if size > max_bytes:
                raise too_large(path, size, max_bytes)
            data = file.readall()
    except OSError as error:
        raise NotebookError(f"This file cannot be read: {_reason(error)}.", path=path) from error
    except ValueError as error:  # a null character in the name
        raise NotebookError(f"This file cannot be read: {error}.", path=path) from error
    if len(data) > max_bytes:
        raise too_large(path, len(data), max_bytes)
    return data


def require_regular(status: os.stat_result, path: Path | str) -> int:
    """The size of a regular file in bytes; :class:`NotebookError` (NBR001) for anything else."""
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
        raise NotebookError(f"This is {kind}, not a file.", path=path)
    return status.st_size


def too_large(path: Path | str, size: int, max_bytes: int) -> NotebookError:
    """What is said of a file that exceeds the limit; sizes in bytes."""
    return NotebookError(
        f"This file has {size / 2**20:,.1f} MiB; files over {max_bytes / 2**20:,.1f} MiB are not read.",
        path=path,
        remedy="Clear its outputs, or raise the limit with `--max-size`.",
    )


def _reason(error: OSError) -> str:
    return error.strerror[:1].lower() + error.strerror[1:] if error.strerror else type(error).__name__
