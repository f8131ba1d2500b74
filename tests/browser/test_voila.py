"""Voila: a notebook as a page. It sends no cell ids, so there is text and no form."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kernel.charters import LEARNING
from servers import environment_of, free_port, wait_until

pytest.importorskip("voila", reason="Voila is not installed")

LOAD = "import csv\nrows = list(csv.DictReader(open('rows.csv')))\nprint(len(rows), 'rows')"
DOLLARS = "Cut cost from $3.2M to $2.5M & keep <b>all</b> of `it`"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("voila")
    (folder / "pages").mkdir()
    (folder / "pages" / "rows.csv").write_text("x,y\n1,0\n2,1\n")
    return folder


@pytest.fixture(scope="module")
def address(chromium: Path, folder: Path) -> Iterator[str]:
    port = free_port()
    command = (sys.executable, "-m", "voila", str(folder / "pages"), "--no-browser", f"--port={port}")
    # On a server that shows errors, as one does while writing a page.
    options = ("--Voila.ip=127.0.0.1", "--VoilaConfiguration.show_tracebacks=True")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, *options], env=environment_of(folder), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            wait_until(lambda: _answers(port), seconds=90, what="Voila to answer")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/voila/static/voila.js", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@pytest.fixture
def show(page: Page, address: str, folder: Path) -> Callable[..., str]:
    def show(name: str, *sources: str, until: str) -> str:
        cells = [
            {"cell_type": "code", "id": f"v{number}", "metadata": {}, "outputs": [],
             "execution_count": None, "source": source}
            for number, source in enumerate(sources)
        ]  # fmt: skip
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
        (folder / "pages" / name).write_text(json.dumps(notebook))
        page.goto(f"{address}/voila/render/{name}", timeout=120_000)
        page.get_by_text(until).first.wait_for(timeout=60_000)
        return page.locator("body").inner_text()

    return show


def test_a_page_without_a_charter_says_why_it_is_empty(page: Page, show: Callable[..., str]) -> None:
    text = show("stopped.ipynb", "%load_ext nbready", LOAD, until="stopped before it ran")
    assert "csv.DictReader" in text
    assert "2 rows" not in text
    assert page.locator(".nbready-panel").count() == 0


def test_a_page_with_a_charter_runs_to_its_end(show: Callable[..., str]) -> None:
    charter = LEARNING.replace("author:", f"limitations: |\n  {DOLLARS}\nauthor:", 1)
    text = show("answered.ipynb", "%load_ext nbready", charter, LOAD, until="2 rows")
    assert DOLLARS in text, "what people wrote is shown letter for letter"
    assert "stopped" not in text
    assert "data closed" not in text
