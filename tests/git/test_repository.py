"""What git is asked, on real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from nbready.git import Change, GitError, ask_git, find_repository

IDENTITY = ("-c", "user.name=A. Person", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *IDENTITY, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path, message: str = "work") -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    root = tmp_path / "répo with spaces"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    (root / "a.ipynb").write_text("one\n" * 20)
    (root / "b.ipynb").write_text("two\n" * 20)
    commit(root)
    return root


def changed(repo: Path, revision: str) -> list[str]:
    return [change.path for change in find_repository(repo).changes_since(revision)]


def test_a_repository_is_found_from_a_file_a_folder_and_a_file_that_is_gone(repo: Path) -> None:
    (repo / "deep" / "er").mkdir(parents=True)
    for path in (repo, repo / "a.ipynb", repo / "deep" / "er", repo / "gone" / "x.ipynb"):
        assert find_repository(path).root == repo.resolve()


def test_outside_a_repository_is_said(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="not in a git repository"):
        find_repository(tmp_path)


def test_without_the_program_is_said(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repo))
    with pytest.raises(GitError, match="no `git` program"):
        find_repository(repo)


@pytest.mark.parametrize("revision", ["nowhere", "", "--help", "-n1", "main:a.ipynb", "a\0b", "HEAD~9"])
def test_a_revision_that_is_none_is_one_message(repo: Path, revision: str) -> None:
    with pytest.raises(GitError, match="knows no revision"):
        find_repository(repo).changes_since(revision)


def test_nothing_changed(repo: Path) -> None:
    os.utime(repo / "a.ipynb", (1, 1))
    assert changed(repo, "HEAD") == []


def test_committed_staged_unstaged_and_new_files_count_ignored_and_deleted_do_not(repo: Path) -> None:
    (repo / ".gitignore").write_text("ignored.ipynb\n")
    (repo / "a.ipynb").write_text("other\n")
    commit(repo)
    (repo / "staged.ipynb").write_text("x")
    git(repo, "add", "staged.ipynb")
    for name in ("new.ipynb", "ignored.ipynb"):
        (repo / name).write_text("x")
    (repo / "b.ipynb").unlink()
    assert changed(repo, "HEAD~1") == [".gitignore", "a.ipynb", "new.ipynb", "staged.ipynb"]


def test_what_the_other_branch_did_meanwhile_is_not_ours(repo: Path) -> None:
    git(repo, "switch", "--quiet", "-c", "work")
    (repo / "a.ipynb").write_text("mine\n")
    commit(repo)
    git(repo, "switch", "--quiet", "main")
    (repo / "b.ipynb").write_text("theirs\n")
    commit(repo)
    git(repo, "switch", "--quiet", "work")
    assert changed(repo, "main") == ["a.ipynb"]


def test_a_renamed_file_knows_its_old_name_and_content(repo: Path) -> None:
    git(repo, "mv", "a.ipynb", "ä\nb*.ipynb")
    with (repo / "ä\nb*.ipynb").open("a") as file:
        file.write("more\n")
    commit(repo)
    (change,) = find_repository(repo).changes_since("HEAD~1")
    assert change[:2] == ("ä\nb*.ipynb", "a.ipynb")
    assert list(find_repository(repo).contents([change.blob])) == [b"one\n" * 20]


def test_contents_come_in_order_and_what_is_missing_is_none(repo: Path) -> None:
    (repo / "empty.ipynb").touch()
    commit(repo)
    ids = [git(repo, "rev-parse", f"HEAD:{name}.ipynb") for name in ("b", "empty", "a")]
    asked = [*ids, "0" * 40, *ids * 30]
    found = list(find_repository(repo).contents(asked))
    assert found[:5] == [b"two\n" * 20, b"", b"one\n" * 20, None, b"two\n" * 20]
    assert len(found) == len(asked)


def test_histories_that_never_met_are_compared_as_they_stand(repo: Path) -> None:
    git(repo, "switch", "--quiet", "--orphan", "other")
    (repo / "a.ipynb").write_text("rewritten\n")
    commit(repo)
    assert changed(repo, "main") == ["a.ipynb"]


def test_a_shallow_clone_that_ends_too_early_is_said(repo: Path, tmp_path: Path) -> None:
    git(repo, "switch", "--quiet", "-c", "work")
    for number in range(3):
        (repo / "a.ipynb").write_text(f"{number}\n")
        commit(repo)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{repo}", str(clone))
    with pytest.raises(GitError, match=r"does not reach back .*fetch-depth"):
        changed(clone, "origin/main")
    with pytest.raises(GitError, match=r"knows no revision `HEAD~2`.*unshallow"):
        changed(clone, "HEAD~2")


def test_a_repository_s_own_programs_are_not_run(repo: Path) -> None:
    trap = repo / "trap"
    script = repo / "trap.sh"
    script.write_text(f"#!/bin/sh\ntouch '{trap}'\ncat\n")
    script.chmod(0o755)
    (repo / ".gitattributes").write_text("*.ipynb filter=trap diff=trap\n")
    commit(repo)
    for name in ("filter.trap.clean", "filter.trap.process", "filter.trap.smudge", "diff.trap.textconv"):
        git(repo, "config", name, f"'{script}'")
    for name in ("filter.trap.required", "core.fsmonitor", "diff.external", "core.pager", "gpg.program"):
        git(repo, "config", name, "true" if name.endswith("required") else str(script))
    (repo / "a.ipynb").write_text("other\n")
    assert changed(repo, "HEAD") == ["a.ipynb"]
    assert not trap.exists()


def test_a_hook_s_surroundings_do_not_mislead(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert find_repository(repo).root == repo.resolve()
    assert changed(repo, "HEAD") == []


def test_a_file_elsewhere_is_said_and_links_are_followed(repo: Path, tmp_path: Path) -> None:
    found = find_repository(repo)
    link = tmp_path / "link"
    link.symlink_to(repo)
    assert found.relative(link / "a.ipynb") == found.relative(repo / "a.ipynb") == "a.ipynb"
    with pytest.raises(GitError, match="not in the repository"):
        found.relative(tmp_path / "x.ipynb")


def test_what_is_not_a_file_is_no_change(repo: Path) -> None:
    (repo / "link.ipynb").symlink_to("a.ipynb")
    commit(repo)
    (repo / "link.ipynb").unlink()
    (repo / "link.ipynb").symlink_to("b.ipynb")
    assert find_repository(repo).changes_since("HEAD") == ()
    assert Change("x") == Change("x", None, "")


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="does not exist"):
        ask_git(tmp_path / "gone", "status")
