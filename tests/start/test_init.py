"""``nbready init``: shows, then writes; what is there stays as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from nbready import __version__
from nbready.cli import cli
from nbready.config import find_config
from nbready.start.plan import PIECES

FILES = tuple(piece.file for piece in PIECES)


def init(folder: Path, *options: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["init", str(folder), *options], input=answer, catch_exceptions=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_an_empty_folder_gets_everything(tmp_path: Path) -> None:
    done = init(tmp_path, "--yes")
    assert done.exit_code == 0
    assert set(contents(tmp_path)) == set(FILES)
    for file in FILES:
        assert f"wrote {file}" in done.output
    assert find_config(tmp_path).max_deferral_days == 90
    (repository,) = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())["repos"]
    assert (repository["rev"], repository["hooks"]) == (f"v{__version__}", [{"id": "nbready-check"}])
    assert "jobs" in yaml.safe_load((tmp_path / ".github/workflows/nbready.yml").read_text())
    _, head, _ = (tmp_path / ".agents/skills/nbready-charter/SKILL.md").read_text().split("---\n", 2)
    assert yaml.safe_load(head)["name"] == "nbready-charter"


def test_a_second_time_there_is_nothing_to_do(tmp_path: Path) -> None:
    init(tmp_path, "--yes")
    before = contents(tmp_path)
    done = init(tmp_path, "--yes")
    assert "Nothing to write." in done.output
    assert contents(tmp_path) == before


@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--yes", "--dry-run")])
def test_it_shows_and_writes_nothing_unasked(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = init(tmp_path, *options)
    assert done.exit_code == 0
    assert "[tool.nbready]" in done.output
    assert "invent no answer" in done.output.lower()
    assert contents(tmp_path) == {}


def test_a_person_says_yes_or_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbready.cli.init.is_terminal", lambda: True)
    assert "Nothing was written." in init(tmp_path, answer="n\n").output
    assert contents(tmp_path) == {}
    assert init(tmp_path, answer="y\n").exit_code == 0
    assert set(contents(tmp_path)) == set(FILES)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pyproject.toml", '[project]\nname = "x"'),
        ("pyproject.toml", "# no end of line and a comment"),
        ("pyproject.toml", '[project]\r\nname = "x"\r\n'),
        ("AGENTS.md", "# House rules\n\nBe kind.\n"),
        ("AGENTS.md", ""),
    ],
)
def test_what_a_file_has_stays_above(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_bytes(text.encode())
    init(tmp_path, "--yes")
    after = (tmp_path / file).read_bytes().decode()
    assert after.startswith(text)
    assert "nbready" in after
    assert ("\r\n" in text) is ("\n" not in after.replace("\r\n", "") and "\r\n" in after)
    find_config(tmp_path)


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_overwritten(tmp_path: Path, file: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# mine: nbready is configured elsewhere [tool.nbready]\n" * 2)
    before = path.read_bytes()
    assert f"{file} " in init(tmp_path, "--yes").output
    assert path.read_bytes() == before


def test_hooks_that_are_there_are_left_to_the_person(tmp_path: Path) -> None:
    hooks = "repos: []\n"
    (tmp_path / ".pre-commit-config.yaml").write_text(hooks)
    done = init(tmp_path, "--yes")
    assert "add this yourself" in done.output
    assert (tmp_path / ".pre-commit-config.yaml").read_text() == hooks


def test_no_link_leads_it_out_of_the_folder(tmp_path: Path) -> None:
    outside, project = tmp_path / "outside.md", tmp_path / "project"
    outside.write_text("theirs\n")
    project.mkdir()
    (project / "AGENTS.md").symlink_to(outside)
    done = CliRunner().invoke(cli, ["init", str(project), "--yes"])
    assert done.exit_code != 0
    assert "AGENTS.md cannot be read: it leads out of the project" in str(done.exception)
    assert outside.read_text() == "theirs\n"


def test_the_workflow_it_writes_asks_for_little(tmp_path: Path) -> None:
    init(tmp_path, "--yes")
    workflow = str(tmp_path / ".github/workflows/nbready.yml")
    command = [Path(sys.executable).parent / "zizmor", "--offline", "--format=plain", workflow]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    # Tags of actions are what people read, and pin as they like.
    problems = [line for line in found.stdout.splitlines() if line.startswith(("error", "warning"))]
    assert [line for line in problems if "unpinned-uses" not in line] == [], found.stdout
