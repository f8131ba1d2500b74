"""The same way of saving where jupyter-collaboration keeps the document on the server."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from .front_end import NotebookPage, Server, wait_until
from .typing import Keyboard

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("jupyter_server_ydoc") is None, reason="jupyter-collaboration is not installed"
)
OBJECTIVE = "Cut charge-offs from 4.1 % to 3.6 % of balances, Retail Credit"


@pytest.fixture
def shared_server(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("collaboration"), collaboration=True)
    yield server
    server.close()


def test_what_is_saved_reaches_everyone_and_the_file(page: Page, shared_server: Server) -> None:
    shared_server.write(
        "shared.ipynb", "%load_ext nbready", "import pandas as pd\npd.read_csv('rows.csv')", "1"
    )
    notebook = NotebookPage(page, shared_server, "lab", "shared.ipynb")
    notebook.open()
    second = page.context.new_page()
    other = NotebookPage(second, shared_server, "lab", "shared.ipynb")
    other.open()
    page.bring_to_front()

    notebook.run(1)
    notebook.run(0)
    keyboard = Keyboard(page)
    keyboard.enter_form()
    keyboard.press("Business objective")
    keyboard.type(OBJECTIVE)
    keyboard.press("Save charter")
    wait_until(lambda: len(notebook.sources()) == 4, seconds=10, what="the charter cell", page=page)
    wait_until(lambda: len(other.sources()) == 4, seconds=10, what="the other page", page=second)
    page.wait_for_timeout(1000)
    assert len(notebook.sources()) == len(other.sources()) == 4, "one cell, although two pages have the form"
    page.keyboard.press("Control+s")
    wait_until(lambda: "nbready" in notebook.read()["metadata"], seconds=60, what="the file", page=page)
    assert notebook.read()["metadata"]["nbready"]["charter"] == {"business_objective": OBJECTIVE}
    page.wait_for_timeout(1500)
    assert notebook.dialogs.count() == 0
    assert other.dialogs.count() == 0
    second.close()
