"""Everything that README and pages say to type is typed, in a project that has what they speak of."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import nbready
from brief.charters import VALUATION
from kernel.shells import Shell
from nbready.charter.model import GATES
from nbready.cli import cli

from .written import PAGES, ROOT, Written, written

tomllib = pytest.importorskip("tomllib" if sys.version_info >= (3, 11) else "tomli")
NOT_RUN: dict[str, str] = tomllib.loads((Path(__file__).parent / "not_run.toml").read_text(encoding="utf-8"))
"""What is not typed, by its name, and why."""
TRIAGE = ROOT / "examples" / "triage" / "triage.ipynb"
STAND_INS = {
    "FILE": "notebook.ipynb",
    "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    "$(Build.ArtifactStagingDirectory)": ".",
}
"""What the pages leave to the reader, or to a CI."""
REVIEWED = "  {}: {{clear: yes, checkable: yes, work: The nurses of the ward.}}\n"


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=A. Lindqvist", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a project's notebooks, a course's, predictions, and a branch to compare with."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("notebook.ipynb", "project.ipynb", "projects/new/triage.ipynb"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TRIAGE, folder / name)
    shutil.copy(ROOT / "examples" / "load_first.ipynb", folder / "my_week4.ipynb")
    (folder / "submissions").mkdir()
    shutil.copy(ROOT / "examples" / "templates" / "churn.ipynb", folder / "submissions" / "ada.ipynb")
    (folder / "marks.json").write_text('{"version": 1, "marks": {}}', "utf-8")
    (folder / "class.csv").write_text("Student,SIS Login ID\nAda Lovelace,ada\n", "utf-8")
    (folder / "value.json").write_text(json.dumps(VALUATION), "utf-8")
    (folder / "review.yaml").write_text("gates:\n" + "".join(map(REVIEWED.format, GATES)), "utf-8")
    (folder / "handed_in").mkdir()
    (folder / "source" / "ps1").mkdir(parents=True)
    (folder / "charter.yaml").write_text(written_charter().partition("\n")[2], "utf-8")
    (folder / "pyproject.toml").write_text('[tool.nbready]\nbaseline = "nbready-baseline.json"\n', "utf-8")
    rows = np.arange(400)
    table = pd.DataFrame(
        {"y": rows % 5 == 0, "p": (rows * 37 % 101) / 101, "b": (rows * 53 % 97) / 97, "id": rows}
    )
    (folder / "nbready-baseline.json").write_text('{"version": 1, "findings": {}}\n', "utf-8")
    table.to_csv(folder / "predictions.csv", index=False)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "As it was")
    for name in ("main", "release"):
        git(folder, "update-ref", f"refs/remotes/origin/{name}", "HEAD")
    return folder


@pytest.fixture
def here(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project, a page's own copy of it."""
    copy = tmp_path / "project"
    shutil.copytree(project, copy)
    monkeypatch.chdir(copy)
    monkeypatch.delenv("NBREADY", raising=False)
    return copy


def typed_in_a_terminal(command: str) -> None:
    for left, stands in STAND_INS.items():
        command = command.replace(left, stands)
    before, _, command = command.rpartition(" | ")
    command, _, kept = command.partition(" > ")
    given = subprocess.run(shlex.split(before), capture_output=True, check=True).stdout if before else None
    words = shlex.split(command, comments=True)[1:]
    done = CliRunner().invoke(cli, words, input=given)
    assert done.exit_code in ((0, 1) if words[0] in ("check", "measure", "reviews") else (0,)), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    if kept:
        assert done.stdout.strip()
    if "-o" in words:
        assert Path(words[words.index("-o") + 1]).stat().st_size


def shell_of_a_project() -> Shell:
    """A notebook's shell with the project's charter, and the names that the pages use."""
    shell = Shell().load()
    assert shell.run(written_charter()).success
    rng = np.random.default_rng(2026)
    label = pd.Series(rng.random(228) < 0.37)
    scores = {"risk": label + rng.normal(0, 0.3, 228), "old_score": label + rng.normal(0, 0.8, 228)}
    shell.ip.push({
        **scores, "y_test": label, "y_true": label, "held_out_label": label, "y_score": scores["risk"],
        "today": scores["old_score"], "ids": label.index,
        "held_out": pd.DataFrame({"mean area": scores["old_score"]}),
        "np": np, "nbready": nbready,
    })  # fmt: skip
    return shell


def written_charter() -> str:
    import nbformat

    cells = nbformat.read(TRIAGE, as_version=4).cells
    return next(str(cell.source) for cell in cells if cell.source.startswith("%%charter"))


class Reader:
    """Somebody who types what a page says, from its top to its end."""

    def __init__(self) -> None:
        self._shell: Shell | None = None

    def type(self, one: Written) -> None:
        does: dict[str, Callable[[str], None]] = {
            "shell": typed_in_a_terminal, "cell": self._run, "python": self._run, "name": self._is_known,
        }  # fmt: skip
        does[one.kind](one.text)

    @property
    def shell(self) -> Shell:
        self._shell = self._shell or shell_of_a_project()
        return self._shell

    def _run(self, cell: str) -> None:
        self.shell.clear()
        self.shell.run(cell).raise_error()

    def _is_known(self, text: str) -> None:
        first, name = text.split()
        if first == "nbready":
            assert cli.get_command(click.Context(cli), name) or name.startswith("-")
        elif name != "help":
            self._run("%nbready help")
            assert f"%nbready {name}" in "\n".join(self.shell.shown)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_says_to_type_works(page: str, here: Path) -> None:
    reader, wrong = Reader(), []
    for one in written(page):
        if one.name in NOT_RUN:
            continue
        try:
            reader.type(one)
        except (Exception, SystemExit) as problem:
            wrong.append(f"{one.name}\n{problem!r}"[:600])
    assert not wrong, "\n\n".join(wrong)


def test_a_page_says_what_is_marked_and_the_mark_says_why() -> None:
    said = {one.name for page in PAGES for one in written(page)}
    assert [name for name, why in NOT_RUN.items() if name not in said or len(why.split()) < 3] == []
