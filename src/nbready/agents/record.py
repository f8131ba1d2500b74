"""A notebook as an agent's server reads it, and one answer of a person written into it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from nbready.charter.fill_in import write_cell
from nbready.charter.model import GATES, Charter, Review, Value
from nbready.charter.store import METADATA_KEY
from nbready.config import find_config
from nbready.document import Document, Source, read_document
from nbready.errors import NotebookError
from nbready.files.read import FileError, require_inside
from nbready.notebook import Notebook, read_notebook
from nbready.notebook.edit import Edit, InsertCell, SetMetadata, SetSource, apply
from nbready.notebook.write import write_atomically
from nbready.sync import changed_metadata, place_cell


class Read(NamedTuple):
    """A notebook file and what it says about itself."""

    notebook: Notebook
    document: Document

    @property
    def sources(self) -> list[Source]:
        """Its cells as a document reads them."""
        return [Source(kind=cell.kind, text=cell.source) for cell in self.notebook.cells]

    def review(self) -> Review:
        """How its questions stand today."""
        return self.document.review(dt.date.today())


def read_inside(name: str, folder: Path) -> Read:
    """A notebook of a folder, wherever its links lead.

    Raises:
        NbreadyError: It lies elsewhere, or it, its charter or its configuration cannot be read.
    """
    path = folder / name
    try:
        require_inside(path, (folder,))
    except FileError as error:
        raise NotebookError(f"This file cannot be read: {error.problem}.", path=path) from error
    notebook = read_notebook(path)
    sources = [Source(kind=cell.kind, text=cell.source) for cell in notebook.cells]
    document = read_document(sources, notebook.metadata, find_config(path), path=path)
    for found in document.errors:
        raise found.error
    return Read(notebook, document)


def record_answer(read: Read, key: str, answer: Value, *, within: Path) -> Document:
    """Write one answer into the notebook's charter cell and metadata; the document with it.

    It is a person's from then on, whoever drafted it before.

    Raises:
        NbreadyError: The file changed since it was read, or cannot be written.
    """
    document = read.document.with_own(_answered(read.document.own, key, answer))
    # Beside the answers, the questions of this gate are there to fill in by hand.
    gates = GATES[: GATES.index(document.questions[key].gate) + 1]
    source = write_cell(document.own, document.questions, gates=gates, pinned=document.pinned)
    edits: list[Edit] = []
    value = changed_metadata(document, read.notebook.metadata.get(METADATA_KEY))
    if value is not None:
        edits.append(SetMetadata(key=METADATA_KEY, value=value))
    if document.charter_cells:
        edits.append(SetSource(cell=document.charter_cells[-1], source=source))
    else:
        edits.append(InsertCell(cell=place_cell(document, read.sources), source=source))
    path = read.notebook.path
    if path is None:
        raise NotebookError("A notebook without a file cannot be written.")
    write_atomically(path, apply(read.notebook, edits), expected=read.notebook.data, within=(within,))
    return document


def _answered(own: Charter, key: str, answer: Value) -> Charter:
    source = {name: mark for name, mark in own.source.items() if name != key}
    return replace(own, answers={**own.answers, key: answer}, source=source)
