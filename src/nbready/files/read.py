"""What may be read: regular files of a bounded size, inside the folders that they may be in.

Notebooks, and whatever they or their configuration name, come from strangers. A link can lead out of the
project, a pipe would hang, a device has no end: every read of such a file goes through here.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

Name = Path | str

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class FileError(Exception):
    """Why a file is not read.

    Attributes:
        problem: Why, in words that can follow "This file cannot be read: ". Nothing of its content.
        remedy: What to do, one sentence, if there is something.
        is_absent: Whether there simply is no such file.
    """

    def __init__(self, problem: str, *, remedy: str = "", is_absent: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.is_absent = is_absent


class TooLargeError(FileError):
    """A file over the limit; ``size`` and ``limit`` in bytes."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"it has {size / 2**20:,.1f} MiB; files over {limit / 2**20:,.1f} MiB are not read")


def read_file(path: Name, *, max_bytes: int, within: Iterable[Name] | None = None) -> bytes:
    """The bytes of a regular file, opened without waiting for anybody.

    Args:
        path: The file; links are followed.
        max_bytes: The size from which it is refused.
        within: The folders of which one must hold the file that links lead to; None for any place.

    Raises:
        FileError: Not there, not readable, no regular file, :class:`TooLargeError`, or elsewhere.
    """
    try:
        # Opening a device can already do something, so ask before; a file can be swapped, so ask after too.
        status = os.stat(path)  # noqa: PTH116 (a Path costs more than the call)
        if stat.S_ISDIR(status.st_mode):
            os.scandir(path).close()  # where it may not be listed, that is what to say
        require_regular(status)
        flags = _FLAGS
        if within is not None:
            path, flags = require_inside(path, within), _FLAGS | _NO_LINK
        with open(os.open(path, flags), "rb", buffering=0) as file:  # noqa: PTH123
            size = require_regular(os.fstat(file.fileno()))
            if size > max_bytes:
                raise TooLargeError(size, max_bytes)
            # Some files of the operating system call themselves empty, and are endless.
            data = _read_up_to(max_bytes + 1, file.fileno(), size)
    except OSError as error:
        raise FileError(reason(error), is_absent=isinstance(error, FileNotFoundError)) from error
    except ValueError as error:  # a null character in the name, or one that the file system cannot write
        raise FileError(str(error)) from error
    if len(data) > max_bytes:
        raise TooLargeError(len(data), max_bytes)
    return data


def read_text(path: Name, *, max_bytes: int, within: Iterable[Name] | None = None) -> str:
    """The text of a regular file in UTF-8; arguments and errors as for :func:`read_file`."""
    data = read_file(path, max_bytes=max_bytes, within=within)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise FileError(f"byte {error.start + 1} is not UTF-8") from error


def require_regular(status: os.stat_result) -> int:
    """The size of a regular file in bytes; :class:`FileError` for anything else."""
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
        raise FileError(f"it is {kind}, not a file")
    return status.st_size


def require_inside(path: Name, folders: Iterable[Name]) -> str:
    """Where a path leads, all links followed; :class:`FileError` when that is in none of the folders."""
    real = os.path.realpath(path)
    for folder in folders:
        # `/` and a drive end in a separator already.
        start = os.path.join(os.path.realpath(folder), "")  # noqa: PTH118
        if os.path.normcase(real).startswith(os.path.normcase(start)) or real == start.rstrip(os.sep):
            return real
    raise FileError("it leads out of the project")


def is_users(status: os.stat_result) -> bool:
    """Whether a file belongs to the user that runs this, as far as the operating system knows users."""
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()


def reason(error: OSError) -> str:
    """What the operating system says, as the end of a sentence."""
    return error.strerror[:1].lower() + error.strerror[1:] if error.strerror else type(error).__name__


def _read_up_to(most: int, descriptor: int, expected: int) -> bytes:
    """At most so many bytes; ``expected`` of them, and a look at whether there are more, in few calls."""
    parts = []
    left, size = most, expected + 1
    while left > 0 and (part := os.read(descriptor, min(left, size))):
        parts.append(part)
        left -= len(part)
        size = 1 << 16
    return parts[0] if len(parts) == 1 else b"".join(parts)
