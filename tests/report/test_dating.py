"""When a notebook was last changed: git's dates where it has some, otherwise the file's."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest

from nbready.report.dating import with_git_dates
from nbready.report.row import Row

EARLY, LATE = "2026-03-01T10:20:30+00:00", "2026-04-02T08:00:00+02:00"
IDENTITY = ("-c", "user.name=A. Person", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
FILE = dt.datetime(2020, 1, 1)


def git(folder: Path, *arguments: str, date: str = EARLY) -> None:
    env = {**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": LATE}
    subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, env=env, capture_output=True, check=True)


def commit(folder: Path, *, date: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "-m", "work", date=date)


def local(date: str) -> dt.datetime:
    return dt.datetime.fromisoformat(date).astimezone().replace(tzinfo=None, second=0)


def dated(*paths: Path) -> list[tuple[dt.datetime | None, str]]:
    rows = with_git_dates([Row(path=str(path), changed=FILE, dated_by="file") for path in paths])
    return [(row.changed, row.dated_by) for row in rows]


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    root = tmp_path / "class of 2026"
    (root / "ada").mkdir(parents=True)
    git(root, "init", "--initial-branch=main")
    for name in ("ada/a.ipynb", "b [1].ipynb", "ü.ipynb"):
        (root / name).write_text("one")
    commit(root, date=EARLY)
    (root / "b [1].ipynb").write_text("two")
    commit(root, date=LATE)
    return root


def test_the_last_commit_that_changed_a_file_dates_it(repo: Path) -> None:
    found = dated(repo / "ada" / "a.ipynb", repo / "b [1].ipynb", repo / "ü.ipynb")
    assert found == [(local(EARLY), "git"), (local(LATE), "git"), (local(EARLY), "git")]


def test_what_differs_from_the_last_commit_has_the_time_of_its_file(repo: Path, tmp_path: Path) -> None:
    (repo / "ü.ipynb").write_text("changed")
    (repo / "new.ipynb").write_text("new")
    (repo / "ada" / "a.ipynb").write_text("staged")
    git(repo, "add", "ada/a.ipynb")
    (tmp_path / "outside.ipynb").write_text("x")
    files = [repo / "ü.ipynb", repo / "new.ipynb", repo / "ada" / "a.ipynb", tmp_path / "outside.ipynb"]
    assert dated(*files) == [(FILE, "file")] * 4


def test_every_student_may_have_a_repository(repo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--initial-branch=main")
    (other / "c.ipynb").write_text("three")
    commit(other, date=LATE)
    (tmp_path / "broken" / ".git").mkdir(parents=True)
    (tmp_path / "broken" / "d.ipynb").write_text("four")
    found = dated(other / "c.ipynb", repo / "ü.ipynb", tmp_path / "broken" / "d.ipynb")
    assert found == [(local(LATE), "git"), (local(EARLY), "git"), (FILE, "file")]


def test_a_clone_that_was_cut_short_does_not_tell(repo: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--depth=1", f"file://{repo}", "shallow")
    assert dated(tmp_path / "shallow" / "ü.ipynb", tmp_path / "shallow" / "b [1].ipynb") == [(None, "")] * 2


def test_before_the_first_commit_files_tell(tmp_path: Path) -> None:
    git(tmp_path, "init")
    (tmp_path / "a.ipynb").write_text("x")
    assert dated(tmp_path / "a.ipynb") == [(FILE, "file")]


def test_without_git_files_tell(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert dated(repo / "ü.ipynb") == [(FILE, "file")]


def test_an_address_and_an_unreadable_file_stay_what_they_are() -> None:
    rows = [Row(path="s3://bucket/a.ipynb", changed=FILE), Row(path="gone.ipynb", problem="x")]
    assert with_git_dates(rows) == rows
