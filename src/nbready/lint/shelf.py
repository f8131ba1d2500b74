"""Folders that results are kept in: whoever reads an entry there knows that its owner wrote it.

By default they lie in the user's cache folder, out of the reach of any checkout. An entry carries a digest
made with a key of the user's, so that one which somebody else put there is as good as none; and a folder that
is a link, or somebody else's, is neither read nor written.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from nbready.files.read import FileError, is_users, read_file, require_inside
from nbready.files.write import create_file

KEY = "NBREADY_CACHE_KEY"
"""Set in the environment, entries made under the same value elsewhere are believed too."""

_MAX_BYTES = 64 * 2**20
_DIGEST, _KEY_BYTES = 32, 32
_DAY = 86_400
# No entry outlives its day; folders wait for people who are away.
_OLD_ENTRY, _OLD_FOLDER = 2 * _DAY, 60 * _DAY
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# This folder was made by nbready; delete it at will.\n"


def users_folder(root: Path) -> Path:
    """Where the results of a project are kept by default: in the user's cache folder, by the project's."""
    name = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]
    return _users() / "results" / name


def _users() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("nbready", appauthor=False)


class Shelf:
    """Entries by name, in one folder.

    Args:
        folder: Where they are kept; made when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = _users_key()
        self._is_ready = False
        self._is_usable = self._key is not None and _is_ours(folder, absent=True)

    def read(self, name: str) -> bytes | None:
        """An entry that :meth:`write` kept; None where there is none that can be believed."""
        if not self._is_usable:
            return None
        try:
            data = read_file(self._folder / name, max_bytes=_MAX_BYTES, within=(self._folder,))
        except FileError:
            return None
        digest, content = data[:_DIGEST], data[_DIGEST:]
        return content if hmac.compare_digest(digest, self._sign(name, content)) else None

    def write(self, name: str, content: bytes) -> None:
        """Keep an entry, if it can be kept."""
        if self._is_usable and not self._is_ready:
            self._is_usable = self._is_ready = self._make_folder()
        if self._is_usable:
            # A rename takes the place of a link, and never follows it. After a crash nothing has to be there.
            with contextlib.suppress(OSError), _temporary(self._folder) as (descriptor, temporary):
                os.write(descriptor, self._sign(name, content) + content)
                os.replace(temporary, self._folder / name)  # noqa: PTH105 (the same call)

    def _sign(self, name: str, content: bytes) -> bytes:
        return hmac.digest(self._key or b"", f"{name}\0".encode() + content, "sha256")

    def _make_folder(self) -> bool:
        """Make the folder, or tidy up in it; whether entries may be written there."""
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._folder.mkdir(mode=0o700)
        except FileExistsError:
            _remove_old(self._folder)
        except OSError:
            return False
        else:
            for name, text in (("CACHEDIR.TAG", _TAG), (".gitignore", b"*\n")):
                with contextlib.suppress(OSError, FileError):
                    create_file(self._folder / name, text)
        return _is_ours(self._folder, absent=False)


def _is_ours(folder: Path, *, absent: bool) -> bool:
    """Whether a folder is the user's own, and no link leads from the working directory out of it.

    Args:
        folder: The folder.
        absent: The answer for one that is not there.
    """
    try:
        if folder.absolute().is_relative_to(Path.cwd()):
            require_inside(folder, (Path.cwd(),))
        status = folder.lstat()
    except FileNotFoundError:
        return absent
    except (OSError, ValueError, FileError):
        return False
    return stat.S_ISDIR(status.st_mode) and is_users(status)


def _users_key() -> bytes | None:
    """The key that entries are signed with; None where none can be kept."""
    given = os.environ.get(KEY)
    if given:
        return hashlib.sha256(given.encode(errors="surrogateescape")).digest()
    try:
        folder = _users()
        file = folder / "key"
        if not os.path.lexists(file):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with contextlib.suppress(FileExistsError):  # another run made it first
                create_file(file, os.urandom(_KEY_BYTES), mode=0o600)
        status = file.lstat()
        if not is_users(status) or not stat.S_ISREG(status.st_mode):
            return None
        key = read_file(file, max_bytes=_KEY_BYTES)
    except (OSError, FileError, RuntimeError):  # no home, or nothing can be written there
        return None
    return key if len(key) == _KEY_BYTES else None


@contextlib.contextmanager
def _temporary(folder: Path) -> Iterator[tuple[int, Path]]:
    """A new file that only the user may read, open for writing; gone afterwards unless it was renamed."""
    file = folder / f".{os.urandom(8).hex()}.tmp"
    descriptor = os.open(file, _NEW, 0o600)
    try:
        yield descriptor, file
    finally:
        os.close(descriptor)
        file.unlink(missing_ok=True)


def _remove_old(folder: Path) -> None:
    """Remove entries that no longer hold, and the folders of projects that nobody checks any more."""
    now = time.time()
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            if file.name.endswith((".entry", ".tmp")) and now - file.lstat().st_mtime > _OLD_ENTRY:
                file.unlink(missing_ok=True)
        if folder.parent == _users() / "results":
            for other in folder.parent.iterdir():
                if now - other.lstat().st_mtime > _OLD_FOLDER:
                    shutil.rmtree(other, ignore_errors=True)
