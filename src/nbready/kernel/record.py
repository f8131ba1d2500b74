"""What a kernel starts from: the notebook's record on disk, and the cells that were run already."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nbready.charter.store import METADATA_KEY
from nbready.config import Config, find_config
from nbready.document import Document, Source, read_document
from nbready.errors import ConfigError
from nbready.kernel.place import Place


def read_record(found: Place, past: Iterable[str]) -> tuple[Document, list[str]]:
    """The record of a notebook, as far as its file and this kernel's past cells tell it.

    Args:
        found: The notebook's file, or an empty place where none is known.
        past: The raw text of the cells that were run, in order; a charter among them wins over the file's.

    Returns:
        The record, and what could not be read, as sentences.
    """
    config, problems = _config(found.path.parent if found.path else Path.cwd())
    cells = (*found.cells, *(Source(kind="code", text=text) for text in past))
    document = read_document(cells, found.metadata, config, path=found.path)
    # Errors in cells of this kernel were told when they ran.
    in_file = [e for e in document.errors if e.cell is None or e.cell < len(found.cells)]
    problems += [str(e.error) if e.cell is None else f"Cell {e.cell + 1}: {e.error}" for e in in_file]
    return document, problems + _changes_of_template(found.metadata.get(METADATA_KEY))


def _changes_of_template(stored: object) -> list[str]:
    """What a notebook changed of what its template locks."""
    if stored is None:
        return []
    from nbready.templates.lock import complaint

    changed = complaint(stored)
    return [f"{changed} The linter reports it too."] if changed else []


def _config(folder: Path) -> tuple[Config, list[str]]:
    try:
        return find_config(folder), []
    except ConfigError as error:
        return Config(), [f"{error} Until then nbready's defaults hold."]
