"""Notebooks for the linter's tests: a few lines each, on a fixed day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import nbformat

from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter, Value
from nbready.charter.parse import parse_charter
from nbready.charter.questions import default_questions
from nbready.charter.signing import signed_text
from nbready.charter.store import charter_body, stored_value
from nbready.notebook import Notebook, parse_notebook
from notebook_files import as_bytes, code, notebook

TODAY = dt.date(2026, 11, 15)
QUESTIONS = default_questions()
EXAMPLE = Path(__file__).parents[1] / "examples" / "triage" / "triage.ipynb"

LOAD = "import pandas as pd\n\ndf = pd.read_csv('applications.csv')"
TRAIN = "from sklearn.linear_model import LogisticRegression\nmodel = LogisticRegression().fit([[1.0]], [1])"
DEPLOY = "import mlflow\nmlflow.register_model('runs:/1/model', 'credit')"


def full_charter(*, without: tuple[str, ...] = (), **answers: Value) -> Charter:
    """The example's charter, every question answered, less some, with some answered otherwise."""
    cells = nbformat.read(EXAMPLE, as_version=4).cells
    source = next(cell.source for cell in cells if cell.source.startswith("%%charter"))
    charter = parse_charter(charter_body(source), QUESTIONS)
    merged = {**charter.answers, **answers}
    kept = {key: value for key, value in merged.items() if key not in without}
    return signed(replace(charter, answers=kept, sealed={}))


def signed(charter: Charter) -> Charter:
    """The charter with a sign-off, if it has one, that was given for its very text."""
    answer = charter.answers.get("sign_off")
    if not isinstance(answer, dict):
        return charter
    given = {part: value for part, value in answer.items() if part != "of"}
    text = signed_text(replace(charter, answers={**charter.answers, "sign_off": given}))
    return replace(charter, answers={**charter.answers, "sign_off": {**given, "of": text}})


def changed(key: str, **parts: Value) -> dict[str, Value]:
    """The example's answer to a question, with some parts otherwise."""
    answer = full_charter().answers[key]
    assert isinstance(answer, dict)
    return {**answer, **parts}


def charter_cell(charter: Charter | None = None, **more: object) -> dict[str, object]:
    return code(write_cell(charter or full_charter(), QUESTIONS), **more)


def stored(charter: Charter | None = None, **more: object) -> dict[str, object]:
    """Notebook metadata that hold a charter."""
    return {"nbready": {**stored_value(charter or full_charter(), None), **more}}


def in_step(*cells: Mapping[str, object], charter: Charter | None = None, **more: object) -> Notebook:
    """A notebook with a charter, cell and metadata the same, above other cells."""
    return built(charter_cell(charter), *cells, metadata=stored(charter), **more)


def built(
    *cells: Mapping[str, object], metadata: Mapping[str, object] | None = None, path: Path | None = None
) -> Notebook:
    """A notebook as if it had been read."""
    return parse_notebook(file_bytes(*cells, metadata=metadata), path=path)


def file_bytes(*cells: Mapping[str, object], metadata: Mapping[str, object] | None = None) -> bytes:
    named = [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)]
    return as_bytes(notebook(*named, metadata=metadata, minor=5))
