"""Paths as other programs read them: from the top of the repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from lint_notebooks import LOAD, file_bytes
from nbready import cli
from nbready.lint import Finding, NotebookResult, Report
from nbready.lint.places import from_root
from notebook_files import code


def placed(path: str, root: Path) -> str:
    finding = Finding(code="NBR201", severity="error", path=path, message="x")
    report = Report(notebooks=(NotebookResult(path=path, findings=(finding,), ignored=(finding,)),))
    (notebook,) = from_root(report, root).notebooks
    assert {notebook.path, notebook.findings[0].path} == {notebook.ignored[0].path}
    return notebook.path


def test_paths_start_at_the_root(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "top" / "sub"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert placed("a.ipynb", tmp_path / "top") == "sub/a.ipynb"
    assert placed("./x/../a.ipynb", tmp_path / "top") == "sub/a.ipynb"
    assert placed("../b.ipynb", tmp_path / "top") == "b.ipynb"
    assert placed(str(folder / "..a.ipynb"), tmp_path / "top") == "sub/..a.ipynb"
    assert placed("../../c.ipynb", tmp_path / "top") == (tmp_path / "c.ipynb").as_posix()
    assert placed("s3://bucket/a.ipynb", tmp_path / "top") == "s3://bucket/a.ipynb"


def test_links_to_the_root_and_in_it(tmp_path, monkeypatch) -> None:
    (tmp_path / "top" / "sub").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "top")
    (tmp_path / "top" / "l.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    monkeypatch.chdir(tmp_path)
    assert placed("link/sub/a.ipynb", tmp_path / "top") == "sub/a.ipynb"
    assert placed("top/l.ipynb", tmp_path / "link") == "l.ipynb"


@pytest.fixture
def sub(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "top" / "my notebooks"
    folder.mkdir(parents=True)
    (folder / "a.ipynb").write_bytes(file_bytes(code(LOAD)))
    (tmp_path / "top" / "b.ipynb").write_bytes(b"{")
    monkeypatch.chdir(folder)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


def paths(capsys, form: str) -> list[str]:
    with pytest.raises(SystemExit):
        cli.main(["check", "--no-cache", "--format", form, ".", "../b.ipynb"])
    out = capsys.readouterr().out
    if form == "github":
        return [line.partition("file=")[2].partition(",")[0] for line in out.splitlines()]
    if form == "gitlab":
        return [issue["location"]["path"] for issue in json.loads(out)]
    results = json.loads(out)["runs"][0]["results"]
    return [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results]


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
@pytest.mark.parametrize("way", ["git", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "neither"])
def test_reports_for_programs_have_paths_from_the_top_of_the_repository(
    sub, form, way, capsys, monkeypatch
) -> None:
    if way == "git":
        subprocess.run(["git", "init", "-q", ".."], check=True)
        monkeypatch.setenv("GITHUB_WORKSPACE", str(sub))  # git knows better
    elif way != "neither":
        monkeypatch.setenv(way, str(sub.parent))
    quoted = "my%20notebooks" if form == "sarif" else "my notebooks"
    expected = [f"{quoted}/a.ipynb", "b.ipynb"]
    if way == "neither":
        other = sub.parent / "b.ipynb"
        expected = ["a.ipynb", other.as_uri() if form == "sarif" else other.as_posix()]
    assert paths(capsys, form) == expected
