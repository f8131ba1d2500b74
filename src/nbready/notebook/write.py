"""Replacing a file whole: at any moment, whatever happens, it is the old one or the new one."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbready.errors import NotebookError
from nbready.files.read import FileError, require_regular
from nbready.notebook.file import read_bytes, unreadable


def write_atomically(path: Path | str, data: bytes, *, expected: bytes) -> None:
    """Replace the content of a file, if it still is what was read.

    A symbolic link stays one: the file it leads to is replaced. Mode and, where permitted, owner stay.
    Of several runs at once the first one writes, and the others are refused.

    Args:
        path: A regular file.
        data: Its new content.
        expected: The content that the change was made from.

    Raises:
        NotebookError: The file changed since, or cannot be written; it is then left as it is.
    """
    target = Path(os.path.realpath(path))
    try:
        with _locked(target) as status:
            temporary = _write_beside(target, data, status)
            try:
                _require_unchanged(target, expected, status, shown=path)
                os.replace(temporary, target)  # noqa: PTH105 (the same call)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            _flush_folder(target.parent)
    except FileError as error:
        raise unreadable(path, error) from error
    except OSError as error:
        raise NotebookError(f"This file cannot be written: {error.strerror or error}.", path=path) from error


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[os.stat_result]:
    """Hold other runs off while the file is replaced; gives the status of the file that was locked."""
    if not os.access(target, os.W_OK):
        raise PermissionError(0, "it is read-only or not there")
    require_regular(target.stat())
    with target.open("rb") as file:
        # A file system or an operating system without such locks leaves only the comparison below.
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield os.fstat(file.fileno())


def _write_beside(target: Path, data: bytes, status: os.stat_result) -> Path:
    """The new content in a file of its own, safely on the disk, with the mode and owner of the old one."""
    descriptor, name = tempfile.mkstemp(prefix=".nbready-", suffix=".tmp", dir=target.parent)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 (a descriptor has no path)
            file.write(data)
            file.flush()
            _keep_owner(descriptor, status)
            os.fsync(descriptor)
        Path(name).chmod(stat.S_IMODE(status.st_mode))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _keep_owner(descriptor: int, status: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        with contextlib.suppress(OSError):  # only the superuser may give files away
            os.fchown(descriptor, status.st_uid, status.st_gid)


def _require_unchanged(target: Path, expected: bytes, status: os.stat_result, *, shown: Path | str) -> None:
    # Another run replaces the file, so a lock on the old one says nothing about the new one.
    is_same_file = os.path.samestat(target.stat(), status)
    if not is_same_file or read_bytes(target, max_bytes=max(len(expected), status.st_size)) != expected:
        raise NotebookError(
            "This file changed since it was read, so nothing was written.",
            path=shown,
            remedy="Run the command again.",
        )


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
