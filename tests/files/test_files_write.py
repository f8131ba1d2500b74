"""Files are written whole or not at all, and what they had besides their content stays."""

import errno
import os
import subprocess
import sys
import time

import pytest

from nbready.files import write
from nbready.files.read import FileError
from nbready.files.write import ChangedError, WriteError, create_file, replace_file, write_file


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def full_disk(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


WRITERS = {
    "replace": lambda path: replace_file(path, b"new", expected=b"old"),
    "write": lambda path: write_file(path, b"new"),
}


@pytest.mark.parametrize("how", WRITERS)
def test_a_full_disk_leaves_what_was_there(how, file, monkeypatch):
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(WriteError, match="no space left on device"):
        WRITERS[how](file)
    assert file.read_bytes() == b"old"
    assert names(file.parent) == ["a"]


def test_a_full_disk_makes_no_half_file(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", full_disk)
    for how in (write_file, create_file):
        with pytest.raises(WriteError, match="no space left"):
            how(tmp_path / "new", b"x")
    assert names(tmp_path) == []


@pytest.mark.parametrize("how", WRITERS)
def test_when_the_folder_cannot_be_flushed_it_says_what_was_done(how, file, monkeypatch):
    flush = os.fsync

    def fails_on_folders(descriptor):
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112
            raise OSError(errno.EIO, "Input/output error")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", fails_on_folders)
    with pytest.raises(WriteError, match="it was written, but"):
        WRITERS[how](file)
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("how", WRITERS)
def test_a_folder_that_cannot_be_flushed_at_all_is_no_matter(how, file, monkeypatch):
    opened = os.open
    refused = OSError(errno.EACCES, "Permission denied")

    def without_folders(path, flags, *more):
        if os.path.isdir(path):  # noqa: PTH112
            raise refused
        return opened(path, flags, *more)

    monkeypatch.setattr(os, "open", without_folders)
    WRITERS[how](file)
    assert file.read_bytes() == b"new"


HOLDER = """
import fcntl, sys, time
with open(sys.argv[1], "rb") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_of_somebody_else_is_not_waited_for_for_ever(file, monkeypatch):
    monkeypatch.setattr(write, "PATIENCE", 0.3)
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(file)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(WriteError, match="another program has held it locked"):
            replace_file(file, b"new", expected=b"old")
    finally:
        holder.kill()
        holder.communicate()
    assert file.read_bytes() == b"old"
    replace_file(file, b"new", expected=b"old")
    assert file.read_bytes() == b"new"


def test_what_a_killed_run_left_is_removed_once_it_is_old(file):
    folder = file.parent
    left, fresh, other = (folder / name for name in (".nbready-1.tmp", ".nbready-2.tmp", ".else-3.tmp"))
    for path in (left, fresh, other):
        path.write_bytes(b"half")
    long_ago = time.time() - 7200
    for path in (left, other):
        os.utime(path, (long_ago, long_ago))
    (folder / ".nbready-4.tmp").symlink_to("a")
    os.utime(folder / ".nbready-4.tmp", (long_ago, long_ago), follow_symlinks=False)
    (folder / ".nbready-5.tmp").mkdir()
    replace_file(file, b"new", expected=b"old")
    assert names(folder) == [".else-3.tmp", ".nbready-2.tmp", ".nbready-4.tmp", ".nbready-5.tmp", "a"]


def test_extended_attributes_stay(file):
    try:
        os.setxattr(file, "user.nbready", b"kept")
    except (AttributeError, OSError):
        pytest.skip("there are no extended attributes here")
    replace_file(file, b"new", expected=b"old")
    assert os.getxattr(file, "user.nbready") == b"kept"


def test_a_hard_link_is_told(file):
    (file.parent / "b").hardlink_to(file)
    assert "another name" in replace_file(file, b"new", expected=b"old")
    assert (file.read_bytes(), (file.parent / "b").read_bytes()) == (b"new", b"old")
    assert replace_file(file, b"newer", expected=b"new") == ""


def test_nothing_is_written_through_a_link_out_of_the_folder(file):
    folder = file.parent / "inner"
    folder.mkdir()
    (folder / "link").symlink_to("../a")
    with pytest.raises(FileError, match="out of the project"):
        replace_file(folder / "link", b"new", expected=b"old", within=(folder,))
    assert file.read_bytes() == b"old"
    replace_file(folder / "link", b"new", expected=b"old", within=(folder, file.parent))
    assert file.read_bytes() == b"new"


def test_a_new_file_is_as_others_are(tmp_path):
    before = os.umask(0o027)
    try:
        for name, how in (("a", write_file), ("b", create_file)):
            how(tmp_path / name, b"x")
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)


def test_what_is_there_is_not_made_again(file):
    with pytest.raises(FileExistsError):
        create_file(file, b"new")
    (file.parent / "link").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        create_file(file.parent / "link", b"new")
    assert names(file.parent) == ["a", "link"]


def test_what_is_no_file_is_written_into(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE)
    write_file(tmp_path / "pipe", b"all of it")
    assert reader.communicate(timeout=30)[0] == b"all of it"
    assert names(tmp_path) == ["pipe"]


def test_the_change_of_somebody_else_is_not_lost(file):
    with pytest.raises(ChangedError):
        replace_file(file, b"new", expected=b"other")
    assert file.read_bytes() == b"old"
