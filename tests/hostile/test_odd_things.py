"""One odd thing is a finding, or one message: it never ends a run, and never keeps the rest from its turn."""

import os
import sys
from pathlib import Path

import pytest
from unprivileged import run

from nbready import cli, sync
from nbready.cli.report import command as _report  # noqa: F401 (imported before anything is patched)
from notebook_files import as_bytes, code, notebook

LOAD = as_bytes(notebook(code("import pandas as pd\npd.read_csv('a.csv')")))
CHARTER = as_bytes(notebook(code("%%charter\nauthor: me")))
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="modes and devices of Linux")


def said(result):
    assert "Traceback" not in result.stdout + result.stderr
    assert "bug in nbready" not in result.stdout + result.stderr
    return result.stdout + result.stderr


@pytest.fixture
def folder(tmp_path):
    """A folder of two good notebooks, the odd thing between them."""
    for name in ("aaa", "zzz"):
        (tmp_path / f"{name}.ipynb").write_bytes(LOAD)
    return tmp_path


@pytest.fixture
def closed(folder):
    """A folder that may be listed and not entered."""
    inner = folder / "closed"
    inner.mkdir()
    (inner / "b.ipynb").write_bytes(LOAD)
    inner.chmod(0o444)
    yield folder
    inner.chmod(0o755)


@LINUX
@pytest.mark.parametrize("command", ["check", "report"])
def test_a_folder_that_cannot_be_entered(command, closed):
    result = run(command, ".", "--format", "json", cwd=closed)
    words = said(result)
    assert result.returncode == (1 if command == "check" else 0)
    for name in ("aaa.ipynb", "closed/b.ipynb", "zzz.ipynb"):
        assert name in words
    assert "ermission denied" in words


@LINUX
def test_a_folder_that_cannot_be_entered_and_sync(closed):
    result = run("sync", ".", cwd=closed)
    assert "Notebooks: 2 in step, 1 could not be read." in said(result)


@LINUX
def test_a_folder_that_cannot_be_listed(folder):
    inner = folder / "shut"
    inner.mkdir()
    inner.chmod(0o300)
    result = run("check", ".", "--concise", cwd=folder)
    inner.chmod(0o755)
    assert "shut" in said(result)
    assert "permission denied" in result.stdout
    assert "zzz.ipynb" in result.stdout


@LINUX
def test_a_configuration_that_cannot_be_read(folder):
    inner = folder / "inner"
    inner.mkdir()
    (inner / "b.ipynb").write_bytes(LOAD)
    (inner / "pyproject.toml").write_text("[tool.nbready]\n")
    (inner / "pyproject.toml").chmod(0)
    result = run("check", ".", "--concise", cwd=folder)
    assert result.returncode == 1
    assert "permission denied" in said(result)
    told = {line.partition(":")[0] for line in result.stdout.splitlines()}
    assert {"aaa.ipynb", "inner/b.ipynb", "zzz.ipynb"} <= told


def test_paths_near_the_limit(folder):
    # Made step by step: no single call takes so long a path.
    here = os.getcwd()  # noqa: PTH109 (to go back to)
    try:
        os.chdir(folder)
        for _ in range(22):
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
        Path("deep.ipynb").write_bytes(LOAD)
    finally:
        os.chdir(here)
    result = run("check", ".", "missing" * 100 + ".ipynb", "--format", "json", cwd=folder)
    assert result.returncode == 1
    for name in ("aaa.ipynb", "zzz.ipynb", "missingmissing", "name too long", "ddd/"):
        assert name in said(result)


@pytest.mark.parametrize("command", ["sync", "report"])
def test_a_fault_of_ours_is_one_file_s(command, folder, monkeypatch, capsys):
    (folder / "mmm.ipynb").write_bytes(CHARTER)
    real = sync.read_document

    def fails(cells, metadata, config, *, path=None):
        if path is not None and path.name == "mmm.ipynb":
            raise IndexError("odd")
        return real(cells, metadata, config, path=path)

    monkeypatch.setattr(sync, "read_document", fails)
    monkeypatch.setattr("nbready.lint.facts.read_document", fails)
    monkeypatch.delenv("NBREADY_DEBUG", raising=False)
    with pytest.raises(SystemExit):
        cli.main([command, str(folder)])
    out, err = capsys.readouterr()
    assert "failed on this file: IndexError: odd" in " ".join((out + err).split())
    assert "zzz" in out or "2 in step" in err


@LINUX
@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["check", "."], "stdout"),
        (["check", ".", "-o"], "report"),
        (["check", ".", "--write-baseline", "--baseline"], "baseline"),
        (["report", ".", "-o"], "report.html"),
    ],
)
def test_a_full_disk_is_said_and_leaves_nothing_half(command, name, folder, tmp_path_factory):
    mounted = tmp_path_factory.mktemp("full")
    if name == "stdout":
        with Path("/dev/full").open("w") as full:
            result = run(*command, cwd=folder, capture_output=False, stdout=full, stderr=-1)
        assert "The output cannot be written: No space left on device." in result.stderr
        assert "bug in nbready" not in result.stderr
        assert result.returncode == 2
        return
    old = '{"version": 1, "findings": {}}'
    (mounted / name).write_text(old)
    # A limit on the size of files is what comes closest to a disk that is full.
    result = run(*command, mounted / name, cwd=folder, preexec_fn=_no_room)
    assert "cannot be written" in said(result)
    assert result.returncode == 2
    assert (mounted / name).read_text() == old
    assert os.listdir(mounted) == [name]  # noqa: PTH208 (names, not paths)


def _no_room():
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))


@pytest.mark.parametrize("command", [["sync"], ["check", "--fix"]])
def test_nothing_is_written_through_a_link_out_of_the_folder(command, folder):
    inner, outer = folder / "inner", folder / "outer.ipynb"
    inner.mkdir()
    outer.write_bytes(CHARTER)
    (inner / "link.ipynb").symlink_to("../outer.ipynb")
    result = run(*command, "inner", cwd=folder)
    assert "leads out of the project" in said(result)
    assert outer.read_bytes() == CHARTER
    # Who names the file means it.
    run(*command, "inner/link.ipynb", cwd=folder)
    assert b'"nbready"' in outer.read_bytes()
    assert (inner / "link.ipynb").is_symlink()


def test_other_people_s_code_is_not_searched(folder):
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / "theirs.ipynb").write_bytes(LOAD)
    assert "theirs" not in said(run("check", ".", cwd=folder))
    assert "theirs" in said(run("check", "node_modules", cwd=folder))


@pytest.mark.parametrize("named", [".", "aaa.ipynb"])
@pytest.mark.parametrize("command", ["check", "sync"])
def test_what_killed_runs_left_is_cleaned_by_the_next(command, named, folder):
    left = folder / ".nbready-0123.tmp"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    run(command, named, cwd=folder)
    assert not left.exists()
