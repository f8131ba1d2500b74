"""Notebooks made by the command, as a person makes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nbready.charter.model import Charter
from nbready.cli import main
from nbready.config import Config
from nbready.document import Source, read_document


def nbready(*arguments: object) -> int:
    """Run the command in this process; its exit code."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    code = ended.value.code
    assert isinstance(code, int)
    return code


def make(path: Path, *options: object) -> dict[str, Any]:
    """`nbready new PATH ...`, which must succeed; the notebook as JSON."""
    assert nbready("new", path, *options) == 0
    return read(path)


def read(path: Path) -> dict[str, Any]:
    """A notebook's JSON."""
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def write(path: Path, notebook: dict[str, Any]) -> None:
    """Write a notebook's JSON."""
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


def sources(notebook: dict[str, Any], kind: str = "") -> list[str]:
    """The sources of its cells."""
    return ["".join(cell["source"]) for cell in notebook["cells"] if kind in ("", cell["cell_type"])]


def charter_cell(notebook: dict[str, Any]) -> dict[str, Any]:
    """Its one charter cell."""
    (cell,) = (c for c in notebook["cells"] if "".join(c["source"]).startswith("%%charter"))
    found: dict[str, Any] = cell
    return found


def charter_of(notebook: dict[str, Any]) -> Charter:
    """What it says, which must be read without an error."""
    cells = [Source(kind=cell["cell_type"], text="".join(cell["source"])) for cell in notebook["cells"]]
    document = read_document(cells, notebook["metadata"], Config())
    assert not document.errors
    return document.own
