"""Which notebook is this? Nothing is believed on one sign alone."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from nbready.kernel import place

NOTEBOOK = {
    "cells": [
        {"id": "a", "cell_type": "code", "source": ["x = 1\n", "y = 2"]},
        {"id": "b", "cell_type": "raw", "source": "%%charter\n"},
    ],
    "metadata": {"nbready": {"version": 1}},
}


def shell(cell_id: str | None = "a", *, names: dict[str, object] | None = None, **metadata: object) -> Any:
    """What place.py looks at in a kernel's shell."""
    if cell_id is not None:
        metadata["cellId"] = cell_id
    return SimpleNamespace(user_ns=names or {}, get_parent=lambda: {"metadata": metadata})


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    return path


def test_the_session_name_with_a_cell_of_the_file(notebook: Path) -> None:
    found = place.find_notebook(shell())
    assert found is not None
    assert found.path == notebook
    assert [(cell.kind, cell.text) for cell in found.cells] == [
        ("code", "x = 1\ny = 2"),
        ("raw", "%%charter\n"),
    ]
    assert found.metadata == NOTEBOOK["metadata"]


@pytest.mark.parametrize("cell_id", ["z", "", None])
def test_the_session_name_without_a_cell_of_the_file(notebook: Path, cell_id: str | None) -> None:
    assert place.find_notebook(shell(cell_id)) is None


@pytest.mark.parametrize("name", ["a.ipynb", "/no/such/file.ipynb", "", "/"])
def test_a_session_name_that_leads_nowhere(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", name)
    assert place.find_notebook(shell()) is None


@pytest.mark.parametrize(("cell_id", "is_unsaved"), [("a", False), (None, False), ("z", True)])
def test_unsaved_is_a_notebook_whose_running_cell_is_in_no_file(
    notebook: Path, cell_id: str | None, is_unsaved: bool
) -> None:
    assert place.is_unsaved(shell(cell_id)) is is_unsaved


def test_a_renamed_file_and_one_without_ids_are_not_called_unsaved(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed = notebook.rename(notebook.with_name("b.ipynb"))
    assert not place.is_unsaved(shell("a"))
    renamed.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "x"}]}), encoding="utf-8")
    assert place.is_unsaved(shell("a")), "nothing has the cell"
    renamed.rename(notebook)
    assert not place.is_unsaved(shell("a")), "it keeps no ids"
    monkeypatch.delenv("JPY_SESSION_NAME")
    assert not place.is_unsaved(shell("a")), "no file is named: not Jupyter's"


def test_a_file_too_large_to_read_in_passing(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "MAX_BYTES", 10)
    assert place.find_notebook(shell()) is None


def test_vs_code(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JPY_SESSION_NAME")
    names: dict[str, object] = {"__vsc_ipynb_file__": str(notebook)}
    found = place.find_notebook(shell("vscode-notebook-cell:x", names=names))
    assert found is not None
    assert found.path == notebook
    assert place.find_notebook(shell("x", names={"__vsc_ipynb_file__": str(notebook) + "x"})) is None
    assert place.find_notebook(shell("x", names={"__vsc_ipynb_file__": 3})) is None


def test_colab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    colab = ModuleType("google.colab")
    colab._message = SimpleNamespace(  # type: ignore[attr-defined]
        blocking_request=lambda request, timeout_sec: {"ipynb": NOTEBOOK} if request == "get_ipynb" else None
    )
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    found = place.find_notebook(shell(None, colab={"base_url": "x"}))
    assert found is not None
    assert found.path is None
    assert len(found.cells) == 2


def test_a_pipe_beside_the_notebook_holds_nothing_up(notebook: Path) -> None:
    os.mkfifo(notebook.with_name("pipe.ipynb"))
    assert not place._holds(notebook.with_name("pipe.ipynb"), b"x")
    assert place._holds(notebook, b"cells")
