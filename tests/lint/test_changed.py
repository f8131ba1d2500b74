"""Only what differs from the merge base, and only what is listed."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest

from lint_notebooks import LOAD, file_bytes
from nbready import cli
from nbready.git import GitError
from nbready.lint.changed import changed_notebooks
from notebook_files import code


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder: Path, name: str, source: str = LOAD) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(file_bytes(code(source)))


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A branch that changed one notebook, added one, deleted one, renamed one; and main went on."""
    folder = tmp_path / "top"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for name in ("old.ipynb", "edited.ipynb", "gone.ipynb", "sub/named.ipynb"):
        write(folder, name)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "1")
    git(folder, "checkout", "-qb", "work")
    write(folder, "edited.ipynb", LOAD + "\nx = 1")
    write(folder, "sub/added.ipynb")
    git(folder, "rm", "-q", "gone.ipynb")
    git(folder, "mv", "sub/named.ipynb", "sub/renamed.ipynb")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "2")
    write(folder, "new.ipynb")
    (folder / "notes.md").write_text("x")
    git(folder, "checkout", "-q", "main")
    write(folder, "old.ipynb", "changed = 1")
    git(folder, "commit", "-qam", "3")
    git(folder, "checkout", "-q", "work")
    monkeypatch.chdir(folder)
    return folder


def test_what_the_branch_changed_and_nothing_else(project, monkeypatch) -> None:
    expected = ["edited.ipynb", "new.ipynb", "sub/added.ipynb", "sub/renamed.ipynb"]
    assert changed_notebooks(["."]) == expected
    assert changed_notebooks(["."], "main") == expected
    assert changed_notebooks(["sub", "new.ipynb"]) == ["new.ipynb", "sub/added.ipynb", "sub/renamed.ipynb"]
    assert changed_notebooks(["."], "HEAD") == ["new.ipynb"]
    monkeypatch.chdir(project / "sub")
    assert changed_notebooks([".."]) == ["../edited.ipynb", "../new.ipynb", "added.ipynb", "renamed.ipynb"]


def test_without_a_repository_or_a_revision(project, tmp_path, monkeypatch) -> None:
    with pytest.raises(GitError, match="no revision"):
        changed_notebooks(["."], "nowhere")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GitError, match="not in a git repository"):
        changed_notebooks(["."])


def run(capsys, *args: str) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as exit_:
        cli.main(["check", "--no-cache", "--concise", *args])
    out, err = capsys.readouterr()
    return exit_.value.code, out, err


def test_the_command_checks_what_changed(project, capsys) -> None:
    code_, out, _ = run(capsys, "--changed")
    assert code_ == 1
    assert "4 errors in 4 notebooks" in out
    assert "3 errors" in run(capsys, "--changed=main", "sub", "edited.ipynb")[1]
    git(project, "checkout", "-q", "main")
    (project / "new.ipynb").unlink()
    assert run(capsys, "--changed")[:2] == (0, "No notebook was checked.\n")


def test_the_command_without_a_repository_says_so(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    code_, _, err = run(capsys, "--changed")
    assert code_ == 2
    assert "not in a git repository" in err


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (b"", "No notebook was checked."),
        (b"\n", "No notebook was checked."),
        (b"notes.md\n", "No notebook was checked."),
        (b"old.ipynb\r\nedited.ipynb\n", "1 error in 2 notebooks."),
        (b"edited.ipynb\0sub/added.ipynb\0", "2 errors in 2 notebooks."),
        (b"missing.ipynb", "1 error in 1 notebook. 1 could not be read."),
    ],
)
def test_only_what_is_listed(project, capsys, monkeypatch, listed, expected) -> None:
    write(project, "old.ipynb", "x = 1")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(listed)))
    assert expected in run(capsys, "--paths-from", "-")[1]
    (project / "list").write_bytes(listed)
    assert expected in run(capsys, "--paths-from", "list")[1]
