"""Files that have a charter, as the commands read them: notebooks, and charters by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nbready.charter.model import Charter
from nbready.config import Config, find_config
from nbready.document import Document, Source, read_document
from nbready.errors import CharterError
from nbready.files.read import FileError, read_text

if TYPE_CHECKING:
    from nbready.notebook import Notebook

_YAML = (".yaml", ".yml")


def is_charter_file(path: Path) -> bool:
    """Whether a file is a charter by itself, by its name."""
    return path.suffix.lower() in _YAML


def open_document(path: Path) -> Document:
    """The document of a notebook or of a charter file, under the configuration in force there.

    Raises:
        NbreadyError: The file, its charter or its questions cannot be read.
    """
    config = find_config(path)
    if is_charter_file(path):
        document = read_document([], {}, config, path=path)
        return _sound(document).with_own(_charter_file(path, document))
    from nbready.notebook.open import open_notebook

    return document_of(open_notebook(path), config)


def document_of(notebook: Notebook, config: Config) -> Document:
    """The document of a notebook that was read.

    Raises:
        NbreadyError: Its charter or its questions cannot be read; names the cell.
    """
    sources = [Source(kind=cell.kind, text=cell.source) for cell in notebook.cells]
    return _sound(read_document(sources, notebook.metadata, config, path=notebook.path))


def _charter_file(path: Path, document: Document) -> Charter:
    from nbready.charter.parse import parse_charter
    from nbready.charter.yaml_text import MAX_BYTES

    try:
        text = read_text(path, max_bytes=MAX_BYTES)
    except FileError as error:
        raise CharterError(f"This file cannot be read: {error.problem}.", path=path) from error
    return parse_charter(text, document.questions, path=path)


def _sound(document: Document) -> Document:
    for found in document.errors:
        if found.cell is not None:
            found.error.path = f"{document.path} (cell {found.cell + 1})"
        raise found.error
    return document
