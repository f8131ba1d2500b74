"""``nbready.assert_answered``, and the guard that records: what a grader's run sees."""

from __future__ import annotations

import re

import pytest

from kernels import Cell, LiveKernel
from nbready.charter.fill_in import write_cell
from nbready.charter.questions import default_questions
from nbready.templates.preset import load_preset
from nbready.templates.rules_cell import write_rules
from nbready.templates.template import plan_template

pytestmark = pytest.mark.kernel

LOAD = "%load_ext nbready"
READ = "import pandas as pd\npd.read_csv('rows.csv')"
TEST = "import nbready\nnbready.assert_answered({}points=14)"
EXAMPLE = write_cell(load_preset("churn").example, default_questions())
RULES = write_rules(plan_template("course", preset=load_preset("churn")).metadata)


def outcome(kernel: LiveKernel, *cells: str, what: str = "") -> Cell:
    for cell in cells:
        kernel.run(cell)
    return kernel.run(TEST.format(what))


def points(cell: Cell) -> float | None:
    """What nbgrader makes of a test cell (nbgrader.utils.determine_grade); None for no credit."""
    if any(o["output_type"] == "error" or o.get("name") == "stderr" for o in cell.outputs):
        return None
    (result,) = [o["data"]["text/plain"] for o in cell.outputs if o["output_type"] == "execute_result"]
    return float(result)


def without(*keys: str) -> str:
    text = EXAMPLE
    for key in keys:
        text = re.sub(rf"(?ms)^{key}:.*?(?=^\w|\Z)", "", text)
    return text


@pytest.mark.parametrize(
    ("cells", "what", "earned"),
    [
        ((LOAD, EXAMPLE), "", 14.0),
        ((LOAD, RULES, EXAMPLE), "", 14.0),
        ((LOAD, EXAMPLE), "'data', 'model', 'launch', ", 14.0),
        ((LOAD, without("decision_maker")), "", 12.0),
        (
            (LOAD, RULES, without("decision_maker")),
            "",
            14 * 5 / 6,
        ),  # the intent is pinned, and counts for nobody
        ((LOAD, without("decision_maker")), "'decision_action', 'decision_maker', ", 7.0),
        ((LOAD, "%%charter\nproject_intent: {intent: learning}"), "", 2.0),
    ],
)
def test_each_answer_earns_its_share(
    kernel: LiveKernel, cells: tuple[str, ...], what: str, earned: float
) -> None:
    assert points(outcome(kernel, *cells, what=what)) == pytest.approx(earned, abs=1e-3)


def test_what_would_bring_the_rest_is_said(kernel: LiveKernel) -> None:
    cell = outcome(kernel, LOAD, without("decision_maker"))
    assert "12 of 14 points so far." in cell.text
    assert "decision_maker  open: Who can say yes" in cell.text


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ((LOAD,), "Not answered yet: project_intent, business_objective"),
        ((LOAD, RULES), "Not answered yet: business_objective"),
        ((LOAD, RULES, "%%charter\nproject_intent: {intent: learning}"), "Not answered yet"),
        ((EXAMPLE,), "It is not loaded here"),
        (("import os; os.environ['NBREADY'] = 'off'", LOAD, EXAMPLE), "The guard is off here"),
        ((LOAD, EXAMPLE, "%unload_ext nbready"), "It is not loaded here"),
    ],
)
def test_nothing_earns_nothing_in_a_kind_line(kernel: LiveKernel, cells: tuple[str, ...], words: str) -> None:
    cell = outcome(kernel, *cells)
    assert points(cell) is None
    assert cell.error == "NotAnswered"
    assert words in cell.text
    assert "Traceback" not in cell.text


def test_a_wrong_name_is_told(kernel: LiveKernel) -> None:
    cell = outcome(kernel, LOAD, what="'dat', ")
    assert "There is no gate or question `dat`. Did you mean `data`?" in cell.text


def test_recording_tells_what_it_would_have_stopped_and_goes_on(kernel: LiveKernel) -> None:
    kernel.run("import os; os.environ['NBREADY'] = 'record'")
    assert "The guard records, and stops nothing" in kernel.run(LOAD).text
    cell = kernel.run(READ)
    assert cell.status == "ok"
    assert "read_csv" in cell.text
    assert "Recorded, not stopped." in cell.text
    assert [verdict["outcome"] for _, verdict in kernel.verdicts()] == ["block"]
    assert "The guard records" in kernel.run("%nbready").text
    assert points(kernel.run(TEST.format(""))) is None


def test_recording_says_nothing_of_what_is_in_order(kernel: LiveKernel) -> None:
    kernel.run("import os; os.environ['NBREADY'] = 'record'")
    kernel.run(LOAD)
    kernel.run(EXAMPLE)
    assert "Recorded" not in kernel.run(READ).text
    assert points(kernel.run(TEST.format(""))) == 14
