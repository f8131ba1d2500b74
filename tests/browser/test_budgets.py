"""What a stop costs a reader: counted from what really stands on the page."""

from __future__ import annotations

import re

from .conftest import Open
from .front_end import NotebookPage
from .typing import Keyboard, fill_as_learner

LOAD = "import pandas as pd\nrows = pd.read_csv('rows.csv')"
TRAIN = (
    "from sklearn.dummy import DummyClassifier\nDummyClassifier().fit([[0], [1]], [0, 1])\nprint('epoch 1')"
)
LEARNING = """%%charter
project_intent: {intent: feasibility, until: 2099-01-31}
business_objective: Cut charge-offs from 4.1 % to 3.6 % of balances, Retail Credit
prediction_target: {unit_of_analysis: card, label_definition: 90 days late, prediction_time: at approval}
data_classification: {class: public, source: the UCI repository, permission: CC BY 4.0}
"""
IRIS = "from sklearn.datasets import load_iris\nlen(load_iris().data)"
FIELDS = """form => [...form.querySelectorAll('.nbready-slot :is(.nbready-label, label.nbready-hidden)')]
  .filter(label => !label.closest('[hidden], details:not([open])')).length"""


def words(text: str) -> int:
    return len(re.findall(r"\w[^\s]*", text))


def test_from_the_stop_to_the_form(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", LOAD)
    notebook.run(0)
    notebook.run(1)
    stop = notebook.cells.nth(1).locator("div.nbready-notice")
    assert words(stop.inner_text()) <= 60, stop.inner_text()
    assert "Learning: 2" in stop.inner_text()
    red = notebook.cells.nth(1).locator("[data-mime-type='application/vnd.jupyter.stderr'], .jp-RenderedText")
    assert "pandas" not in red.last.inner_text(), "said once"
    assert words(notebook.form.inner_text()) <= 120, notebook.form.inner_text()


def test_fields_of_the_first_gate(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", LOAD)
    notebook.run(0)
    keyboard = Keyboard(notebook.page)
    keyboard.enter_form()
    keyboard.choose("Intent", "Deployment")
    fields = 0
    for item in notebook.form.locator(".nbready-rail button").all():
        item.press("Enter")
        fields += notebook.form.evaluate(FIELDS)
    assert 0 < fields <= 18


def test_a_warning_is_one_line_and_the_form_another(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", LEARNING, TRAIN)
    for cell in range(3):
        notebook.run(cell)
    notebook.select(2)
    assert notebook.form.locator(".nbready-line").is_visible()
    assert notebook.form.locator(".nbready-body").is_hidden()
    notice = notebook.cells.nth(2).locator("div.nbready-notice")
    assert (notice.bounding_box() or {"height": 0})["height"] < 70
    assert "epoch 1" in notebook.outputs(2)


def test_a_learner_clicks_and_types_three_words(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", IRIS)
    notebook.run(0)
    notebook.run(1)
    keyboard = Keyboard(notebook.page)
    keyboard.enter_form()
    fill_as_learner(keyboard)
    notebook.form.locator(".nbready-line").wait_for()
    run_again(notebook)
    assert "150" in notebook.outputs(len(notebook.sources()) - 1)


def run_again(notebook: NotebookPage) -> None:
    """The stopped cell, below the charter cell that was put above it."""
    notebook.run(len(notebook.sources()) - 1)
