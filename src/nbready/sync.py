"""Cell and metadata in step: each copy of a charter can rebuild the other, and each half of a seal too.

The cell is the truth. Where it is missing, or has no answer left, it is rebuilt from the metadata, so that
nothing but :func:`remove_charter` takes stored answers away. A seal that either half has is never taken back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter, Gate
from nbready.charter.parse import charter_to_mapping
from nbready.charter.store import METADATA_KEY, VERSION, NewerCharterError, read_stored, stored_value
from nbready.config import Config, find_config
from nbready.document import Document, DocumentError, Source, read_document
from nbready.errors import CharterError, NbreadyError
from nbready.locking import new_seals, seal_passed
from nbready.notebook import Notebook
from nbready.notebook.edit import Edit, InsertCell, RemoveCell, RemoveMetadata, SetMetadata, SetSource, apply
from nbready.record.cell import write_record
from nbready.record.sealing import stored_seals, with_lines
from nbready.record.signature import stored_signature

_LOAD_EXT = re.compile(r"^[ \t]*%(?:re)?load_ext[ \t]+nbready\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What brings a notebook's two copies of its charter in step; all None when they are.

    Attributes:
        value: The new value of ``metadata.nbready``.
        insert: A charter cell to insert: its index among all cells, and its source.
        fill: A charter cell without an answer to fill in: its index, and its new source.
        record: A charter cell whose seals are to be written: its index, and its new source.
        sealed: The gates that are sealed by it.
    """

    value: Mapping[str, Any] | None = None
    insert: tuple[int, str] | None = None
    fill: tuple[int, str] | None = None
    record: tuple[int, str] | None = None
    sealed: tuple[Gate, ...] = ()

    @property
    def changes(self) -> tuple[str, ...]:
        """What it does, in words."""
        gates = " and ".join(self.sealed)
        words = {
            f"answers of the {gates} gate{'s' * (len(self.sealed) > 1)} sealed": self.sealed or None,
            "seal restored in the charter cell": None if self.sealed else self.record,
            "metadata brought in step with the charter": self.value,
            "charter cell restored from the metadata": self.insert,
            "empty charter cell filled in from the metadata": self.fill,
        }
        return tuple(word for word, part in words.items() if part is not None)

    def edits(self) -> tuple[Edit, ...]:
        """The same, as edits of a file."""
        edits: list[Edit] = []
        if self.value is not None:
            edits.append(SetMetadata(key=METADATA_KEY, value=self.value))
        if self.fill is not None:
            edits.append(SetSource(cell=self.fill[0], source=self.fill[1]))
        if self.record is not None:
            edits.append(SetSource(cell=self.record[0], source=self.record[1]))
        if self.insert is not None:
            edits.append(InsertCell(cell=self.insert[0], source=self.insert[1]))
        return tuple(edits)


def plan_sync(
    document: Document, sources: Sequence[Source], stored: object, *, sealed: Sequence[Gate] = ()
) -> Plan:
    """What brings a notebook in step.

    Args:
        document: What the notebook says about itself, and with what it is to be sealed.
        sources: Its cells, all of them, in order.
        stored: Its ``metadata.nbready`` as it stands; None without one.
        sealed: The gates of the document's seals that the notebook has not yet.

    Raises:
        CharterError: A copy cannot be read, so that nothing can be made of it; names the cell.
    """
    sealed = tuple(sealed)
    _refuse_unreadable(document, stored)
    kept = document.stored.charter if document.stored else Charter()
    if _is_empty(document.from_cell or Charter()) and not _is_empty(kept):
        kept = with_lines(kept, document.seals)
        value = changed_metadata(document.with_own(kept)._replace(seals=document.seals), stored)
        source = write_cell(kept, document.questions, pinned=document.pinned)
        if document.from_cell is not None:
            return Plan(value=value, fill=(document.charter_cells[-1], source), sealed=sealed)
        return Plan(value=value, insert=(place_cell(document, sources), source), sealed=sealed)
    if stored is None and _is_empty(document.own):
        return Plan()
    return Plan(value=changed_metadata(document, stored), record=_record(document, sources), sealed=sealed)


def _record(document: Document, sources: Sequence[Source]) -> tuple[int, str] | None:
    """The charter cell with a line for every seal; None where it has them."""
    if document.from_cell is None or not document.seals:
        return None
    own = with_lines(document.from_cell, document.seals)
    if own == document.from_cell:
        return None
    index = document.charter_cells[-1]
    return index, write_record(sources[index].text, own, document.questions)


