"""The whole way in a real front end: blocked, answered at the keyboard, saved, run, reloaded, run again."""

from __future__ import annotations

import copy
import json
from pathlib import Path

from .conftest import Open, artefacts, in_both
from .front_end import Server
from .typing import OBJECTIVE, Keyboard, fill_data_gate

LOAD = "import pandas as pd\nrows = pd.read_csv('rows.csv')\nprint('loaded', len(rows))"


def write_rows(folder: Path) -> None:
    (folder / "rows.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")


@in_both
def test_from_blocked_to_run_all(open_notebook: Open, server: Server, front_end: str) -> None:
    write_rows(server.root)
    notebook = open_notebook(
        ("markdown", "# Cards"), "%load_ext nbready", LOAD, "6 * 7", metadata={"kept": {"a": 1}}
    )
    before = notebook.read()
    notebook.run(1)
    notebook.run(2)
    assert "stopped before it ran" in notebook.outputs(2)
    assert notebook.form.count() == 1, "one panel at a time"

    keyboard = Keyboard(notebook.page)
    keyboard.enter_form()
    fill_data_gate(keyboard)
    assert len(notebook.sources()) == 4, "typing leaked a key to the notebook"
    assert not any("%%charter" in source for source in notebook.sources())
    notebook.page.screenshot(path=artefacts() / f"filled-{front_end}.png")
    keyboard.press("Save charter")
    notebook.form.locator(".nbready-line").wait_for()
    assert "Data: complete; Deployment plan: 0 of 8." in notebook.form.inner_text()
    assert notebook.is_dirty(), "saved behind the person's back"
    assert notebook.read() == before
    milliseconds = notebook.form.locator("xpath=..").get_attribute("data-milliseconds")
    (artefacts() / f"save-to-open-gate-{front_end}.txt").write_text(f"{milliseconds} ms\n")

    sources = notebook.sources()
    assert len(sources) == 5
    assert sources[2].startswith("%%charter\n")
    assert [sources[i] for i in (0, 1, 3, 4)] == ["# Cards", "%load_ext nbready", LOAD, "6 * 7"]
    notebook.run(3)
    assert "loaded 2" in notebook.outputs(3)

    notebook.save()
    saved = notebook.read()
    charter = saved["metadata"]["nbready"]["charter"]
    assert saved["metadata"]["nbready"]["version"] == 1
    assert charter["author"] == "A. Writer"
    assert charter["success_metric"]["threshold"] == "35 %"
    assert charter["business_objective"] == [OBJECTIVE]
    assert "widget" not in json.dumps(saved["cells"]), "a form in a file would be an error message"
    assert without_charter(saved) == without_outputs(before)

    notebook.reload()
    notebook.restart_and_run_all()
    assert "loaded 2" in notebook.outputs(3)
    assert "42" in notebook.outputs(4)
    assert json.loads(notebook.path.read_text())["metadata"]["nbready"]["charter"] == charter


def without_charter(notebook: dict) -> dict:
    """The notebook as it was before the charter was saved into it, outputs aside."""
    rest = without_outputs(notebook)
    rest["metadata"].pop("nbready")
    rest["cells"] = [cell for cell in rest["cells"] if not "".join(cell["source"]).startswith("%%charter")]
    return rest


def without_outputs(notebook: dict) -> dict:
    rest = copy.deepcopy(notebook)
    # What the front end writes of its own accord.
    rest["metadata"].pop("language_info", None)
    for cell in rest["cells"]:
        for key in ("outputs", "execution_count"):
            cell.pop(key, None)
        cell["metadata"].pop("execution", None)
    return rest
