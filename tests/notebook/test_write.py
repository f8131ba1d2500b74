"""A file is replaced whole or not at all."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nbready.errors import NotebookError
from nbready.notebook.write import write_atomically


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(b"old")
    return path


def names(folder):
    return [path.name for path in folder.iterdir()]


def test_writes_and_leaves_nothing_behind(file):
    write_atomically(file, b"new", expected=b"old")
    assert file.read_bytes() == b"new"
    assert names(file.parent) == ["a.ipynb"]


def test_refuses_when_the_file_changed(file):
    with pytest.raises(NotebookError, match="changed since it was read"):
        write_atomically(file, b"new", expected=b"older")
    assert file.read_bytes() == b"old"
    assert names(file.parent) == ["a.ipynb"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_stays(file, mode):
    file.chmod(mode)
    write_atomically(file, b"new", expected=b"old")
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_link_stays_a_link(file, tmp_path):
    link = tmp_path / "link.ipynb"
    link.symlink_to("a.ipynb")
    write_atomically(link, b"new", expected=b"old")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_a_missing_file_is_not_made(tmp_path):
    with pytest.raises(NotebookError, match="cannot be written"):
        write_atomically(tmp_path / "none.ipynb", b"new", expected=b"")
    assert names(tmp_path) == []


def test_a_fifo_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotebookError, match="a pipe, not a file"):
        write_atomically(tmp_path / "pipe", b"new", expected=b"")


def test_a_long_name_is_written(tmp_path):
    path = tmp_path / ("n" * 249 + ".ipynb")
    path.write_bytes(b"old")
    write_atomically(path, b"new", expected=b"old")
    assert path.read_bytes() == b"new"


WRITER = """
import sys
from pathlib import Path
from nbready.errors import NotebookError
from nbready.notebook.write import write_atomically
path = Path(sys.argv[1])
wrote = 0
while wrote < int(sys.argv[3]):
    old = path.read_bytes()
    try:
        write_atomically(path, old + sys.argv[2].encode(), expected=old)
    except NotebookError as error:
        assert "changed" in str(error), error
    else:
        wrote += 1
"""


def test_runs_at_once_lose_nothing(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(b"")
    runs = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), letter, "40"]) for letter in "abc"]
    assert [run.wait(timeout=60) for run in runs] == [0, 0, 0]
    text = path.read_text()
    assert {letter: text.count(letter) for letter in "abc"} == {"a": 40, "b": 40, "c": 40}


FLIPPER = """
import sys
from pathlib import Path
from nbready.notebook.write import write_atomically
path, old, new = Path(sys.argv[1]), b"a" * 300_000, b"b" * 300_000
print("ready", flush=True)
while True:
    write_atomically(path, new, expected=old)
    old, new = new, old
"""


def test_killed_at_any_moment_the_file_is_whole(tmp_path):
    path = tmp_path / "a.ipynb"
    for moment in range(25):
        path.write_bytes(b"a" * 300_000)
        run = subprocess.Popen([sys.executable, "-c", FLIPPER, str(path)], stdout=subprocess.PIPE)
        assert run.stdout.readline() == b"ready\n"
        time.sleep(moment * 0.0007)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert path.read_bytes() in (b"a" * 300_000, b"b" * 300_000)
        for left in Path(tmp_path).glob(".nbready-*"):
            left.unlink()
