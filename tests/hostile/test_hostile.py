"""No file crashes, hangs or fools the linter, and none keeps the others from being checked."""

import contextlib
import datetime as dt
import json
import os
import re
import resource
import signal
import subprocess
import sys

import orjson  # noqa: F401 (once imported, it is used for files of any size)
import pytest
from hostile_files import CONTENTS, GOOD, LOAD, NAMES, NOT_UTF_8, PLACES

from nbready.config import Config
from nbready.errors import NbreadyError
from nbready.lint import check
from nbready.lint.reports import renderer, text
from nbready.notebook import decode, parse_notebook, schema
from nbready.sync import sync_notebook
from notebook_files import as_bytes, code, notebook

TODAY = dt.date(2026, 1, 5)
SECONDS = 60
FORMATS = ("json", "github", "gitlab", "sarif", "markdown")
# Control characters, and marks that reorder or break lines unseen.
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@contextlib.contextmanager
def no_hang():
    """Fail, rather than wait for ever."""

    def stop(*_):
        raise TimeoutError(f"still at it after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def checked(file, monkeypatch):
    monkeypatch.setenv("NBREADY_DEBUG", "1")  # a failure of ours is raised, not reported
    with no_hang():
        return check([file], config=Config(), today=TODAY)


@pytest.mark.parametrize("name", CONTENTS)
def test_contents(name, tmp_path, monkeypatch):
    """One notebook is told of, letter by letter harmless, and the same without the fast packages."""
    file = tmp_path / "a.ipynb"
    file.write_bytes(CONTENTS[name])
    report = checked(file, monkeypatch)
    assert len(report.notebooks) == 1
    for rendered in (
        *(renderer(name)(report) for name in FORMATS),
        text.render(report, color=False, width=80),
    ):
        assert not RAW.search(rendered)
    assert file.read_bytes() == CONTENTS[name]
    monkeypatch.setattr(decode, "_orjson_loads", lambda: None)
    monkeypatch.setattr(schema, "_rust_validator", lambda version: None)
    assert checked(file, monkeypatch) == report


@pytest.mark.parametrize("name", CONTENTS)
def test_sync_gives_a_notebook_or_a_message(name):
    with no_hang(), contextlib.suppress(NbreadyError):
        read = parse_notebook(CONTENTS[name])
        data, changes = sync_notebook(read, Config())
        assert (data == read.data) == (not changes)
        again = parse_notebook(data)
        assert len(again.cells) in (len(read.cells), len(read.cells) + 1)
        assert sync_notebook(again, Config()) == (data, ())


def with_names(folder):
    """Every name, on ordinary notebooks."""
    for name in NAMES:
        (folder / f"{name}.ipynb").write_bytes(GOOD)
    if NOT_UTF_8:
        (folder / os.fsdecode(NOT_UTF_8)).write_bytes(GOOD)
    return folder


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    """All of it in one folder, with two ordinary notebooks at either end."""
    folder = with_names(tmp_path_factory.mktemp("zoo"))
    for number, data in enumerate(CONTENTS.values()):
        (folder / f"content {number:03}.ipynb").write_bytes(data)
    for name, make in PLACES.items():
        make(folder / f"{name}.ipynb")
    for name in ("aaa_first", "zzz_last"):
        (folder / f"{name}.ipynb").write_bytes(as_bytes(notebook(code(LOAD), code(name))))
    return folder


def harmless(folder, *options):
    """What a check says, with a limit of the operating system.

    2 GiB of addresses hold the interpreter and every library.
    """
    limit = 2 * 2**30
    program = [sys.executable, "-m", "nbready", "check", ".", "--no-cache", *options]
    result = subprocess.run(
        program,
        cwd=folder,
        capture_output=True,
        timeout=10 * SECONDS,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    out, err = result.stdout.decode(), result.stderr.decode()
    assert result.returncode == 1
    for word in ("Traceback", "nbready itself failed", "MemoryError"):
        assert word not in out + err
    assert not RAW.search(out + err)
    return out


def test_the_others_are_still_checked_by_several_processes(zoo):
    out = harmless(zoo, "--concise", "--jobs", "2")
    assert out.index("aaa_first.ipynb") < out.index("zzz_last.ipynb")


def test_no_file_is_lost_and_none_told_twice(zoo):
    report = json.loads(harmless(zoo, "--format", "json"))
    read = [notebook["path"] for notebook in report["notebooks"]]
    assert len(read) == len(set(read))
    told = {*read, *(finding["path"] for finding in report["findings"])}
    searched = {"folder.ipynb", "link to a folder.ipynb"}
    there = {name for name in os.listdir(zoo) if name not in searched and name[0] != "."}  # noqa: PTH208 (names, not paths)
    assert len(there) == len(told) + sum(report["summary"]["skipped"].values())
    assert read.index("aaa_first.ipynb") < read.index("zzz_last.ipynb")
    assert [f["code"] for f in report["findings"] if f["path"] == "zzz_last.ipynb"] == ["NBR201"]


@pytest.mark.parametrize("format_", FORMATS)
def test_no_name_is_more_than_a_name(format_, tmp_path):
    assert harmless(with_names(tmp_path), "--format", format_)
