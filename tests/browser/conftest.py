"""One server for all browser tests; each test has a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")

from playwright.sync_api import BrowserContext, Page

from .front_end import REPOSITORY, NotebookPage, Server, close_documents

Open = Callable[..., NotebookPage]

# Where Notebook 7, made of the same parts, might differ: how it opens, saves, renders and restarts.
in_both = pytest.mark.parametrize("front_end", ["lab", "notebook"])
in_notebook_7 = pytest.mark.parametrize("front_end", ["notebook"])
# For a test that changes its page for good: a theme, a size, somebody who answers its dialogs.
own_page = pytest.mark.own_page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def kept_pages() -> list[Page]:
    """JupyterLab's page, from one test to the next: loading it takes longer than most tests."""
    return []


@pytest.fixture
def page(
    browser: BrowserContext, kept_pages: list[Page], front_end: str, request: pytest.FixtureRequest
) -> Iterator[Page]:
    is_own = front_end != "lab" or request.node.get_closest_marker("own_page") is not None
    page = kept_pages.pop() if kept_pages and not is_own else browser.new_page()
    page.set_default_timeout(60_000)  # passes at once on a quiet machine
    failed = request.session.testsfailed
    yield page
    if request.session.testsfailed > failed:
        page.screenshot(path=artefacts() / f"failed-{request.node.name}.png")
    elif not is_own and close_documents(page):
        kept_pages.append(page)
        return
    # A dirty notebook asks whether to leave; nobody is there to say yes.
    page.close(run_before_unload=False)


@pytest.fixture
def front_end() -> str:
    """JupyterLab, unless a test says otherwise."""
    return "lab"


@pytest.fixture
def open_notebook(page: Page, server: Server, front_end: str, request: pytest.FixtureRequest) -> Open:
    """Writes a notebook and opens it: ``open_notebook(*cells, name=..., metadata=...)``."""

    def open_notebook(*cells: str | tuple[str, str], name: str = "", metadata: dict | None = None):
        name = name or f"{request.node.originalname}-{front_end}.ipynb"
        server.write(name, *cells, metadata=metadata)
        notebook = NotebookPage(page, server, front_end, name)
        if page.url.startswith(f"{server.url}/lab"):
            notebook.open_beside()
        else:
            notebook.open()
        return notebook

    return open_notebook


def artefacts() -> Path:
    """Folder for screenshots of a run, outside version control."""
    folder = REPOSITORY / "artefacts"
    folder.mkdir(exist_ok=True)
    return folder
