"""The notebook that a kernel is running, told only where its file is surely the one on screen.

A kernel is not told. Front ends leave traces, and a trace may be stale (a renamed file) or inherited (a
kernel started from another kernel): none is believed without a second sign.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from IPython.core.interactiveshell import InteractiveShell

from nbready.charter.store import METADATA_KEY, is_charter_source
from nbready.document import Source
from nbready.files.read import FileError, read_file
from nbready.kernel.request import running_cell, running_code
from nbready.notebook.outline import outline

MAX_BYTES = 100_000_000
"""Larger files are left alone: decoding them would be felt at ``%load_ext``."""
MAX_BESIDE = 5_000_000
MAX_FILES = 50
"""Size and number of the files that are searched for a cell that the session's own file has not."""

_VSCODE_CELLS = "vscode-notebook-cell:"
_DRIVE = re.compile(r"^/(?=[A-Za-z]:)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The notebook behind a kernel: its file (None in Colab), cells with their ids, and metadata.

    ``is_alike`` says that nothing but the text of a cell shows that it is the one.
    """

    path: Path | None = None
    cells: tuple[Source, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=dict)
    cell_ids: frozenset[object] = frozenset()
    is_alike: bool = False


def find_notebook(shell: InteractiveShell) -> Place | None:
    """The notebook that ``shell`` runs, when it can be told safely."""
    for place in _candidates(shell):
        if place is not None:
            return place
    return None


def is_unsaved(shell: InteractiveShell) -> bool:
    """Whether Jupyter names a file for the notebook, and the running cell is in none that is there.

    A file that keeps no cell ids tells nothing.
    """
    cell_id, path = running_cell(shell), _named()
    if not cell_id or path is None or not path.is_absolute():
        return False
    found = _place_of(path)
    if found is not None and found.cells and not found.cell_ids:
        return False
    return _with_cell(path, cell_id) is None and _beside(path, cell_id) is None


def doubtful_notebook(shell: InteractiveShell) -> Path | None:
    """The file that may be the notebook's, and holds a charter, but shows no sign that it is the one.

    It keeps no cell ids, and the running cell is in it otherwise than on the screen, or in others too.
    """
    path = _named()
    place = _without_ids(path) if path is not None and running_cell(shell) else None
    return None if place is None or not _has_charter(place) else path


def _has_charter(place: Place) -> bool:
    return METADATA_KEY in place.metadata or any(is_charter_source(cell.text) for cell in place.cells)


def _candidates(shell: InteractiveShell) -> Iterator[Place | None]:
    yield _jupyter(shell)
    yield _vscode(shell)
    yield _colab()


def _jupyter(shell: InteractiveShell) -> Place | None:
    """Jupyter Server's name for the session: right if the running cell is one of the file's."""
    cell_id, path = running_cell(shell), _named()
    if not cell_id or path is None:
        return None
    return _with_cell(path, cell_id) or _beside(path, cell_id) or _with_text(path, running_code(shell))


def _named() -> Path | None:
    name = os.environ.get("JPY_SESSION_NAME")
    return Path(name) if name else None


def _with_cell(path: Path, cell_id: str) -> Place | None:
    found = _place_of(path)
    return found if found is not None and cell_id in found.cell_ids else None


def _beside(path: Path, cell_id: str) -> Place | None:
    """The file that has the cell: the notebook was renamed, or is another one on the same kernel."""
    holding = [file for file in _neighbours(path) if _holds(file, cell_id.encode())]
    found = [place for file in holding if (place := _with_cell(file, cell_id))]
    # A copy of a notebook has its ids too.
    return found[0] if len(found) == 1 else None


def _holds(file: Path, text: bytes) -> bool:
    try:
        return text in read_file(file, max_bytes=MAX_BESIDE)
    except FileError:
        return False


def _with_text(path: Path, code: str) -> Place | None:
    """A file of a format before 4.5, which keeps no ids: right if it alone has a cell of this very text."""
    place = _without_ids(path)
    if place is None or not _has_code(place, code):
        return None
    others = (file for file in _neighbours(path) if file != path)
    if any(_has_code(other, code) for file in others if (other := _without_ids(file))):
        return None
    return replace(place, is_alike=True)


def _neighbours(path: Path) -> tuple[Path, ...]:
    """The notebooks in a file's folder, unless there are too many, or some too large, to be searched."""
    try:
        files = [file for file in path.parent.glob("*.ipynb") if file.stat().st_size <= MAX_BESIDE]
    except OSError:
        return ()
    return tuple(files) if path.is_absolute() and len(files) <= MAX_FILES else ()


def _without_ids(path: Path) -> Place | None:
    place = _place_of(path)
    return place if place is not None and place.cells and not place.cell_ids else None


def _has_code(place: Place, code: str) -> bool:
    return any(cell.kind == "code" and cell.text.strip() == code.strip() != "" for cell in place.cells)


def _vscode(shell: InteractiveShell) -> Place | None:
    """VS Code names the file in each cell's id, and in the notebook's own namespace when a kernel starts."""
    cell_id = running_cell(shell) or ""
    if cell_id.startswith(_VSCODE_CELLS):
        found = _notebook_at(unquote(urlsplit(cell_id).path))
        if found is not None:
            return found
    return _notebook_at(shell.user_ns.get("__vsc_ipynb_file__"))


def _notebook_at(name: object) -> Place | None:
    if not isinstance(name, str) or not name.endswith(".ipynb"):
        return None
    # In a URI a drive follows a slash.
    return _place_of(Path(_DRIVE.sub("", name)))


def _colab() -> Place | None:
    """Colab hands out the open document itself."""
    if "google.colab" not in sys.modules:
        return None
    from google.colab import _message

    answer = _message.blocking_request("get_ipynb", timeout_sec=5)
    raw = answer.get("ipynb") if isinstance(answer, dict) else None
    return _place(raw, None) if isinstance(raw, dict) else None


def _place_of(path: Path) -> Place | None:
    raw = _read(path)
    return _place(raw, path) if raw else None


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
