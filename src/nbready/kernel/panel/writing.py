"""What a charter changes in the open notebook: which cell is written where, and the metadata."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbready.charter.fill_in import write_cell
from nbready.charter.model import GATES, Charter, Gate
from nbready.charter.store import METADATA_KEY, NewerCharterError, is_charter_source, stored_value
from nbready.config import Config
from nbready.document import Document, Source, read_document
from nbready.errors import NbreadyError

_LOADS_NBREADY = re.compile(r"^\s*%(?:re)?load_ext\s+nbready\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCell:
    """A code or raw cell of the open notebook: its id in the document, its kind and its text."""

    id: str
    kind: str
    source: str

    @property
    def is_charter(self) -> bool:
        """Whether it is a charter cell."""
        return is_charter_source(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDocument:
    """The notebook as it stands on the screen, told by the page."""

    path: str
    cells: tuple[OpenCell, ...]
    metadata: Mapping[str, Any] | None

    def read(self, config: Config, known: Document) -> Document:
        """Its record, in the project of the ``known`` one."""
        stored = {} if self.metadata is None else {METADATA_KEY: self.metadata}
        sources = [Source(kind=cell.kind, text=cell.source) for cell in self.cells]
        return read_document(sources, stored, config, path=known.path)


def open_document(message: Mapping[str, Any]) -> OpenDocument | None:
    """The notebook that a message describes; None where the page cannot reach it."""
    cells = message.get("cells")
    if not isinstance(cells, list):
        return None
    metadata = message.get("metadata")
    return OpenDocument(
        path=str(message.get("path") or ""),
        cells=tuple(OpenCell(id=str(c["id"]), kind=str(c["kind"]), source=str(c["source"])) for c in cells),
        metadata=metadata if isinstance(metadata, Mapping) else None,
    )


def unreadable_part(document: Document) -> NbreadyError | None:
    """What must not be written over: a charter cell with an error in it, or a newer version's metadata."""
    for problem in document.errors:
        if problem.cell is not None or isinstance(problem.error, NewerCharterError):
            return problem.error
    return None


def metadata_of(document: Document, previous: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The new value of ``metadata.nbready``; None where the old one says the same."""
    value = stored_value(document.own, previous, shared=_shared(document))
    return None if value == previous else value


def cell_of(
    charter: Charter,
    document: Document,
    cells: Sequence[OpenCell],
    gates: Collection[Gate],
    loads_data: Callable[[str], bool],
) -> dict[str, str] | None:
    """How the charter cell is written: its text and its place, by the ids of cells; None where it stands.

    Args:
        charter: The notebook's own answers.
        document: The record it belongs to.
        cells: The notebook's code and raw cells.
        gates: The gates whose open questions are written into the cell as well.
        loads_data: Whether a cell's text loads data; asked in the order of the cells.
    """
    own = [cell for cell in cells if cell.is_charter]
    if own:
        if document.from_cell == charter:
            return None
        return {"id": own[-1].id, "source": write_cell(charter, document.questions, gates=gates)}
    return {**_place(cells, loads_data), "source": write_cell(charter, document.questions, gates=gates)}


def gates_up_to(gate: object) -> tuple[Gate, ...]:
    """The gates up to the one a form shows; the first one where that is none."""
    index = GATES.index(gate) if gate in GATES else 0
    return GATES[: index + 1]


def _place(cells: Sequence[OpenCell], loads_data: Callable[[str], bool]) -> dict[str, str]:
    """Above the first cell that loads data, but never above ``%load_ext``, which the cell needs."""
    code = [cell for cell in cells if cell.kind == "code"]
    extension = next((i for i, cell in enumerate(code) if _LOADS_NBREADY.search(cell.source)), -1)
    loading = next((i for i, cell in enumerate(code) if loads_data(cell.source)), -1)
    if loading > extension:
        return {"before": code[loading].id}
    return {"after": code[extension].id} if extension >= 0 else {}


def _shared(document: Document) -> tuple[str, str] | None:
    resolved = document.resolved
    if not resolved.sources:
        return None
    folder = document.path.parent if document.path else None
    path = document.own.inherits or os.path.relpath(resolved.sources[0], folder)
    return path.replace(os.sep, "/"), resolved.fingerprint
