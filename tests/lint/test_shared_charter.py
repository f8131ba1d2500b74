"""A shared charter that is not answered: said once, of its file, with the notebooks that it holds up."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from lint_notebooks import LOAD, QUESTIONS, TODAY, file_bytes, full_charter
from nbready.charter.fill_in import write_charter
from nbready.cli import cli
from nbready.lint import check
from nbready.lint.baseline import apply_baseline, baseline_text, read_baseline
from nbready.lint.findings import Report
from notebook_files import code

OPEN = "author: A. Author\nproject_intent: {intent: deployment}\nbusiness_objective: improve business\n"
OWN = "%%charter\nbusiness_objective: Cut charge-offs from 4.1 % to 3.6 % of balances, Retail Credit\n"
TRAIN = "from sklearn.linear_model import Ridge\nRidge().fit(X, y)"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.nbready]\ncharter = "charter.yaml"\n')
    (tmp_path / "charter.yaml").write_text(OPEN)
    for name in ("a", "b", "sub/c", "sub/d"):
        write(tmp_path / f"{name}.ipynb", LOAD)
    return tmp_path


def write(path: Path, *sources: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(file_bytes(*map(code, sources)))


def places(report: Report) -> list[tuple[str, str, int | None]]:
    """What comes too early, and where."""
    early = (finding for finding in report.findings if finding.code.startswith("NBR2"))
    return [(f.code, f.path, f.file_line if f.cell is None else None) for f in early]


def test_it_is_said_once_where_it_is_mended(project: Path) -> None:
    report = check(["."], today=TODAY)
    assert places(report) == [("NBR201", "charter.yaml", 3)]
    assert "holds up 4 notebooks: a.ipynb, b.ipynb, sub/c.ipynb and 1 more" in report.findings[0].message
    assert report.failed
    assert (report.summary.errors, report.summary.files) == (1, 4)


def test_one_notebook_is_enough(project: Path) -> None:
    report = check(["sub/d.ipynb"], today=TODAY)
    assert places(report) == [("NBR201", "charter.yaml", 3)]
    assert "holds up 1 notebook: sub/d.ipynb." in report.findings[0].message


def test_each_gate_for_itself(project: Path) -> None:
    write(project / "b.ipynb", LOAD, TRAIN)
    assert [code for code, _, _ in places(check(["."], today=TODAY))] == ["NBR201", "NBR202"]


def test_a_notebook_with_answers_of_its_own_is_told_of_its_own(project: Path) -> None:
    write(project / "b.ipynb", OWN, LOAD)
    assert places(check(["."], today=TODAY)) == [
        ("NBR201", "charter.yaml", 3),
        ("NBR201", "b.ipynb", None),
    ]


@pytest.mark.parametrize("text", [write_charter(full_charter(), QUESTIONS, intro=False)])
def test_an_answered_one_holds_nobody_up(project: Path, text: str) -> None:
    (project / "charter.yaml").write_text(text)
    assert places(check(["."], today=TODAY)) == []


def test_without_one_each_notebook_is_told(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.nbready]\n")
    assert [path for _, path, _ in places(check(["."], today=TODAY))] == [
        "a.ipynb",
        "b.ipynb",
        "sub/c.ipynb",
        "sub/d.ipynb",
    ]


def test_a_link_of_the_notebooks_own(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.nbready]\n")
    (project / "sub" / "team.yaml").write_text(OPEN)
    write(project / "sub" / "c.ipynb", "%%charter\ninherits: team.yaml\n", LOAD)
    assert places(check(["sub/c.ipynb"], today=TODAY)) == [("NBR201", "sub/team.yaml", 3)]


def test_the_cache_and_other_processes_say_the_same(project: Path, tmp_path_factory) -> None:
    cache = tmp_path_factory.mktemp("cache")
    plain = places(check(["."], today=TODAY))
    for _ in range(2):
        assert places(check(["."], today=TODAY, cache=cache, jobs=2)) == plain
    (project / "charter.yaml").write_text("\n" + OPEN)
    assert places(check(["."], today=TODAY, cache=cache)) == [("NBR201", "charter.yaml", 4)]


def test_the_baseline_knows_notebooks(project: Path) -> None:
    file = project / "known.json"
    file.write_text(baseline_text(check(["."], today=TODAY), file))
    assert apply_baseline(check(["."], today=TODAY), read_baseline(file)).findings == ()
    write(project / "e.ipynb", LOAD)
    after = apply_baseline(check(["."], today=TODAY), read_baseline(file))
    assert [finding.path for finding in after.findings] == ["charter.yaml"]
    assert "1 notebook: e.ipynb" in after.findings[0].message


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_paths_start_at_the_repository(project: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "--quiet", "."], check=True)
    monkeypatch.chdir(project / "sub")
    said = CliRunner().invoke(cli, ["check", ".", "--format", form, "--no-cache"]).output
    found = {
        "github": lambda: said.partition("file=")[2].partition(",")[0],
        "gitlab": lambda: json.loads(said)[0]["location"]["path"],
        "sarif": lambda: json.loads(said)["runs"][0]["results"][0]["locations"][0]["physicalLocation"][
            "artifactLocation"
        ]["uri"],
    }
    assert found[form]() == "charter.yaml"


def test_the_next_step_is_in_the_file(project: Path) -> None:
    assert "in charter.yaml, answer the first questions" in CliRunner().invoke(cli, ["check"]).output
