"""The notebook that a kernel is running, told only where its file is surely the one on screen.

A kernel is not told. Front ends leave traces, and a trace may be stale (a renamed file) or inherited (a
kernel started from another kernel): none is believed without a second sign.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from nbready.document import Source
from nbready.files.read import FileError, read_file
from nbready.kernel.request import running_cell
from nbready.notebook.outline import outline

MAX_BYTES = 100_000_000
"""Larger files are left alone: decoding them would be felt at ``%load_ext``."""
MAX_BESIDE = 5_000_000
MAX_FILES = 50
"""Size and number of the files that are searched for a cell that the session's own file has not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The notebook behind a kernel: its file (None in Colab), cells with their ids, and metadata."""

    path: Path | None = None
    cells: tuple[Source, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=dict)
    cell_ids: frozenset[object] = frozenset()


def find_notebook(shell: InteractiveShell) -> Place | None:
    """The notebook that ``shell`` runs, when it can be told safely."""
    for place in _candidates(shell):
        if place is not None:
            return place
    return None


def _candidates(shell: InteractiveShell) -> Iterator[Place | None]:
    yield _jupyter(shell)
    yield _vscode(shell)
    yield _colab()


def _jupyter(shell: InteractiveShell) -> Place | None:
    """Jupyter Server's name for the session: right if the running cell is one of the file's."""
    cell_id, name = running_cell(shell), os.environ.get("JPY_SESSION_NAME")
    if not cell_id or not name:
        return None
    path = Path(name)
    return _with_cell(path, cell_id) or _beside(path, cell_id)


def _with_cell(path: Path, cell_id: str) -> Place | None:
    place = _place(_read(path), path)
    return place if cell_id in place.cell_ids else None


def _beside(path: Path, cell_id: str) -> Place | None:
    """The file that has the cell: the notebook was renamed, or is another one on the same kernel."""
    try:
        files = [file for file in path.parent.glob("*.ipynb") if file.stat().st_size <= MAX_BESIDE]
        if not path.is_absolute() or len(files) > MAX_FILES:
            return None
        holding = [file for file in files if cell_id.encode() in file.read_bytes()]
    except OSError:
        return None
    found = [place for file in holding if (place := _with_cell(file, cell_id))]
    # A copy of a notebook has its ids too.
    return found[0] if len(found) == 1 else None


def _vscode(shell: InteractiveShell) -> Place | None:
    """VS Code names the file in the notebook's own namespace."""
    name = shell.user_ns.get("__vsc_ipynb_file__")
    if not isinstance(name, str) or not name.endswith(".ipynb"):
        return None
    raw = _read(Path(name))
    return _place(raw, Path(name)) if raw else None


def _colab() -> Place | None:
    """Colab hands out the open document itself."""
    if "google.colab" not in sys.modules:
        return None
    from google.colab import _message  # type: ignore[import-not-found]

    answer = _message.blocking_request("get_ipynb", timeout_sec=5)
    raw = answer.get("ipynb") if isinstance(answer, dict) else None
    return _place(raw, None) if isinstance(raw, dict) else None


def _read(path: Path) -> Mapping[str, Any]:
    """The file as JSON, or nothing: here a file that cannot be read is just not the one."""
    try:
        raw = json.loads(read_file(path, max_bytes=MAX_BYTES)) if path.is_absolute() else {}
    except (FileError, ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _place(raw: Mapping[str, Any], path: Path | None) -> Place:
    metadata, cells = raw.get("metadata"), outline(raw)
    return Place(
        path=path,
        cells=tuple(Source(kind=cell.kind, text=cell.text) for cell in cells),
        metadata=metadata if isinstance(metadata, dict) else {},
        cell_ids=frozenset(cell.id for cell in cells if cell.id),
    )
