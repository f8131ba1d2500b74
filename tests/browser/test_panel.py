"""What the form promises besides the straight way: drafts, the cell's word, other notebooks, presets."""

from __future__ import annotations

import json
import urllib.request

from playwright.sync_api import Page

from .conftest import Open, in_notebook_7, own_page
from .front_end import NotebookPage, Server, wait_until
from .typing import Keyboard

LOAD = "import pandas as pd\nrows = pd.read_csv('rows.csv')"
OBJECTIVE = "Cut charge-offs from 4.1 % to 3.6 % of balances, Retail Credit"
CELL = f"%%charter\nbusiness_objective: {OBJECTIVE}\n"


def stored(notebook: NotebookPage) -> dict:
    """``metadata.nbready`` of the open document."""
    return notebook.document("model.getMetadata('nbready') ?? null") or {}


def value_of(notebook: NotebookPage, question: str) -> str:
    return notebook.form.locator(f"section [id$='-{question}-answer']").input_value()


def type_objective(notebook: NotebookPage, text: str) -> Keyboard:
    keyboard = Keyboard(notebook.page)
    keyboard.enter_form()
    keyboard.press("Business objective")
    keyboard.type(text)
    return keyboard


@own_page
def test_drafts_survive_running_the_cell_again_and_a_reload(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", LOAD)
    notebook.run(0)
    keyboard = type_objective(notebook, OBJECTIVE)
    notebook.run(1)
    keyboard.enter_form()
    keyboard.press("Business objective")
    assert value_of(notebook, "business_objective") == OBJECTIVE

    notebook.page.keyboard.type(", typed just before the reload")
    notebook.page.wait_for_timeout(20)
    notebook.page.on("dialog", lambda dialog: dialog.accept())
    notebook.reload()
    notebook.run(1)
    assert notebook.form.locator(".nbready-offer").inner_text().startswith("Draft of ")
    keyboard.enter_form()
    keyboard.press("Keep")
    keyboard.press("Business objective")
    assert value_of(notebook, "business_objective") == f"{OBJECTIVE}, typed just before the reload"
    assert stored(notebook) == {}, "a draft is not saved"


def test_running_the_cell_updates_form_and_metadata(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready\n%nbready panel", CELL)
    notebook.run(0)
    type_objective(notebook, ", as a draft")
    notebook.run(1)
    wait_until(lambda: stored(notebook) != {}, seconds=10, what="metadata", page=notebook.page)
    assert stored(notebook) == {"version": 1, "charter": {"business_objective": [OBJECTIVE]}}
    assert value_of(notebook, "business_objective") == f"{OBJECTIVE}, as a draft"

    changed = OBJECTIVE.replace("3.6", "3.5")
    notebook.edit(1, CELL.replace("3.6", "3.5"))
    notebook.run(1)
    wait_until(lambda: changed in str(stored(notebook)), seconds=10, what="metadata", page=notebook.page)
    assert value_of(notebook, "business_objective") == changed
    assert notebook.form.count() == 1


def test_metadata_follows_the_cell_without_a_form(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", CELL)
    notebook.run(0)
    assert notebook.form.count() == 0
    notebook.edit(1, CELL.replace("3.6", "3.4"))
    notebook.run(1)
    wait_until(lambda: "3.4" in str(stored(notebook)), seconds=10, what="metadata", page=notebook.page)
    outputs = notebook.document("model.cells.get(1).outputs.toJSON()")
    assert "widget" not in json.dumps(outputs), "a widget without a view leaves nothing behind"


def test_saving_keeps_an_edited_cell_that_was_not_run(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready\n%nbready panel", CELL)
    notebook.run(0)
    notebook.run(1)
    notebook.edit(1, f"{CELL}decision_action: The riskiest 10 % are reviewed by hand; today nobody is.\n")
    notebook.select(0)
    keyboard = Keyboard(notebook.page)
    keyboard.enter_form()
    keyboard.press("Prediction target")
    keyboard.type("card application")
    keyboard.press("Save charter")
    wait_until(
        lambda: "card application" in str(stored(notebook)), seconds=10, what="a save", page=notebook.page
    )
    assert "riskiest 10 %" in stored(notebook)["charter"]["decision_action"][0]
    assert len(notebook.sources()) == 2, "updated in place"
    assert "reviewed by hand" in notebook.sources()[1]
    assert "card application" in notebook.sources()[1]


def test_a_broken_cell_is_not_written_over(open_notebook: Open) -> None:
    broken = "%%charter\nbusiness_objectives: mistyped key, long text worth keeping\n"
    notebook = open_notebook("%load_ext nbready", broken)
    notebook.run(0)
    keyboard = type_objective(notebook, OBJECTIVE)
    keyboard.press("Save charter")
    notebook.form.locator("text=Mend the charter cell").wait_for()
    assert notebook.sources()[1] == broken
    assert stored(notebook) == {}
    assert value_of(notebook, "business_objective") == OBJECTIVE


def test_no_key_reaches_the_notebook(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", "1", "2")
    notebook.run(0)
    keyboard = Keyboard(notebook.page)
    keyboard.enter_form()
    for label in ("Deployment plan", "Business objective", "Next", "Save charter"):
        keyboard.tab_to(label)
        for key in (
            "a",
            "b",
            "d",
            "d",
            "x",
            "m",
            "y",
            "z",
            "ArrowDown",
            "ArrowUp",
            "j",
            "k",
            "Shift+m",
            "Escape",
        ):
            notebook.page.keyboard.press(key)
        assert label in (keyboard.focused() or ""), "the focus left the form"
    assert notebook.sources() == ["%load_ext nbready", "1", "2"]
    assert notebook.document("model.cells.get(1).type") == "code"
    keyboard.tab_to("Business objective")
    notebook.page.keyboard.press("Control+s")
    wait_until(lambda: not notebook.is_dirty(), seconds=10, what="Control+S", page=notebook.page)


@in_notebook_7  # where a notebook is a page
def test_a_draft_goes_with_its_notebook_not_with_its_name(
    open_notebook: Open, server: Server, front_end: str
) -> None:
    name = f"Untitled-{front_end}.ipynb"
    cells = ("%load_ext nbready\n%nbready panel", LOAD)
    notebook = open_notebook(*cells, name=name)
    notebook.run(0)
    notebook.page.on("dialog", lambda dialog: dialog.accept())
    type_objective(notebook, OBJECTIVE)
    renamed = server.root / f"Renamed-{front_end}.ipynb"
    notebook.save()
    notebook.path.rename(renamed)
    server.write(name, *cells)
    text = (server.root / name).read_text(encoding="utf-8")
    (server.root / name).write_text(text.replace('"Untitled-', '"Another-'), encoding="utf-8")

    other = NotebookPage(notebook.page, server, front_end, name)
    other.open()
    other.run(0)
    other.form.wait_for()
    assert other.form.locator(".nbready-offer").is_hidden()
    assert "Answered" not in other.form.inner_text()

    again = NotebookPage(notebook.page, server, front_end, renamed.name)
    again.open()
    again.run(0)
    again.form.locator(".nbready-offer:visible").wait_for()
    assert "Answered" not in again.form.inner_text(), "nobody has seen it yet"
    keyboard = Keyboard(again.page)
    keyboard.enter_form()
    keyboard.press("Discard")
    again.run(0)
    again.form.wait_for()
    assert again.form.locator(".nbready-offer").is_hidden()


def test_a_form_never_writes_into_another_notebook(
    page: Page, server: Server, open_notebook: Open, front_end: str
) -> None:
    first = open_notebook("%load_ext nbready", "1", name="first.ipynb")
    first.run(0)
    type_objective(first, OBJECTIVE)
    server.write("second.ipynb", "%nbready panel", LOAD)
    share_kernel(server, page, "first.ipynb", "second.ipynb")
    first.command("docmanager:open", path="second.ipynb")
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell >> text=%nbready panel").wait_for()
    second = NotebookPage(page, server, front_end, "second.ipynb")
    second.wait_idle()
    second.run(0)
    page.wait_for_timeout(1500)
    assert "Draft kept" not in second.form.inner_text()
    keyboard = Keyboard(page)
    keyboard.enter_form()
    keyboard.press("Save charter")
    page.wait_for_timeout(800)
    documents = page.evaluate(
        "Object.fromEntries([...window.jupyterapp.shell.widgets('main')].map(widget => widget.context)"
        ".filter(context => context?.model?.getMetadata)"
        ".map(({path, model}) => [path, [model.getMetadata('nbready') ?? null, model.cells.length]]))"
    )
    assert documents["first.ipynb"] == [None, 2]
    assert OBJECTIVE not in json.dumps(documents["second.ipynb"])


def share_kernel(server: Server, page: Page, first: str, second: str) -> None:
    """Start a session for ``second`` on the kernel of ``first``."""
    sessions = json.load(urllib.request.urlopen(f"{server.url}/api/sessions"))
    kernel = next(session["kernel"]["id"] for session in sessions if session["path"] == first)
    token = next(cookie["value"] for cookie in page.context.cookies(server.url) if cookie["name"] == "_xsrf")
    answer = page.request.post(
        f"{server.url}/api/sessions",
        headers={"X-XSRFToken": token},
        data={"path": second, "name": second, "type": "notebook", "kernel": {"id": kernel}},
    )
    assert answer.ok, answer.text()


def test_a_preset_fills_in_words(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", LOAD)
    notebook.run(0)
    keyboard = Keyboard(notebook.page)
    keyboard.enter_form()
    keyboard.press("Business objective")
    keyboard.type(OBJECTIVE)
    keyboard.tab_to("Start from a preset", back=True)
    notebook.page.keyboard.press("Enter")
    keyboard.tab_to("Kind of project")
    notebook.page.keyboard.type("Fraud")
    keyboard.press("Fill in")
    # The box closes once the answers are in; until then the focus may still be moved.
    notebook.form.locator(".nbready-presets:not([open])").wait_for()
    keyboard.press("Prediction target")
    section = notebook.form.locator("section")
    section.locator("text=Prediction target").first.wait_for()
    filled = section.locator("input[type=text]").evaluate_all("inputs => inputs.map(input => input.value)")
    assert any(filled), filled
    keyboard.tab_to("Business objective", back=True)
    notebook.page.keyboard.press("Enter")
    assert value_of(notebook, "business_objective") == OBJECTIVE, "a preset replaces nothing"


def test_put_off_on_the_record(open_notebook: Open) -> None:
    notebook = open_notebook("%load_ext nbready", LOAD)
    notebook.run(0)
    keyboard = Keyboard(notebook.page)
    keyboard.enter_form()
    keyboard.press("Decision maker")
    keyboard.press("Put it off")
    keyboard.tab_to("Reason")
    keyboard.type("The owner is on leave", "R. Adeyemi")
    keyboard.tab_to("Until")
    notebook.page.keyboard.type("01312099")
    notebook.form.locator("section .nbready-badge", has_text="Put off until 2099-01-31").wait_for()
    keyboard.press("Save charter")
    wait_until(lambda: stored(notebook) != {}, seconds=10, what="a save", page=notebook.page)
    assert stored(notebook)["charter"]["deferrals"] == {
        "decision_maker": {"reason": "The owner is on leave", "owner": "R. Adeyemi", "until": "2099-01-31"}
    }
    assert "deferrals:" in notebook.sources()[1]