def sync_notebook(notebook: Notebook, config: Config | None = None) -> tuple[bytes, tuple[str, ...]]:
    """A notebook's bytes with cell and metadata in step, and what was done, in words.

    Both stay as they are, and the words are empty, when there is nothing to do.

    Raises:
        CharterError: A copy of the charter cannot be read.
        NotebookError: The notebook's format cannot be written.
        ConfigError: The project's configuration cannot be used.
    """
    path = notebook.path
    config = config or find_config(path or Path.cwd())
    sources = [Source(kind=cell.kind, text=cell.source) for cell in notebook.cells]
    found = read_document(sources, notebook.metadata, config, path=path)
    cells = [(cell.source, cell.execution_count is not None) for cell in notebook.code_cells()]
    document = seal_passed(found, cells, today=dt.date.today())
    new = [seal.gate for seal in new_seals(found, document)]
    plan = plan_sync(document, sources, notebook.metadata.get(METADATA_KEY), sealed=new)
    return (apply(notebook, plan.edits()), plan.changes) if plan.changes else (notebook.data, ())


def remove_charter(notebook: Notebook) -> tuple[bytes, tuple[str, ...]]:
    """A notebook's bytes without any copy of its charter, and what was done, in words.

    Raises:
        NotebookError: The notebook's format cannot be written.
    """
    document = read_document(
        [Source(kind=cell.kind, text=cell.source) for cell in notebook.cells],
        {},
        Config(),
        path=notebook.path,
    )
    cells: Iterable[int] = reversed(document.charter_cells)
    edits: list[Edit] = [RemoveCell(cell=index) for index in cells]
    changes = ["charter cell removed"] * bool(edits)
    if METADATA_KEY in notebook.metadata:
        edits.append(RemoveMetadata(key=METADATA_KEY))
        changes.append("metadata removed")
    return (apply(notebook, edits) if edits else notebook.data), tuple(changes)


def _is_empty(charter: Charter) -> bool:
    return not charter_to_mapping(charter) and not charter.inherits


def changed_metadata(document: Document, stored: object) -> Mapping[str, Any] | None:
    """The value of ``metadata.nbready`` that a document asks for; None when ``stored`` is that value."""
    own = with_lines(document.own, document.seals)
    shared = (own.inherits, document.resolved.fingerprint) if own.inherits else None
    value = stored_value(own, stored if isinstance(stored, dict) else None, shared=shared)
    seals = stored_seals(document.charter, document.seals, document.questions)
    signed = stored_signature(document.charter, document.stored.signed if document.stored else {})
    value |= {key: half for key, half in (("seals", seals), ("signed", signed)) if half}
    if value != stored and isinstance(stored, dict) and _says_the_same(document, own, stored):
        # Another layout of the same answers is no change: an older file stays as it is.
        value["charter"] = stored.get("charter", {})
    return None if value == stored else value


def _says_the_same(document: Document, own: Charter, stored: Mapping[str, Any]) -> bool:
    """Whether the metadata hold these very answers."""
    try:
        kept = read_stored(stored, document.questions, path=document.path).charter
    except NbreadyError:
        return False
    return stored.get("version") == VERSION and charter_to_mapping(kept) == charter_to_mapping(own)


def _refuse_unreadable(document: Document, stored: object) -> None:
    lost = _stored_error(document, stored)
    for found in document.errors:
        # A readable cell replaces a copy that cannot be read, but never one from the future.
        is_lost = found.cell is None and lost is not None and str(found.error) == str(lost)
        if not is_lost or document.from_cell is None or isinstance(found.error, NewerCharterError):
            raise _refusal(found, document.path)


def _stored_error(document: Document, stored: object) -> NbreadyError | None:
    if stored is None:
        return None
    try:
        read_stored(stored, document.questions, path=document.path)
    except NbreadyError as error:
        return error
    return None


def _refusal(found: DocumentError, path: Path | None) -> NbreadyError:
    error = found.error
    if found.cell is None:
        return error
    where = "".join(
        f", {name} {number}" for name, number in (("line", error.line), ("column", error.column)) if number
    )
    return CharterError(f"Cell {found.cell + 1}{where}: {error.message}", path=path, remedy=error.remedy)


def place_cell(document: Document, sources: Sequence[Source]) -> int:
    """Index at which a charter cell goes: below ``%load_ext nbready``, or above the first load of data."""
    code = [index for index, source in enumerate(sources) if source.kind == "code"]
    below = next((index for index in code if _LOAD_EXT.search(sources[index].text)), None)
    if below is not None:
        # Further up the cell could not run.
        return below + 1
    first_load = _first_load(document, [sources[index].text for index in code])
    if first_load is not None:
        return code[first_load]
    return code[0] if code else len(sources)


def _first_load(document: Document, cells: Sequence[str]) -> int | None:
    """Index of the first code cell that loads data."""
    from nbready.stages import Catalogue, detect_stages

    catalogue = Catalogue.default().extended(*document.config.stages)
    folder = document.path.parent if document.path else None
    found = detect_stages(cells, catalogue=catalogue, folder=folder, root=document.config.root)
    return next((i for i, cell in enumerate(found) if any(use.stage == "load" for use in cell.uses)), None)
