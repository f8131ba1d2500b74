"""The notebook on the first page: nbready in JupyterLite, with nothing from elsewhere."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page

ROOT = Path(__file__).parents[2]
MINUTES = 60_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("npm") is None, reason="Python for the browser comes from npm"),
]


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the built documentation, its notebook included, is served."""
    subprocess.run([sys.executable, ROOT / "docs" / "live.py", site / "live"], check=True)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def run(cell: Locator) -> None:
    """Run a cell as people do, and wait until it has run."""
    # Pressed in the cell's editor: keys that go to the page are lost while JupyterLab moves the focus.
    cell.locator(".cm-content").press("Control+Enter")
    ran = cell.locator(".jp-InputPrompt").filter(has_text="[").filter(has_not_text="*")
    ran.filter(has_not_text="[ ]").wait_for(timeout=3 * MINUTES)


def answer(form: Locator) -> None:
    """The two questions of somebody who is learning."""
    from playwright.sync_api import TimeoutError as NotYet

    form.get_by_label("Learning").check()
    form.get_by_role("button", name="Next").click()
    # The form folds once the charter is saved; a cell that runs before that is stopped again.
    saved = form.locator(".nbready-line")
    for _ in range(3):
        # The kernel's word on the intent may come while answers are typed, and then shows the first question.
        for field in form.get_by_role("textbox").all():
            field.fill("customers who leave within three months of the first of a month")
        form.get_by_role("button", name="Save charter").click()
        try:
            saved.wait_for(timeout=MINUTES)
        except NotYet:
            continue
        return
    raise AssertionError(form.inner_text())


def test_stopped_answered_loaded(address: str, browser: BrowserContext) -> None:
    page: Page = browser.new_page()
    asked: list[str] = []
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((address, "blob:", "data:")) else asked.append(asked.url),
    )
    page.goto(f"{address}/index.html")
    page.get_by_role("button", name="Try it here").click()
    notebook: FrameLocator = page.frame_locator("iframe.live")
    cells = notebook.locator(".jp-CodeCell")
    cells.first.wait_for(timeout=3 * MINUTES)
    extension, stopped, loads = cells.first, cells.filter(has_text="pandas"), cells.last
    run(extension)
    run(stopped)
    assert "stopped" in stopped.locator(".jp-OutputArea").inner_text()
    assert "ModuleNotFoundError" not in stopped.locator(".jp-OutputArea").inner_text()
    answer(notebook.locator(".nbready-panel").last)
    run(loads)
    loads.locator(".jp-OutputArea-output").filter(has_text="40").wait_for(timeout=3 * MINUTES)
    charter = notebook.locator(".jp-CodeCell").filter(has_text="%%charter")
    assert "learning" in charter.inner_text()
    page.close()
    assert [url for url in asked if not url.startswith((address, "blob:", "data:"))] == []
