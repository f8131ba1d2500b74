"""What the form does for who types: offers, reasons beside what is open, a button that mends, the way out."""

from __future__ import annotations

from .conftest import Open
from .front_end import Server
from .typing import Keyboard, fill_as_learner

LOAD = "import pandas as pd\nrows = pd.read_csv('rows.csv')"
BROKEN = "%%charter\nproject_intent: {intent: learning}\nbusiness_objective: Losses: from 4 % to 3 %\n"
LITERAL = "extract of $5 & <b>$7</b>"
BESIDE = f"%%charter\ndata_classification: {{class: internal, source: {LITERAL}}}\n"


def test_a_charter_that_cannot_be_read_is_mended_by_a_button(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", BROKEN)
    notebook.run(0)
    notebook.run(1)
    notebook.cells.nth(1).get_by_role("button").filter(has_text="Put the corrected cell").click()
    notebook.cells.nth(1).get_by_text("Corrected: look it over, and run it.").wait_for()
    assert notebook.sources()[1] != BROKEN
    notebook.run(1)
    assert "cannot be read" not in notebook.outputs(1)


def test_what_is_known_is_offered_and_what_was_begun_says_why_it_is_open(
    open_notebook: Open, server: Server, front_end: str
) -> None:
    folder = f"offers-{front_end}"
    (server.root / folder).mkdir()
    server.write(f"{folder}/beside.ipynb", BESIDE)
    notebook = open_notebook("%load_ext nbready", LOAD, name=f"{folder}/begun.ipynb")
    notebook.run(0)
    notebook.form.locator(".nbready-rail button", has_text="Data").first.press("Enter")
    source = notebook.form.get_by_label("Source", exact=True)
    notebook.form.locator("input[list]").first.wait_for()
    assert source.evaluate("input => [...input.list.options].map(option => option.value)") == [LITERAL]
    assert (source.get_attribute("placeholder") or "").startswith(f"Offered: {LITERAL}")
    assert source.input_value() == "", "never filled in"
    notebook.form.locator(".nbready-rail button").first.press("Enter")
    keyboard = Keyboard(notebook.page)
    keyboard.enter_form()
    missing = notebook.form.locator(".nbready-slot .nbready-missing:visible")
    assert missing.count() == 0 or not missing.first.inner_text(), "nothing was begun"
    keyboard.choose("Intent", "Feasibility")
    missing.filter(has_text="Until").wait_for()
    notebook.form.locator(".nbready-slot .nbready-badge").filter(has_text="Open").wait_for()


def test_after_save_the_notebook_has_its_keys_again(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", LOAD)
    notebook.run(0)
    keyboard = Keyboard(notebook.page)
    keyboard.enter_form()
    fill_as_learner(keyboard)
    notebook.form.locator(".nbready-line").wait_for()
    notebook.page.wait_for_function("() => !document.activeElement.closest('.nbready-panel')")
    before = len(notebook.sources())
    notebook.page.keyboard.press("Escape")
    notebook.page.keyboard.press("b")
    assert len(notebook.sources()) == before + 1, "a key of the notebook's command mode"
