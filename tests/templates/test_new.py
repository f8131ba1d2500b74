"""`nbready new`: from nothing, from a course, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from nbready.config import Config
from nbready.document import Source, read_document
from nbready.lint import check
from nbready.templates.lock import broken_parts
from nbready.templates.notebook import INTRODUCTION, SETUP

from .making import charter_cell, make, nbready, read, sources, write

QUESTIONS = """\
drop: [limitations]
questions:
  reading:
    gate: data
    label: Reading
    prompt: Which chapter of the course book covers this kind of problem?
    example: Chapter 4, section 2.
    type: text
"""


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def document_of(notebook: dict[str, Any]) -> Any:
    cells = [Source(kind=c["cell_type"], text="".join(c["source"])) for c in notebook["cells"]]
    return read_document(cells, notebook["metadata"], Config())


def test_a_template_is_valid_clean_and_in_step(tmp_path: Path) -> None:
    notebook = make(tmp_path / "out.ipynb", "--preset", "churn")
    nbformat.validate(nbformat.from_dict(notebook))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert all(not cell.get("outputs") for cell in notebook["cells"])
    assert check([tmp_path / "out.ipynb"], select=["ALL"]).findings == ()
    document = document_of(notebook)
    assert document.from_cell == document.stored.charter
    assert not broken_parts(notebook["metadata"]["nbready"])


def test_the_order_of_its_cells(tmp_path: Path) -> None:
    notebook = make(tmp_path / "out.ipynb", "--preset", "fraud", "--title", "Week 3")
    ids = [cell["id"] for cell in notebook["cells"]]
    assert ids == [
        "setup",
        "introduction",
        "charter-rules",
        "charter",
        "data",
        "data-code",
        "model",
        "model-code",
        "launch",
        "launch-code",
    ]
    setup, introduction, *_ = sources(notebook)
    assert "# %pip install -q nbready\n%load_ext nbready" in setup
    assert introduction.startswith("# Week 3\n\n")
    assert sources(notebook, "markdown")[1:] == [
        "## Data\n\nLoad transactions with the labels known at the time. "
        "Charge-backs arrive 30 to 90 days late, so the newest months look clean and are not.",
        "## Model\n\nRank for the reviewers' capacity. Compare with the rules at the same number of reviews.",
        "## Launch\n\nMeasure precision at the registered capacity, on a period whose labels have matured.",
    ]


def test_the_same_command_gives_the_same_bytes(tmp_path: Path) -> None:
    make(tmp_path / "a.ipynb", "--preset", "fraud")
    make(tmp_path / "b.ipynb", "--preset", "fraud")
    assert (tmp_path / "a.ipynb").read_bytes() == (tmp_path / "b.ipynb").read_bytes()


def test_without_a_preset_every_question_is_there_to_fill_in(tmp_path: Path) -> None:
    notebook = make(tmp_path / "blank.ipynb")
    document = document_of(notebook)
    cell = "".join(charter_cell(notebook)["source"])
    assert all(f"\n{question.key}:" in cell for question in document.questions)
    assert notebook["metadata"]["nbready"]["template"]["name"] == "blank"
    assert document.charter.answers == {"project_intent": {"intent": "deployment"}}


def test_policy_travels_and_a_laxer_project_does_not_soften_it(tmp_path: Path) -> None:
    notebook = make(tmp_path / "out.ipynb", "--preset", "churn", "--policy", "model=block")
    assert notebook["metadata"]["nbready"]["policy"] == {"data": "block", "model": "block", "launch": "warn"}
    (tmp_path / "pyproject.toml").write_text('[tool.nbready.policy]\ndata = "off"\n', encoding="utf-8")
    notebook["cells"][5]["source"] = "import pandas as pd\npd.read_csv('x.csv')"
    write(tmp_path / "out.ipynb", notebook)
    assert [f.code for f in check([tmp_path / "out.ipynb"]).findings] == ["NBR201"]


def test_questions_travel(tmp_path: Path) -> None:
    (tmp_path / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    notebook = make(tmp_path / "out.ipynb", "--preset", "churn", "--questions", tmp_path / "questions.yaml")
    (tmp_path / "questions.yaml").unlink()
    questions = document_of(notebook).questions
    assert "reading" in questions
    assert "limitations" not in questions
    assert "\nreading:" in "".join(charter_cell(notebook)["source"])


def test_the_projects_questions_policy_and_presets_are_the_default(tmp_path: Path) -> None:
    (tmp_path / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "returns.yaml").write_text("charter: {reading: Chapter ____}\n", encoding="utf-8")
    config = '[tool.nbready]\nquestions = "questions.yaml"\npresets = "own"\npolicy = {launch = "block"}\n'
    (tmp_path / "pyproject.toml").write_text(config, encoding="utf-8")
    stored = make(tmp_path / "out.ipynb", "--preset", "returns")["metadata"]["nbready"]
    assert stored["policy"]["launch"] == "block"
    assert "reading" in stored["questions"]["questions"]
    assert stored["charter"]["reading"] == ["Chapter ____"]
    assert nbready("presets", "returns") == 0
    assert nbready("presets") == 0


def test_the_intent_is_pinned(tmp_path: Path) -> None:
    notebook = make(tmp_path / "out.ipynb", "--preset", "churn")
    cell = charter_cell(notebook)
    cell["source"] = "".join(cell["source"]).replace("intent: deployment", "intent: learning")
    assert document_of(notebook).charter.answers["project_intent"] == {"intent": "deployment"}


def test_another_intent_and_more_answers_can_be_pinned(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    preset = (
        "charter:\n  data_classification: {class: public, source: UCI bike sharing, permission: CC BY 4.0}\n"
    )
    (tmp_path / "own" / "bikes.yaml").write_text(preset, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.nbready]\npresets = "own"\n', encoding="utf-8")
    options = (
        "--preset",
        "bikes",
        "--intent",
        "feasibility",
        "--until",
        "2031-01-31",
        "--pin",
        "data_classification",
    )
    pinned = make(tmp_path / "out.ipynb", *options)["metadata"]["nbready"]["template"]["pinned"]
    assert pinned["project_intent"] == {"intent": "feasibility", "until": "2031-01-31"}
    assert pinned["data_classification"]["permission"] == "CC BY 4.0"


def test_a_solution_has_no_open_question_and_the_same_lock(tmp_path: Path) -> None:
    task = make(tmp_path / "task.ipynb", "--preset", "churn")["metadata"]["nbready"]
    solution = make(tmp_path / "solution.ipynb", "--preset", "churn", "--solution")["metadata"]["nbready"]
    assert solution["template"] == task["template"]
    assert "____" not in json.dumps(solution)


def test_for_nbgrader_the_charter_is_a_graded_task(tmp_path: Path) -> None:
    notebook = make(tmp_path / "out.ipynb", "--preset", "churn", "--nbgrader", "--points", "12")
    above = notebook["cells"].index(charter_cell(notebook)) - 1
    assert notebook["cells"][above]["cell_type"] == "markdown"
    assert notebook["cells"][above]["metadata"]["nbgrader"] == {
        "grade": False,
        "solution": False,
        "locked": True,
        "task": True,
        "grade_id": "charter",
        "points": 12,
        "schema_version": 3,
    }


# -- from a course --------------------------------------------------------------------------------------


def course(*cells: dict[str, Any], minor: int = 5, **metadata: Any) -> dict[str, Any]:
    for number, cell in enumerate(cells):
        cell.setdefault("metadata", {})
        if minor >= 5:
            cell.setdefault("id", f"c{number}")
        if cell["cell_type"] == "code":
            cell.setdefault("outputs", [])
            cell.setdefault("execution_count", None)
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}


RUN = {
    "cell_type": "code",
    "source": "1 + 1",
    "execution_count": 7,
    "metadata": {"collapsed": True, "tags": ["keep"], "execution": {"iopub.status.busy": "x"}},
    "outputs": [
        {"output_type": "execute_result", "execution_count": 7, "metadata": {}, "data": {"text/plain": ["2"]}}
    ],
}


def copy_of(cell: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(json.dumps(cell))
    return value


@pytest.mark.parametrize("minor", [4, 5])
def test_a_course_keeps_its_cells_and_loses_its_outputs(tmp_path: Path, minor: int) -> None:
    title = {"cell_type": "markdown", "source": "# Week 3\n\nChurn."}
    metadata = {"celltoolbar": "Tags", "widgets": {"application/vnd.jupyter.widget-state+json": {}}}
    write(tmp_path / "course.ipynb", course(title, copy_of(RUN), minor=minor, **metadata))
    notebook = make(tmp_path / "out.ipynb", "--from", tmp_path / "course.ipynb", "--preset", "churn")
    nbformat.validate(nbformat.from_dict(notebook))
    assert sources(notebook)[:2] == [SETUP, INTRODUCTION]
    assert sources(notebook)[2].startswith("%%nbready_rules\n")
    assert sources(notebook)[3].startswith("%%charter\n")
    assert sources(notebook)[4:] == ["# Week 3\n\nChurn.", "1 + 1"]
    assert notebook["cells"][-1]["outputs"] == []
    assert notebook["cells"][-1]["execution_count"] is None
    assert notebook["cells"][-1]["metadata"] == {"tags": ["keep"]}
    assert notebook["metadata"]["celltoolbar"] == "Tags"
    assert "widgets" not in notebook["metadata"]
    assert read(tmp_path / "course.ipynb")["metadata"]["widgets"] is not None


def test_a_courses_own_charter_is_taken_over(tmp_path: Path) -> None:
    own = {
        "cell_type": "code",
        "source": "%%charter\nauthor: N. N.\nlimitations: Not for the exam of 2027, and not for ____.\n",
    }
    write(tmp_path / "course.ipynb", course(own, copy_of(RUN)))
    notebook = make(tmp_path / "out.ipynb", "--from", tmp_path / "course.ipynb", "--preset", "churn")
    document = document_of(notebook)
    assert document.own.answers["limitations"] == "Not for the exam of 2027, and not for ____."
    assert document.own.answers["business_objective"].startswith("Reduce churn among ____")
    assert document.own.author == "N. N."
    assert len(document.charter_cells) == 1


def test_what_is_pinned_also_stands_in_the_cell(tmp_path: Path) -> None:
    own = {"cell_type": "code", "source": "%%charter\nproject_intent: {intent: learning}\n"}
    write(tmp_path / "course.ipynb", course(own))
    notebook = make(tmp_path / "out.ipynb", "--from", tmp_path / "course.ipynb")
    assert document_of(notebook).own.answers["project_intent"] == {"intent": "deployment"}


def test_made_again_a_template_stays_what_it_is(tmp_path: Path) -> None:
    make(tmp_path / "a.ipynb", "--preset", "churn", "--title", "Week 3")
    make(tmp_path / "b.ipynb", "--from", tmp_path / "a.ipynb", "--preset", "churn")
    make(tmp_path / "c.ipynb", "--from", tmp_path / "b.ipynb", "--preset", "churn")
    assert sources(read(tmp_path / "b.ipynb")) == sources(read(tmp_path / "c.ipynb"))
    assert sources(read(tmp_path / "b.ipynb")).count(SETUP) == 1
    assert "".join(sources(read(tmp_path / "b.ipynb"))).count(INTRODUCTION) == 1


def test_ids_that_the_course_uses_are_left_to_it(tmp_path: Path) -> None:
    write(tmp_path / "course.ipynb", course({"cell_type": "code", "source": "1", "id": "charter"}))
    notebook = make(tmp_path / "out.ipynb", "--from", tmp_path / "course.ipynb")
    ids = [cell["id"] for cell in notebook["cells"]]
    assert ids == ["setup", "introduction", "charter-rules", "charter-2", "charter"]


# -- what it refuses ------------------------------------------------------------------------------------


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert nbready("new", *arguments) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


def test_an_existing_file_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out.ipynb").write_text("mine", encoding="utf-8")
    assert "exists already" in refused(capsys, tmp_path / "out.ipynb")
    assert (tmp_path / "out.ipynb").read_text(encoding="utf-8") == "mine"
    assert nbready("new", tmp_path / "out.ipynb", "--force") == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--preset", "chrun"), "Did you mean `churn`?"),
        (("--policy", "modle=block"), "Did you mean `model`?"),
        (("--policy", "model=halt"), "Allowed: off, warn, block."),
        (("--policy", "model"), "Allowed: off, warn, block."),
        (("--intent", "feasibility"), "needs --until"),
        (("--intent", "feasibility", "--until", "soon"), "needs a date"),
        (("--solution",), "needs the --preset"),
        (("--preset", "churn", "--pin", "limitatons"), "Did you mean `limitations`?"),
        (("--preset", "churn", "--pin", "limitations"), "no complete answer to pin"),
        (("--questions", "nowhere.yaml"), "nowhere.yaml"),
    ],
)
def test_wrong_options_are_one_message(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], message: str
) -> None:
    assert message in refused(capsys, "out.ipynb", *options)
    assert not Path("out.ipynb").exists()


def test_a_name_that_is_no_notebooks(capsys: pytest.CaptureFixture[str]) -> None:
    assert "ends in .ipynb" in refused(capsys, "week3")


def test_a_course_in_another_language_or_none_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "r.ipynb", course(language_info={"name": "R"}))
    assert "written in r, not in Python" in refused(capsys, "out.ipynb", "--from", tmp_path / "r.ipynb")
    assert nbready("new", "out.ipynb", "--from", tmp_path / "nowhere.ipynb") in (1, 2)
    assert "cannot be read" in capsys.readouterr().err


def test_presets_lists_and_shows(capsys: pytest.CaptureFixture[str]) -> None:
    assert nbready("presets") == 0
    assert capsys.readouterr().out.startswith("churn ")
    assert nbready("presets", "churn") == 0
    assert "incremental retention" in capsys.readouterr().out
    assert nbready("presets", "churn", "--example") == 0
    assert "____" not in capsys.readouterr().out
    assert nbready("presets", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["name"] == "churn"
    assert nbready("presets", "chrun") == 2
    assert "Did you mean `churn`?" in capsys.readouterr().err


def test_outputs_are_kept_where_a_tool_reads_them(tmp_path: Path) -> None:
    course = make(tmp_path / "course.ipynb")
    course["cells"][-1] |= {
        "source": "1 + 1",
        "execution_count": 7,
        "outputs": [
            {
                "output_type": "execute_result",
                "data": {"text/plain": ["2"]},
                "metadata": {},
                "execution_count": 7,
            }
        ],
    }
    write(tmp_path / "course.ipynb", course)
    kept = make(tmp_path / "kept.ipynb", "--from", tmp_path / "course.ipynb", "--keep-outputs")
    assert kept["cells"][-1]["outputs"] == course["cells"][-1]["outputs"]
    cleared = make(tmp_path / "cleared.ipynb", "--from", tmp_path / "course.ipynb")
    assert cleared["cells"][-1]["outputs"] == []
    assert nbready("new", tmp_path / "x.ipynb", "--keep-outputs") == 2


def test_the_example_in_a_cell_is_of_its_own_kind_of_project(tmp_path: Path) -> None:
    source = "".join(charter_cell(make(tmp_path / "fraud.ipynb", "--preset", "fraud"))["source"])
    assert "# Good: A. Lindqvist, Head of Fraud" in source
    assert "Okoro" not in source
