"""``nbready charter``, ``questions`` and ``schema``, on notebooks and charter files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from nbready.charter.fill_in import write_charter
from nbready.charter.model import Charter, Questions
from nbready.charter.parse import charter_from_mapping, parse_charter
from nbready.charter.questions import default_questions, load_questions
from nbready.charter.schema import charter_schema
from nbready.charter.yaml_text import read_yaml
from nbready.cli import cli
from nbready.errors import CharterError, QuestionsError

OWN = "author: N. Data\nbusiness_objective: Returns from 38 % to 33 %, T. Brandt\n"
SHARED = "decision_maker: {approver: T. Brandt, process_owner: K. Uhlig}\nlimitations: not for SME loans\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.nbready]\n")
    (tmp_path / "shared.yaml").write_text(SHARED)
    (tmp_path / "charter.yaml").write_text(f"inherits: shared.yaml\n{OWN}")
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "a",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": f"%%charter\ninherits: shared.yaml\n{OWN}",
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook))
    return tmp_path


def run(*args: object) -> Result:
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize("name", ["a.ipynb", "charter.yaml"])
@pytest.mark.parametrize(
    ("format_", "start"),
    [("text", "Project charter: For"), ("md", "# Project charter"), ("html", "<!doctype html>")],
)
def test_a_card_of_a_notebook_or_a_charter_file(name: str, format_: str, start: str, project: Path) -> None:
    output = run("charter", project / name, "--format", format_).output
    assert output.startswith(start)
    assert "Returns from 38 % to 33 %" in output
    assert "K. Uhlig" in output.replace("\\", "")
    redacted = run("charter", project / name, "--format", format_, "--redact").output
    assert "Brandt" not in redacted
    assert "Uhlig" not in redacted


@pytest.mark.parametrize("name", ["a.ipynb", "charter.yaml"])
def test_as_yaml_it_is_a_charter_with_all_it_inherits(name: str, project: Path, questions: Questions) -> None:
    charter = parse_charter(run("charter", project / name, "--format", "yaml").output, questions)
    assert set(charter.answers) == {"business_objective", "decision_maker", "limitations"}
    assert (charter.author, charter.inherits) == ("N. Data", "")


def test_as_json_it_says_how_questions_and_gates_stand(project: Path, questions: Questions) -> None:
    data = json.loads(run("charter", project / "a.ipynb", "--format", "json").output)
    assert (data["version"], data["intent"]) == (1, "deployment")
    assert [entry["key"] for entry in data["questions"]] == list(questions.by_key)
    assert data["gates"]["launch"] == {"status": "closed", "open": ["measured_result", "sign_off"]}
    assert data["charter"]["author"] == "N. Data"
    by_key = {entry["key"]: entry for entry in data["questions"]}
    assert by_key["limitations"]["status"] == "answered"
    assert by_key["success_metric"]["remarks"][0]["check"] == "unanswered"
    redacted = run("charter", project / "a.ipynb", "--format", "json", "--redact").output
    assert "Brandt" not in redacted


def test_an_error_names_file_cell_and_line(project: Path) -> None:
    text = (project / "a.ipynb").read_text().replace("business_objective", "busines_objective")
    (project / "a.ipynb").write_text(text)
    with pytest.raises(CharterError, match=r"a\.ipynb \(cell 1\):4:1: Unknown question"):
        run("charter", project / "a.ipynb")
    (project / "charter.yaml").write_text("author: A\nauthor: B\n")
    with pytest.raises(CharterError, match=r"charter\.yaml:2:1: `author` is written twice"):
        run("charter", project / "charter.yaml")


def test_questions_in_force_are_those_of_the_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "questions.yaml").write_text("questions: {limitations: {prompt: Wo nicht?}}\n")
    (project / "pyproject.toml").write_text('[tool.nbready]\nquestions = "questions.yaml"\n')
    monkeypatch.chdir(project)
    for args in ([], ["a.ipynb"], ["--format", "md"], ["--format", "json"]):
        assert "Wo nicht?" in run("questions", *args).output
    assert "Wo nicht?" in run("schema").output
    (project / "questions.yaml").write_text("questions: {limitations: {promt: x}}\n")
    with pytest.raises(QuestionsError, match=r"questions\.yaml:1:\d+: Unknown key `promt`"):
        run("questions")


def test_questions_as_yaml_are_a_questions_file(tmp_path: Path, questions: Questions) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text(run("questions", tmp_path, "--format", "yaml").output)
    assert load_questions(file) == questions


def test_questions_as_text_and_markdown_have_them_all(tmp_path: Path, questions: Questions) -> None:
    for format_ in ("text", "md"):
        output = run("questions", tmp_path, "--format", format_).output
        assert all(question.key in output and question.prompt in output for question in questions)


FULL = charter_from_mapping({q.key: q.example for q in default_questions()}, default_questions())
FITS = [
    write_charter(FULL, default_questions()),
    write_charter(Charter(), default_questions()),
    "success_metric: {threshold: 0.2, baseline: not measured yet}",
    "decision_maker: {approver: [A. B, C. D]}",
    "deferrals: {integration: {reason: r, owner: o, until: 2026-07-01}}",
]
FITS_NOT = [
    "nonsense: x",
    "success_metric: {treshold: 0.2}",
    "project_intent: {intent: production}",
    "sign_off: {date: soon}",
    "deferrals: {nonsense: {}}",
]


@pytest.mark.parametrize(("text", "fits"), [*((t, True) for t in FITS), *((t, False) for t in FITS_NOT)])
def test_the_schema_accepts_charters_and_nothing_else(text: str, fits: bool, questions: Questions) -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    schema = charter_schema(questions)
    value = _as_an_editor_reads(read_yaml(text).value)
    assert jsonschema_rs.is_valid(schema, value) == fits


def _as_an_editor_reads(value: Any) -> Any:
    """Empty values are null to an editor, and numbers are numbers."""
    if isinstance(value, dict):
        return {key: _as_an_editor_reads(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_an_editor_reads(item) for item in value]
    return None if not value.strip() else float(value) if value.replace(".", "", 1).isdigit() else value
