"""Files that are nobody's project are left out, unless everything is asked for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lint_notebooks import LOAD, TODAY, file_bytes
from nbready.lint import check
from notebook_files import code


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "a.ipynb", "env/lib/x.ipynb", "conda/y.ipynb", "web/node_modules/z.ipynb",
        "lib/site-packages/s.ipynb", "scratch/t.ipynb", "kept/u.ipynb", ".ipynb_checkpoints/a.ipynb",
    ):  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(file_bytes(code(LOAD)))
    (tmp_path / "env" / "pyvenv.cfg").touch()
    (tmp_path / "conda" / "conda-meta").mkdir()
    return tmp_path


def git(project: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    (project / ".gitignore").write_text("scratch/\nkept/\n")
    subprocess.run(["git", "add", "-f", "kept"], cwd=project, check=True)


def checked(*paths: str, **options: object) -> list[str]:
    return [n.path for n in check(paths or ["."], today=TODAY, **options).checked]


def test_environments_and_packages_are_not_entered(project) -> None:
    assert checked() == ["a.ipynb", "kept/u.ipynb", "scratch/t.ipynb"]


def test_what_git_ignores_is_left_out_and_what_it_tracks_is_not(project) -> None:
    git(project)
    assert checked() == ["a.ipynb", "kept/u.ipynb"]
    assert checked("scratch") == []
    (project / "pyproject.toml").write_text("[tool.nbready]\nrespect-gitignore = false\n")
    assert checked() == ["a.ipynb", "kept/u.ipynb", "scratch/t.ipynb"]


def test_without_git_nothing_is_ignored(project, monkeypatch) -> None:
    git(project)
    monkeypatch.setenv("PATH", "")
    assert checked() == ["a.ipynb", "kept/u.ipynb", "scratch/t.ipynb"]


@pytest.mark.parametrize("name", ["scratch/t.ipynb", "env/lib/x.ipynb", ".ipynb_checkpoints/a.ipynb"])
def test_a_file_that_is_named_is_said_to_be_left_out(project, name) -> None:
    git(project)
    (result,) = check([name], today=TODAY).notebooks
    assert result.skipped == "excluded"
    assert checked(name, everything=True) == [name]


def test_everything_means_everything_that_is_not_hidden(project) -> None:
    git(project)
    (project / "pyproject.toml").write_text("[tool.nbready]\nexclude = ['a.ipynb']\n")
    found = checked(everything=True)
    assert len(found) == 7
    assert "a.ipynb" in found
    assert "env/lib/x.ipynb" in found
