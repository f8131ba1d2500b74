"""Charter files, checked as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_notebooks import QUESTIONS, TODAY, full_charter
from nbready.charter.fill_in import write_charter
from nbready.lint import check

WEAK = """\
author: A. Author
project_intent: {intent: deployment}
business_objective: improve business
"""


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.nbready]\ncharter = "charter.yaml"\n')
    return tmp_path


def found(text: str | bytes, name: str = "charter.yaml") -> list[tuple[str, int | None]]:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    report = check([name], today=TODAY)
    assert all(finding.cell is None for finding in report.findings)
    return [(finding.code, finding.file_line) for finding in report.findings]


def test_a_full_charter_is_clear(project) -> None:
    assert found(write_charter(full_charter(), QUESTIONS, intro=False)) == []
    assert check(["charter.yaml"], today=TODAY).notebooks[0].gates["data"] == "open"


@pytest.mark.parametrize("name", ["charter.yaml", "team.yml"])
def test_findings_are_on_their_lines(tmp_path, monkeypatch, name) -> None:
    monkeypatch.chdir(tmp_path)
    assert ("NBR303", 3) in found(WEAK, name)
    assert found("author: me\nsuccess: x\n", name) == [("NBR101", 2)]
    assert found("author: me\nproject_intent:\n\tintent: learning\n", name) == [("NBR101", 3)]


def test_what_is_no_text(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert found(b"\xff", "charter.yaml") == [("NBR001", None)]


def test_the_second_copy_is_not_asked_of_it(project) -> None:
    assert not [code for code, _ in found(WEAK) if code in ("NBR103", "NBR104")]
