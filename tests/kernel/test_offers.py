"""What the form offers to be picked instead of typed again."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nbready.charter.model import Charter
from nbready.config import Config
from nbready.document import read_document
from nbready.kernel.panel import offers
from nbready.kernel.panel.offers import find_offers

OTHER = """%%charter
author: R. Diaz
data_classification: {class: internal, source: bureau extract, permission: DPO}
decision_maker: {approver: [M. Okoro, "J. Sato, head of cards"]}
integration: {target_system: the card engine, mode: batch}
limitations: |
  Not for students.
"""
DRAFTED = OTHER + "source: {integration: agent_draft}\n"


@pytest.fixture(autouse=True)
def _git_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / ".gitconfig"
    settings.write_text("[user]\n\tname = A. Writer\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cell = {"cell_type": "code", "source": text, "metadata": {}, "outputs": [], "execution_count": None}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))


def found(folder: Path, root: Path | None = None, charter: Charter | None = None) -> dict[str, list[str]]:
    document = read_document((), {}, Config(root=root), path=folder / "mine.ipynb")
    return find_offers(document if charter is None else document.with_own(charter))


def test_names_and_texts_of_the_charter_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "other.ipynb", OTHER)
    assert found(tmp_path) == {
        "author": ["A. Writer", "R. Diaz"],
        "people": ["R. Diaz", "M. Okoro", "J. Sato, head of cards", "A. Writer"],
        "data_classification.source": ["bureau extract"],
        "data_classification.permission": ["DPO"],
        "integration.target_system": ["the card engine"],
    }


def test_a_project_is_searched_below_and_above_the_notebook(tmp_path: Path) -> None:
    write(tmp_path / "top.ipynb", "%%charter\nauthor: Top")
    write(tmp_path / "deep" / "er" / "low.ipynb", "%%charter\nauthor: Low")
    write(tmp_path / ".hidden" / "x.ipynb", "%%charter\nauthor: Hidden")
    assert {*found(tmp_path / "deep", root=tmp_path)["author"]} == {"A. Writer", "Top", "Low"}
    assert found(tmp_path)["author"] == ["A. Writer", "Top"], "no project: this folder only"


def test_its_own_charter_and_what_it_inherits_come_first(tmp_path: Path) -> None:
    write(tmp_path / "other.ipynb", OTHER)
    own = Charter(answers={"integration": {"target_system": "the app"}})
    assert found(tmp_path, charter=own)["integration.target_system"] == ["the app", "the card engine"]


def test_an_agent_s_draft_is_not_offered(tmp_path: Path) -> None:
    write(tmp_path / "other.ipynb", DRAFTED)
    offered = found(tmp_path)
    assert "integration.target_system" not in offered
    assert "data_classification.source" in offered


def test_what_still_has_a_blank_is_not_offered(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", "%%charter\ndata_classification: {source: the ____ table}")
    assert "data_classification.source" not in found(tmp_path)


def test_nobody_in_particular_is_not_offered(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", "%%charter\ndecision_maker: {approver: management, process_owner: TBD}")
    assert found(tmp_path)["people"] == ["A. Writer"]


def test_what_is_long_or_has_lines_is_not_offered(tmp_path: Path) -> None:
    long = "x" * (offers.LONGEST + 1)
    write(tmp_path / "a.ipynb", f"%%charter\ndata_classification: {{source: {long}}}")
    write(tmp_path / "b.ipynb", "%%charter\ndata_classification:\n  source: |\n    one\n    two\n")
    assert "data_classification.source" not in found(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"cells": 3, "nbready": 1}', '{"metadata": [], "x": "%%charter"}', "[" * 9000]
)
def test_what_cannot_be_read_offers_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.ipynb").write_text(text)
    write(tmp_path / "broken.ipynb", "%%charter\nauthor: [unclosed")
    assert found(tmp_path) == {"author": ["A. Writer"], "people": ["A. Writer"]}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_and_links_out_of_the_project_are_not_read(tmp_path: Path) -> None:
    project = tmp_path / "project"
    write(tmp_path / "secret.ipynb", OTHER)
    project.mkdir()
    os.mkfifo(project / "pipe.ipynb")
    (project / "link.ipynb").symlink_to(tmp_path / "secret.ipynb")
    assert found(project, root=project)["author"] == ["A. Writer"]


def test_no_more_files_are_read_than_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "SECONDS", 60)
    for number in range(offers.MAX_FILES + 5):
        write(tmp_path / f"{number}.ipynb", f"%%charter\nauthor: A{number}")
    reads: list[Any] = []
    real = offers.read_file
    monkeypatch.setattr(offers, "read_file", lambda *a, **k: (reads.append(a), real(*a, **k))[1])
    found(tmp_path)
    assert len(reads) == offers.MAX_FILES


def test_no_longer_than_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "SECONDS", -1)
    write(tmp_path / "other.ipynb", OTHER)
    assert found(tmp_path)["author"] == ["A. Writer"]


def test_without_git_nobody_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert found(tmp_path) == {}


def test_a_repository_s_own_name_counts(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "config", "user.name", "B. Local"], check=True)
    assert found(tmp_path)["author"] == ["B. Local"]
