"""Sealed by the first load, changed in the form with a reason, signed, stale: in a real front end."""

from __future__ import annotations

import json
import re
from typing import Any

from kernel.charters import FULL, cell, charter
from nbready.charter.model import Charter
from nbready.charter.parse import parse_charter
from nbready.charter.questions import default_questions
from nbready.charter.store import charter_body

from .conftest import Open, artefacts, in_both
from .front_end import NotebookPage, Server
from .test_journey import LOAD, write_rows

CHARTER = cell(charter("data", "model", "launch", without=("sign_off",)))
SIGN = '%nbready sign go --by "M. Okoro, Head of Underwriting"'


def in_cell(notebook: NotebookPage) -> Charter:
    return parse_charter(charter_body(notebook.sources()[1]), default_questions())


def in_file(notebook: NotebookPage) -> dict[str, Any]:
    notebook.save()
    stored: dict[str, Any] = json.loads(notebook.path.read_text())["metadata"]["nbready"]
    return stored


def until(notebook: NotebookPage, expression: str) -> None:
    """Wait for what the page writes once the kernel has said so."""
    notebook.page.wait_for_function(
        "(() => { const app = window.jupyterapp;"
        " const panel = [...app.shell.widgets('main')].find(w => w.context && w.isVisible);"
        " const source = panel.context.model.cells.get(1).sharedModel.getSource();"
        f" return {expression}; }})()"
    )


def sign(notebook: NotebookPage, number: int) -> None:
    """Run the cell that shows what is signed; then, once more, as the line that it shows."""
    unsigned = notebook.sources()[1]
    notebook.run(number)
    shown = re.search(r"--confirm [0-9a-f]{6}\b", notebook.outputs(number))
    assert shown
    assert notebook.sources()[1] == unsigned
    notebook.edit(number, f"{SIGN} {shown[0]}")
    notebook.run(number)


@in_both
def test_sealed_amended_signed_and_stale(open_notebook: Open, server: Server, front_end: str) -> None:
    write_rows(server.root)
    notebook = open_notebook("%load_ext nbready", CHARTER, LOAD, "%nbready panel", SIGN, "%nbready")
    before = notebook.sources()
    for number in (0, 1, 2):
        notebook.run(number)
    assert "loaded 2" in notebook.outputs(2)

    # The first load seals; the page writes it into the cell, every line of the person's stays.
    until(notebook, "source.includes('sealed:')")
    stored = in_file(notebook)
    assert list(stored["seals"]) == ["data"]
    assert stored["charter"]["sealed"] == in_cell(notebook).sealed
    assert notebook.sources()[1].startswith(before[1].rstrip("\n"))

    # Another threshold, in the form: it asks why.
    notebook.run(3)
    form = notebook.form
    if form.get_by_role("button", name="Go on").is_visible():
        form.get_by_role("button", name="Go on").click()
    form.get_by_role("navigation", name="Gates").get_by_role("button").first.click()
    form.get_by_role("button", name="Success metric").click()
    form.locator("input[id$='-success_metric-threshold']").fill("0.12")
    form.get_by_role("button", name="Save charter").click()
    record = form.locator(".nbready-record")
    record.wait_for()
    assert not in_cell(notebook).amendments
    assert "Success metric was sealed" in record.inner_text()
    assert "It said: threshold: " in record.inner_text()
    notebook.page.screenshot(path=artefacts() / f"reason-{front_end}.png")
    record.get_by_label("Why it changes").fill("the extract lost a year")
    record.get_by_role("button", name="Save with the reason").click()
    until(notebook, "source.includes('success_metric-1')")
    made = in_cell(notebook).amendments["success_metric-1"]
    assert (made.reason, made.by, made.seen) == ("the extract lost a year", FULL.author, "held_out")
    stored = in_file(notebook)
    assert stored["charter"]["success_metric-1"]["to"] == made.after
    assert stored["charter"]["success_metric"]["threshold"].startswith("0.12")

    # Signed for this text; another word makes it stale.
    sign(notebook, 4)
    until(notebook, "source.includes('of: ')")
    assert "Signed: go" in notebook.outputs(4)
    assert in_file(notebook)["signed"]["of"] == in_cell(notebook).answers["sign_off"]["of"]  # type: ignore[index, call-overload]
    other = notebook.sources()[1].replace("limitations: |\n  ", "limitations: |\n  perhaps ", 1)
    assert other != notebook.sources()[1]
    notebook.document(f"model.cells.get(1).sharedModel.setSource({json.dumps(other)})")
    notebook.run(1)
    notebook.run(5)
    assert "stale" in notebook.outputs(5)
