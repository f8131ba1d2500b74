"""What other programs read is as its schema says, key by key, and as the page says, column by column."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grading.classes import answers, hand_in, hand_out
from templates.making import nbready

SOURCE = Path(__file__).parents[2] / "src" / "nbready"
PAGE = Path(__file__).parents[2] / "docs" / "json.md"
SCHEMAS = {
    name: json.loads((SOURCE / name).read_text(encoding="utf-8"))
    for name in (
        "report/report.schema.json",
        "grading/marks.schema.json",
        "grading/exchange.schema.json",
        "peer/reviews.schema.json",
    )
}
SAME = (
    "Nurses call the two hundred patients most at risk on Monday; a lot decides who among them is left "
    "alone, and the ward sister keeps the list."
)
PUT_OFF = '%nbready defer limitations --reason "No cases yet" --owner "M. Okoro" --until 2024-06-01\n'
YES = ("--answer", "data.clear=yes", "--answer", "data.checkable=yes", "--gate", "data")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A class in which everything that a report can say happens."""
    monkeypatch.chdir(tmp_path)
    course = hand_out(tmp_path / "course.ipynb")
    for name, text in (
        ("ada", SAME),
        ("bob", SAME.replace("Monday", "Friday")),
        ("cem", "Planners look."),
        ("dan", ""),
    ):
        charter = answers(
            decision_action=text or "Nobody yet.", without=("limitations",) if name == "dan" else ()
        )
        code = PUT_OFF + "import pandas as pd\npd.read_csv('rows.csv')" if name == "dan" else "pass"
        hand_in(tmp_path / "in" / name / "course.ipynb", course, charter, code)
    (tmp_path / "in" / "eve").mkdir()
    (tmp_path / "in" / "eve" / "course.ipynb").write_text("{}")
    for by in ("Bob", "Ada"):
        assert nbready("review", "in/ada/course.ipynb", "--by", by, *YES) == 0
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    capsys.readouterr()
    assert nbready(*command, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every description of an object whose keys are listed."""
    items = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict) and isinstance(schema.get("properties"), dict) and "type" in schema:
        yield schema
    for item in items:
        yield from objects(item)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_lists_all_keys_and_is_on_the_page(name: str) -> None:
    schema = SCHEMAS[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    for found in objects(schema):
        assert found["additionalProperties"] is False
        # What is there only sometimes is said so: parts of the report, and what a group is.
        sometimes = {*found["properties"]} - {*found["required"]}
        assert sometimes in (set(), {"notebooks", "due", "together", "groups"}, {"folder", "project"})
    assert f"../src/nbready/{name}" in PAGE.read_text(encoding="utf-8")


def test_the_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = SCHEMAS["report/report.schema.json"]
    given = ("report", "in", "--template", "course.ipynb")
    value = shown(capsys, *given)
    jsonschema.validate(value, schema)
    assert {*value} == {*schema["properties"]} - {"groups"}
    for part in ("notebooks", "due", "questions"):
        assert value[part]
    assert any(notebook["reviews"] for notebook in value["notebooks"])
    assert any(notebook["put_off"] for notebook in value["notebooks"])
    if value["together"] is not None:
        assert value["together"][0]["answers"][0]["passages"]
    for per, name in (("--per-folder", "folder"), ("--per-project", "project")):
        grouped = shown(capsys, *given, per)
        jsonschema.validate(grouped, schema)
        assert {*grouped} == {"version", "date", "groups", "questions", "summary"}
        assert {*grouped["groups"][0]} | {"folder", "project"} == {*schema["$defs"]["group"]["properties"]}
        assert name in grouped["groups"][0]
    jsonschema.validate(shown(capsys, *given, "--per-question"), schema)


def test_reviews(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of_one = shown(capsys, "review", "in/ada/course.ipynb")
    jsonschema.validate(of_one, SCHEMAS["peer/reviews.schema.json"])
    assert [review["is_self"] for review in of_one["reviews"]] == [True, False]
    for each in ((), ("--each", "3")):
        of_all = shown(capsys, "reviews", "in", *each)
        jsonschema.validate(of_all, SCHEMAS["grading/exchange.schema.json"])
        assert len(of_all["reviews"]) == 2


def test_marks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark = {"points": 0.5, "comments": ["Which one?"], "fingerprint": ""}
    marks = {"version": 1, "marks": {"ada": {"limitations": mark}}, "comments": ["Which one?"]}
    jsonschema.validate(marks, SCHEMAS["grading/marks.schema.json"])
    Path("marks.json").write_text(json.dumps(marks))
    assert nbready("grade", "in", "--template", "course.ipynb", "--marks", "marks.json", "-o", "m.csv") == 0
    assert "`limitations` was changed after it was marked" in capsys.readouterr().err


TABLES = {
    "`nbready report`": ("report", "in"),
    "`--per-question`": ("report", "in", "--per-question"),
    "`--per-folder`, `--per-project`": ("report", "in", "--per-folder"),
    "`nbready grade`": ("grade", "in", "--template", "course.ipynb"),
    "`nbready reviews`": ("reviews", "in"),
}


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_those_of_the_page(folder: Path, name: str) -> None:
    assert nbready(*TABLES[name], "-o", "table.csv") == 0
    with Path("table.csv").open(encoding="utf-8-sig", newline="") as file:
        columns = next(csv.reader(file))
    (line,) = (row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith(f"| {name} |"))
    described = [
        word for word in re.findall("`([a-z_]+)`", line.partition(f"| {name} |")[2]) if word != "project"
    ]
    if name == "`nbready grade`":
        asked = columns.index("marked_by_hand") + 1
        columns = columns[:asked] + columns[columns.index("guard_off") :]
    assert columns == described
