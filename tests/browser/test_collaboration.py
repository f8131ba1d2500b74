"""The same way of saving where jupyter-collaboration keeps the document on the server."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from .front_end import NotebookPage, Server, close_documents, wait_until
from .test_journey import LOAD, write_rows
from .test_record import CHARTER, SIGN, sign
from .typing import Keyboard

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("jupyter_server_ydoc") is None, reason="jupyter-collaboration is not installed"
)
OBJECTIVE = "Cut charge-offs from 4.1 % to 3.6 % of balances, Retail Credit"


@pytest.fixture(scope="module")
def shared_server(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("collaboration"), collaboration=True)
    yield server
    server.close()


@pytest.fixture(scope="module")
def pages(browser: BrowserContext) -> Iterator[tuple[Page, Page]]:
    """The pages of two people, kept from one test to the next."""
    pages = browser.new_page(), browser.new_page()
    yield pages
    for page in pages:
        page.close(run_before_unload=False)


def opened_by_two(
    pages: tuple[Page, Page], server: Server, name: str, *cells: str
) -> tuple[NotebookPage, NotebookPage]:
    """A notebook that two people have open; the first page is in front."""
    server.write(name, *cells)
    one, other = (NotebookPage(page, server, "lab", name) for page in pages)
    for each in (other, one):
        each.page.bring_to_front()
        if each.page.url.startswith(server.url):
            close_documents(each.page)
            each.open_beside()
        else:
            each.open()
        # On a busy machine the page asks whether to go on waiting, and does not take the question back.
        if (patience := each.page.get_by_role("button", name="Continue waiting")).is_visible():
            patience.click()
    return one, other


def test_what_is_saved_reaches_everyone_and_the_file(pages: tuple[Page, Page], shared_server: Server) -> None:
    load = "import pandas as pd\npd.read_csv('rows.csv')"
    notebook, other = opened_by_two(pages, shared_server, "shared.ipynb", "%load_ext nbready", load, "1")
    page, second = pages

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
    assert notebook.read()["metadata"]["nbready"]["charter"] == {"business_objective": [OBJECTIVE]}
    page.wait_for_timeout(1500)
    assert notebook.dialogs.count() == 0
    assert other.dialogs.count() == 0


def test_the_record_is_written_once(pages: tuple[Page, Page], shared_server: Server) -> None:
    page, _ = pages
    write_rows(shared_server.root)
    amend = '%nbready amend success_metric --reason "the extract lost a year"'
    cells = ("%load_ext nbready", CHARTER, LOAD, amend, SIGN)
    one, other = opened_by_two(pages, shared_server, "record.ipynb", *cells)

    def both_say(word: str, **times: int) -> None:
        for each in (one, other):
            wait_until(
                lambda each=each: word in each.sources()[1], seconds=20, what=f"`{word}`", page=each.page
            )
        page.wait_for_timeout(1000)
        assert one.sources() == other.sources()
        lines = one.sources()[1].splitlines()
        assert {word: sum(line.startswith(f"{word}:") for line in lines) for word in times} == times, lines

    for cell in (0, 1, 2):
        one.run(cell)
    both_say("sealed:", sealed=1)

    # One of them changes the promise, the other one runs the cell and says why.
    source = other.sources()[1]
    changed = source.replace("threshold: ", "threshold: 1", 1)
    assert changed != source
    other.edit(1, changed)
    wait_until(lambda: one.sources()[1] == changed, seconds=20, what="the change", page=page)
    one.run(1)
    one.run(3)
    both_say("success_metric-1", **{"success_metric-1": 1})
    sign(one, 4)
    both_say("of: ", **{"sealed": 1, "success_metric-1": 1, "sign_off": 1})

    page.keyboard.press("Control+s")
    wait_until(lambda: "signed" in json.dumps(one.read()["metadata"]), seconds=60, what="the file", page=page)
    stored = one.read()["metadata"]["nbready"]
    assert [key for key in stored["charter"] if key.endswith("-1")] == ["success_metric-1"]
    assert "".join(one.read()["cells"][1]["source"]).count("success_metric-1") == 1
    assert one.dialogs.count() == other.dialogs.count() == 0
