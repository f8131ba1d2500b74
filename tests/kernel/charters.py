"""Charters for kernel tests, cut from the example that passes every gate."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from lint_notebooks import signed
from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter, Gate, Value
from nbready.charter.parse import parse_charter
from nbready.charter.questions import default_questions
from nbready.charter.store import charter_body, is_charter_source

QUESTIONS = default_questions()
EXAMPLE = Path(__file__).parents[2] / "examples" / "triage" / "triage.ipynb"
LATER, PAST = "2035-12-31", "2020-01-31"


def _example() -> Charter:
    cells = json.loads(EXAMPLE.read_text(encoding="utf-8"))["cells"]
    sources = ("".join(cell["source"]) for cell in cells)
    return parse_charter(charter_body(next(filter(is_charter_source, sources))), QUESTIONS)


FULL = _example()


def charter(*gates: Gate, without: tuple[str, ...] = (), **answers: Value) -> Charter:
    """The example's answers to the questions of some gates, less some, some answered otherwise."""
    kept = {key: value for key, value in FULL.answers.items() if QUESTIONS[key].gate in gates}
    merged = {key: value for key, value in {**kept, **answers}.items() if key not in without}
    return signed(replace(FULL, answers=merged, sealed={}))


def cell(of: Charter) -> str:
    return write_cell(of, QUESTIONS)


def defer(what: str, until: str = LATER) -> str:
    return f'%nbready defer {what} --reason "the extract is late" --owner "J. Sato" --until {until}'


NOTHING = cell(Charter())
DATA = cell(charter("data"))
PLAN = cell(charter("data", "model"))
ALL = cell(charter("data", "model", "launch"))
LEARNING = cell(charter("data", project_intent={"intent": "learning"}))
FEASIBILITY = cell(charter("data", project_intent={"intent": "feasibility", "until": LATER}))

IMPORT = "import pandas as pd"
LOAD = "frame = pd.read_csv('rows.csv')"
TRAIN = "from sklearn.dummy import DummyClassifier\nDummyClassifier().fit([[0], [1]], [0, 1])"
