"""What a charter changes in the open notebook: which cell is written where, and the metadata."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nbready.charter.fill_in import write_cell
from nbready.charter.model import GATES, Charter, Gate
from nbready.charter.parse import charter_to_mapping
from nbready.charter.signing import SIGN_OFF, text_signed
from nbready.charter.store import METADATA_KEY, NewerCharterError
from nbready.document import Document, Source, read_document
from nbready.errors import NbreadyError
from nbready.record.cell import write_record
from nbready.sync import place_cell


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCell:
    """A cell of the open notebook: its id in the document, its kind, and its text if it is not prose."""

    id: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDocument:
    """The notebook as it stands on the screen, told by the page."""

    cells: tuple[OpenCell, ...]
    metadata: Mapping[str, Any] | None

    def read(self, known: Document) -> Document:
        """Its record, in the project of the ``known`` one."""
        stored = {} if self.metadata is None else {METADATA_KEY: self.metadata}
        return read_document(sources_of(self.cells), stored, known.config, path=known.path)


def as_json(value: object) -> Any:
    """A page's message with nothing in it but JSON: where Python runs in the page, its null is not None."""
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return value if isinstance(value, str | int | float) else None


def open_document(message: Mapping[str, Any]) -> OpenDocument | None:
    """The notebook that a message describes; None where the page cannot reach it."""
    cells = message.get("cells")
    if not isinstance(cells, list):
        return None
    metadata = message.get("metadata")
    return OpenDocument(
        cells=tuple(OpenCell(id=str(c["id"]), kind=str(c["kind"]), source=str(c["source"])) for c in cells),
        metadata=metadata if isinstance(metadata, Mapping) else None,
    )


def unreadable_part(document: Document) -> NbreadyError | None:
    """What must not be written over: a charter cell with an error in it, or a newer version's metadata."""
    for problem in document.errors:
        if problem.cell is not None or isinstance(problem.error, NewerCharterError):
            return problem.error
    return None


def cell_of(
    charter: Charter, document: Document, cells: Sequence[OpenCell], gates: Collection[Gate]
) -> dict[str, str | None] | None:
    """How the charter cell is written, by the ids of cells; None where it says all of it already.

    Args:
        charter: The notebook's own answers.
        document: The record as the open notebook has it.
        cells: The notebook's cells, all of them.
        gates: The gates whose open questions are written into the cell as well.

    Returns:
        Its ``source``, and the ``id`` of the cell to change or that of the one to insert it ``before``.
    """
    if document.from_cell is not None and _says(document.from_cell) == _says(charter):
        return None
    source = write_cell(charter, document.questions, gates=gates, pinned=document.pinned)
    if document.charter_cells:
        return {"id": cells[document.charter_cells[-1]].id, "source": source}
    index = place_cell(document, sources_of(cells))
    return {"before": cells[index].id if index < len(cells) else None, "source": source}


def record_of(
    charter: Charter, document: Document, cells: Sequence[OpenCell]
) -> dict[str, str | None] | None:
    """How seals, amendments and sign-off are written into the charter cell; None where it has them.

    Args:
        charter: The notebook's own charter, with its record.
        document: The record as the open notebook has it: an answer that was edited and not run stays.
        cells: The notebook's cells, all of them.
    """
    written = document.from_cell
    if written is None:
        return None
    signed = {key: charter.answers[key] for key in (SIGN_OFF,) if text_signed(charter)}
    wanted = replace(
        written,
        answers={**written.answers, **signed},
        amendments={**written.amendments, **charter.amendments},
        sealed={**charter.sealed, **written.sealed},
    )
    if _says(wanted) == _says(written):
        return None
    cell = cells[document.charter_cells[-1]]
    return {"id": cell.id, "source": write_record(cell.source, wanted, document.questions)}


def gates_up_to(gate: object) -> tuple[Gate, ...]:
    """The gates up to the one a form shows; the first one where that is none."""
    index = GATES.index(gate) if gate in GATES else 0
    return GATES[: index + 1]


def sources_of(cells: Sequence[OpenCell]) -> tuple[Source, ...]:
    """The cells as a document reads them."""
    return tuple(Source(kind=cell.kind, text=cell.source) for cell in cells)


def _says(charter: Charter) -> tuple[object, str]:
    return charter_to_mapping(charter), charter.inherits
