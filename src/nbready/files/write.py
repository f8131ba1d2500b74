"""Replacing a file whole: at any moment, whatever happens, it is the old one or the new one."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbready.files.read import FileError, Name, is_users, read_file, reason, require_inside, require_regular

PATIENCE = 10.0
"""Seconds to wait for another program that holds a file locked."""
STALE = 3600.0
"""Age in seconds from which a temporary file is what a killed run left behind."""

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_PREFIX, _SUFFIX = ".nbready-", ".tmp"
# Where a folder cannot be flushed, as on some network drives, nothing is lost that could be kept.
_NO_FLUSH = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF, errno.ENOSYS}


class WriteError(FileError):
    """Why a file is not written: it is left as it was, unless ``problem`` says otherwise."""


class ChangedError(WriteError):
    """Somebody else wrote the file since it was read."""

    def __init__(self) -> None:
        super().__init__("it changed since it was read")


def replace_file(path: Name, data: bytes, *, expected: bytes, within: Iterable[Name] | None = None) -> str:
    """Replace the content of a file, if it still is what was read.

    A symbolic link stays one: the file it leads to is replaced. Mode, extended attributes and, where
    permitted, owner stay. Of several runs at once the first one writes, and the others are refused.

    Args:
        path: A regular file.
        data: Its new content.
        expected: The content that the change was made from.
        within: The folders of which one must hold the file that links lead to; None for any place.

    Returns:
        What the person should know, a sentence; mostly empty.

    Raises:
        ChangedError: The file changed since.
        FileError: The file cannot be written, or lies elsewhere.
    """
    with _told():
        target = Path(require_inside(path, within) if within is not None else os.path.realpath(path))
        with _locked(target) as status, _written_beside(target, data, status) as temporary:
            _require_unchanged(target, expected, status)
            os.replace(temporary, target)  # noqa: PTH105 (the same call)
    _flush_folder(target.parent)
    if status.st_nlink > 1:
        return "It had another name too (a hard link), under which its old content stays."
    return ""


def write_file(path: Name, data: bytes) -> None:
    """Give a file its whole content, whether or not it is there. What is no file (a pipe) is written into.

    Raises:
        FileError: It cannot be written; what was there is left as it was.
    """
    with _told():
        target = Path(os.path.realpath(path))
        status = target.stat() if target.exists() else None
        if status is not None and not stat.S_ISREG(status.st_mode):
            with target.open("wb") as file:
                file.write(data)
            return
        if status is not None and not os.access(target, os.W_OK):
            raise WriteError("it is read-only")
        with _written_beside(target, data, status) as temporary:
            os.replace(temporary, target)  # noqa: PTH105 (the same call)
    _flush_folder(target.parent)


def create_file(path: Name, data: bytes, *, mode: int = 0o666) -> None:
    """Make a file that is not there yet, whole or not at all.

    Args:
        path: The file.
        data: Its content.
        mode: Who may do what with it, as far as the process's own mask allows.

    Raises:
        FileExistsError: It is there.
        FileError: It cannot be written.
    """
    with _told():
        target = Path(path).absolute()
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "it exists already")
        with _written_beside(target, data, None, mode=mode) as temporary:
            try:
                # Unlike a rename, a link never takes the place of what somebody made in the meantime.
                os.link(temporary, target)
            except FileExistsError:
                raise
            except OSError:  # a file system without hard links
                os.replace(temporary, target)  # noqa: PTH105
    _flush_folder(target.parent)


def is_leftover(name: str) -> bool:
    """Whether a name is one of our temporary files."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def remove_leftovers(folder: Name, names: Iterable[str] | None = None) -> None:
    """Remove what killed runs left in a folder an hour ago or more.

    Args:
        folder: The folder.
        names: The names in it, where they are known already.
    """
    with contextlib.suppress(OSError):
        for name in os.listdir(folder) if names is None else names:  # noqa: PTH208 (names, not paths)
            if is_leftover(name):
                file = Path(folder, name)
                status = file.lstat()
                is_stale = time.time() - status.st_mtime > STALE
                if stat.S_ISREG(status.st_mode) and is_users(status) and is_stale:
                    file.unlink(missing_ok=True)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Errors of the operating system as ours, but for that of a file that is in the way."""
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise WriteError(reason(error), is_absent=isinstance(error, FileNotFoundError)) from error
    except ValueError as error:  # a null character in the name
        raise WriteError(str(error)) from error


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[os.stat_result]:
    """Hold other runs off while the file is replaced; gives the status of the file that was locked."""
    require_regular(target.stat())
    if not os.access(target, os.W_OK):
        raise WriteError("it is read-only")
    with target.open("rb") as file:
        _lock(file.fileno())
        yield os.fstat(file.fileno())


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # an operating system without such locks leaves only the comparison of contents
        return
    end = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise WriteError(f"another program has held it locked for {PATIENCE:.0f} seconds") from None
            time.sleep(0.02)
        except OSError:  # a file system without them
            return
        else:
            return


@contextlib.contextmanager
def _written_beside(
    target: Path, data: bytes, status: os.stat_result | None, *, mode: int = 0o666
) -> Iterator[Path]:
    """The new content in a file of its own, safely on the disk; gone afterwards unless it was renamed.

    Args:
        target: The file that it is for.
        data: The content.
        status: The status of the old file, of which the new one keeps what it has besides; None without one.
        mode: Who may do what with it, where there is no old one.
    """
    remove_leftovers(target.parent)
    temporary = target.parent / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"
    # Until it has the old one's permissions, the new one is nobody else's to read.
    descriptor = os.open(temporary, _NEW, mode if status is None else 0o600)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 (a descriptor has no path)
            file.write(data)
            file.flush()
            if status is not None:
                _keep_owner(descriptor, status)
            os.fsync(descriptor)
        if status is not None:
            temporary.chmod(stat.S_IMODE(status.st_mode))
            _keep_attributes(target, temporary)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _keep_owner(descriptor: int, status: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        with contextlib.suppress(OSError):  # only the superuser may give files away
            os.fchown(descriptor, status.st_uid, status.st_gid)


def _keep_attributes(target: Path, copy: Path) -> None:
    """Extended attributes, access control lists among them, as far as the system lets us."""
    if not hasattr(os, "listxattr"):
        return
    with contextlib.suppress(OSError):
        for name in os.listxattr(target):
            with contextlib.suppress(OSError):  # some belong to the system, or to the superuser
                os.setxattr(copy, name, os.getxattr(target, name))


def _require_unchanged(target: Path, expected: bytes, status: os.stat_result) -> None:
    # Another run replaces the file, so a lock on the old one says nothing about the new one.
    is_same_file = os.path.samestat(target.stat(), status)
    if not is_same_file or read_file(target, max_bytes=max(len(expected), status.st_size)) != expected:
        raise ChangedError


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            problem = f"it was written, but may not outlast a power failure now: {reason(error)}"
            raise WriteError(problem) from error
