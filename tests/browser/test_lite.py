"""JupyterLite: Python in the browser, and nothing from outside."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request

from .front_end import REPOSITORY, NotebookPage, wait_until

pytest.importorskip("jupyterlite_pyodide_kernel", reason="JupyterLite is not installed")

from .lite import build_site, serve

RUNTIME = Path(os.environ.get("NBREADY_PYODIDE", REPOSITORY / ".venv" / "pyodide"))
LOAD = "import csv\nrows = list(csv.DictReader(open('rows.csv')))\nprint(len(rows), 'rows')"
NAME = "lite.ipynb"


class LitePage(NotebookPage):
    """A notebook among the files that the browser keeps."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.front_end = "lab"
        self.path = Path(NAME)
        self.address = f"{address}/lab/index.html?reset"

    def open_with(self, *sources: str) -> None:
        cells = [
            {"cell_type": "code", "id": f"lite-{number}", "metadata": {}, "outputs": [],
             "execution_count": None, "source": source}
            for number, source in enumerate(sources)
        ]  # fmt: skip
        kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
        notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
        self.page.goto(self.address)
        self.page.wait_for_function("window.jupyterapp !== undefined", timeout=60_000)
        self.page.evaluate(
            """async ([path, content]) => {
              await window.jupyterapp.restored;
              const contents = window.jupyterapp.serviceManager.contents;
              await contents.save(path, { type: 'notebook', format: 'json', content });
              await window.jupyterapp.commands.execute('docmanager:open', { path });
            }""",
            [NAME, notebook],
        )
        self.cells.first.wait_for(timeout=60_000)
        self.page.wait_for_function("window.jupyterapp.shell.currentWidget?.context?.sessionContext?.session")

    def read(self) -> dict[str, Any]:
        """The notebook as the browser keeps it."""
        kept: dict[str, Any] = self.page.evaluate(
            """async (path) => {
              const options = { type: 'notebook', format: 'json', content: true };
              return (await window.jupyterapp.serviceManager.contents.get(path, options)).content;
            }""",
            NAME,
        )
        return kept


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not (RUNTIME / "pyodide.asm.wasm").exists():
        pytest.skip(f"no Pyodide at {RUNTIME}: `npm pack pyodide` has it, NBREADY_PYODIDE names the folder")
    server, address = serve(build_site(tmp_path_factory.mktemp("lite"), RUNTIME))
    yield address
    server.shutdown()


def test_stopped_answered_saved_and_loaded_without_a_network(page: Page, address: str) -> None:
    outside: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            outside.append(request.url)

    page.on("request", note)
    notebook = LitePage(page, address)
    notebook.open_with("%load_ext nbready", LOAD)
    notebook.command("notebook:run-all-cells")
    # Python has to start in the page first.
    wait_until(lambda: "stopped" in notebook.outputs(1), seconds=120, what="the stop", page=page)
    notebook.wait_idle()

    form = notebook.form.last
    form.get_by_role("radio", name="Learning").check()
    form.get_by_role("button", name="Prediction target").click()
    for part, answer in {
        "For each": "flower",
        "Outcome": "the species that a botanist gave it",
        "Predicted when": "when its petals are measured",
    }.items():
        form.get_by_label(part, exact=True).fill(answer)
    form.get_by_role("button", name="Save charter").click()
    wait_until(lambda: len(notebook.sources()) == 3, seconds=30, what="the charter cell", page=page)
    notebook.run(2)
    assert "2 rows" in notebook.outputs(2)

    notebook.save()
    kept = notebook.read()
    assert kept["metadata"]["nbready"]["charter"]["project_intent"] == {"intent": "learning"}
    assert "botanist" in json.dumps(kept["cells"][1]["source"])
    assert outside == []
