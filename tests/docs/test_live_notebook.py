"""The notebook on the first page: nbready in JupyterLite, with nothing from elsewhere."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page

ROOT = Path(__file__).parents[2]
PATIENCE = 90_000  # milliseconds

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("npm") is None, reason="Python for the browser comes from npm"),
]


@pytest.fixture(scope="module")
def live(site: Path) -> Path:
    """The built documentation, its notebook included."""
    subprocess.run([sys.executable, ROOT / "docs" / "live.py", site / "live"], check=True)
    return site


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder; another one each time, so that the browser remembers nothing of it."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def run(cell: Locator) -> None:
    """Run a cell as people do, and wait until it has run."""
    cell.locator(".jp-InputPrompt").click()
    cell.page.keyboard.press("Escape")
    cell.page.keyboard.press("Control+Enter")
    ran = cell.locator(".jp-InputPrompt").filter(has_text="[").filter(has_not_text="*")
    ran.filter(has_not_text="[ ]").wait_for(timeout=PATIENCE)


def answer(form: Locator) -> None:
    """The two questions of somebody who is learning."""
    form.get_by_label("Learning").check()
    form.get_by_role("button", name="Next").click()
    for field in form.get_by_role("textbox").all():
        field.fill("customers who leave within three months of the first of a month")
    form.get_by_role("button", name="Save charter").click()
    # The form folds once the charter is saved; a cell that runs before that is stopped again.
    form.locator(".nbready-line").wait_for(timeout=PATIENCE)


def test_stopped_answered_loaded(live: Path, browser: BrowserContext) -> None:
    from playwright.sync_api import TimeoutError as NoAnswer

    # On a busy machine the Python in the page sometimes stops answering, in whichever cell (the kernel asks a
    # service worker for files, and waits). Who visits loads the page again, and so does the test; what a page
    # shows that is wrong fails at once.
    for is_last in (False, False, True):
        page = browser.new_page()
        try:
            with served(live) as address:
                visit(page, address)
            return
        except NoAnswer:
            if is_last:
                raise
        finally:
            page.close()


def visit(page: Page, address: str) -> None:
    """Be stopped, answer, load."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/index.html")
    page.get_by_role("button", name="Try it here").click()
    notebook: FrameLocator = page.frame_locator("iframe.live")
    cells = notebook.locator(".jp-CodeCell")
    cells.first.wait_for(timeout=PATIENCE)
    extension, stopped, loads = cells.first, cells.filter(has_text="pandas"), cells.last
    run(extension)
    run(stopped)
    assert "stopped" in stopped.locator(".jp-OutputArea").inner_text()
    assert "ModuleNotFoundError" not in stopped.locator(".jp-OutputArea").inner_text()
    answer(notebook.locator(".nbready-panel").last)
    run(loads)
    loads.locator(".jp-OutputArea-output").filter(has_text="40").wait_for(timeout=PATIENCE)
    charter = notebook.locator(".jp-CodeCell").filter(has_text="%%charter")
    assert "learning" in charter.inner_text()
    assert [url for url in asked if not url.startswith((address, "blob:", "data:"))] == []
