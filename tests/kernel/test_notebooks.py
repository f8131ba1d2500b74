"""Two notebooks on one kernel: each has its own charter, its own deferrals and its own form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .charters import DATA, LOAD, defer
from .shells import Shell, is_blocked

IMPORTED = f"import pandas as pd\n{LOAD}"


class Kernel:
    """A shell in this process that front ends send cells to."""

    def __init__(self) -> None:
        self.shell = Shell()
        self._parent: dict = {}
        self.shell.ip.get_parent = lambda: self._parent
        self.shell.ip.kernel = object()
        self.run("a", "a1", "%load_ext nbready")

    def run(self, client: str, cell: str, source: str) -> bool:
        """Run a cell of a client; whether it was let through."""
        self._parent = {"header": {"session": client}, "metadata": {"cellId": cell} if cell else {}}
        return not is_blocked(self.shell.run(source))

    def page_says(self, *ids: str) -> None:
        self.shell.session.learn_cells(ids)


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kernel:
    monkeypatch.delenv("NBREADY", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text("x\n1\n")
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "a.ipynb"))
    write(tmp_path / "a.ipynb", "a1", "a2", "a3")
    return Kernel()


def write(path: Path, *ids: str, charter: bool = False) -> None:
    sources = [DATA if charter and number == 0 else "1" for number in range(len(ids))]
    cells = [
        {"id": name, "cell_type": "code", "source": source} for name, source in zip(ids, sources, strict=True)
    ]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def test_one_notebook_stays_one(kernel: Kernel) -> None:
    assert kernel.run("a", "a2", DATA)
    for client, cell in (("a", "new"), ("a", ""), ("after a reload", "a3"), ("after a reload", "newer")):
        assert kernel.run(client, cell, IMPORTED), (client, cell)
    assert kernel.run("and again", "a cell that is in no file", IMPORTED)


def test_the_other_notebook_is_asked_its_own(kernel: Kernel, tmp_path: Path) -> None:
    write(tmp_path / "b.ipynb", "b1", "b2")
    assert kernel.run("a", "a2", DATA)
    assert not kernel.run("b", "b1", IMPORTED)
    assert not kernel.run("b", "not in its file", IMPORTED)
    assert kernel.shell.session.document.path == tmp_path / "b.ipynb"
    assert kernel.run("a", "a3", IMPORTED)


def test_the_other_notebook_has_its_own_charter(kernel: Kernel, tmp_path: Path) -> None:
    write(tmp_path / "b.ipynb", "b1", "b2", charter=True)
    assert kernel.run("b", "b2", IMPORTED)
    assert not kernel.run("a", "a2", IMPORTED)


def test_deferrals_and_warnings_are_a_notebooks_own(kernel: Kernel, tmp_path: Path) -> None:
    write(tmp_path / "b.ipynb", "b1")
    kernel.run("a", "a2", defer("data"))
    assert not kernel.run("b", "b1", IMPORTED)
    kernel.run("b", "b1", defer("decision_maker"))
    assert kernel.shell.session.states()["data"].open


def test_a_page_tells_whose_a_cell_was(kernel: Kernel) -> None:
    """Another notebook whose cells are in no file yet: its first cell is taken for the first notebook's."""
    assert kernel.run("a", "a2", DATA)
    assert kernel.run("b", "b1", "6 * 7")
    kernel.page_says("a1", "a2", "a3")
    assert not kernel.run("b", "b2", IMPORTED)
    assert kernel.run("a", "a3", IMPORTED)


def test_a_renamed_notebook_is_found_by_its_cells(tmp_path: Path, kernel: Kernel) -> None:
    write(tmp_path / "a.ipynb", "a1", "a2", "a3", charter=True)
    (tmp_path / "a.ipynb").rename(tmp_path / "renamed.ipynb")
    kernel.run("a", "a1", "%reload_ext nbready")
    assert kernel.shell.session.document.path == tmp_path / "renamed.ipynb"
    assert kernel.run("a", "a2", IMPORTED)


def test_another_notebook_may_take_a_renamed_ones_name(tmp_path: Path, kernel: Kernel) -> None:
    assert kernel.run("a", "a2", DATA)
    (tmp_path / "a.ipynb").rename(tmp_path / "renamed.ipynb")
    write(tmp_path / "a.ipynb", "n1")
    assert not kernel.run("n", "n1", IMPORTED)
    assert kernel.run("reloaded", "a3", IMPORTED)


def test_a_copy_is_not_taken_for_the_notebook(tmp_path: Path, kernel: Kernel) -> None:
    for name in ("copy-1.ipynb", "copy-2.ipynb"):
        write(tmp_path / name, "z", charter=True)
    assert not kernel.run("z", "z", IMPORTED)
