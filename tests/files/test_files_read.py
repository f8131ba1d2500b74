"""What may be read: regular files, of a bounded size, inside the folders that they may be in."""

import os
import socket
from pathlib import Path

import pytest

from nbready.files.read import FileError, TooLargeError, read_file, read_text


@pytest.fixture
def project(tmp_path):
    """A folder with a file in it, and one beside it."""
    (tmp_path / "project").mkdir()
    for name in ("project/a.yaml", "secret.yaml"):
        (tmp_path / name).write_bytes(b"answer")
    return tmp_path / "project"


def test_a_file_is_read(project):
    assert read_file(project / "a.yaml", max_bytes=6) == b"answer"
    assert read_file(str(project / "a.yaml"), max_bytes=6, within=(project,)) == b"answer"
    assert read_text(project / "a.yaml", max_bytes=6) == "answer"


def test_links_inside_are_followed(project):
    (project / "link").symlink_to("a.yaml")
    (project.parent / "other name").symlink_to("project")
    assert read_file(project / "link", max_bytes=9, within=(project,)) == b"answer"
    assert read_file(project / "link", max_bytes=9, within=(project.parent / "other name",)) == b"answer"
    assert read_file(project / "a.yaml", max_bytes=9, within=("/",)) == b"answer"


def test_links_out_are_not(project):
    (project / "link").symlink_to("../secret.yaml")
    (project / "up").symlink_to("..")
    sibling = project.with_name("project two")
    sibling.mkdir()
    (sibling / "a").write_bytes(b"x")
    for name in ("link", "up/secret.yaml", "../secret.yaml", sibling / "a"):
        with pytest.raises(FileError, match="leads out of the project"):
            read_file(project / name, max_bytes=9, within=(project,))
    assert read_file(project / "link", max_bytes=9) == b"answer"


def test_size_is_bounded(project):
    with pytest.raises(TooLargeError):
        read_file(project / "a.yaml", max_bytes=5)
    with (project / "sparse").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(TooLargeError):
        read_file(project / "sparse", max_bytes=2**20)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="a file of Linux")
def test_a_file_that_calls_itself_empty_is_bounded_too():
    whole = read_file("/proc/self/environ", max_bytes=2**20)
    assert whole
    with pytest.raises(TooLargeError):
        read_file("/proc/self/environ", max_bytes=len(whole) - 1)


KINDS = {
    "pipe": os.mkfifo,
    "folder": os.mkdir,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "device of messages": lambda path: path.symlink_to("/dev/kmsg"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_only_files_are_read(kind, tmp_path):
    KINDS[kind](tmp_path / "it")
    with pytest.raises(FileError, match=r"not a file|no such file"):
        read_file(tmp_path / "it", max_bytes=9)


def test_a_socket_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("it")
        with pytest.raises(FileError, match="a socket, not a file"):
            read_file("it", max_bytes=9)


NAMES = {
    "missing": "missing",
    "too long": "n" * 5000,
    "too deep": "d/" * 5000,
    "null": "a\0b",
    "loop": "loop",
}


@pytest.mark.parametrize("name", NAMES)
def test_any_name_gives_a_message(name, tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(FileError) as error:
        read_file(tmp_path / NAMES[name], max_bytes=9, within=(tmp_path,))
    assert error.value.is_absent == (name == "missing")


def test_text_is_utf_8(tmp_path):
    (tmp_path / "a").write_bytes(b"secret \xff")
    with pytest.raises(FileError, match="byte 8 is not UTF-8") as error:
        read_text(tmp_path / "a", max_bytes=99)
    assert "secret" not in str(error.value)
