"""A notebook out of a file whose name says how it is kept: as JSON, or as text."""

from __future__ import annotations

from pathlib import Path

from nbready.notebook.file import MAX_BYTES, TEXT_SUFFIXES, read_bytes
from nbready.notebook.model import Notebook
from nbready.notebook.read import parse_notebook


def open_notebook(path: Path | str, *, validate: bool = True, max_bytes: int = MAX_BYTES) -> Notebook:
    """Read a notebook file of any kind; arguments and errors as for :func:`read.read_notebook`."""
    data = read_bytes(path, max_bytes=max_bytes)
    return parse_file(data, path=Path(path), name=str(path), validate=validate)


def parse_file(data: bytes, *, path: Path | None, name: str, validate: bool = True) -> Notebook:
    """Read a notebook from the bytes of a file.

    Args:
        data: The file's bytes.
        path: The file, for messages and for what lies beside it; None for one that lies elsewhere.
        name: Its name or address.
        validate: Whether to hold JSON against nbformat's schema.
    """
    if not name.endswith(TEXT_SUFFIXES):
        return parse_notebook(data, path=path, validate=validate)
    from nbready.notebook.text import parse_text_notebook

    return parse_text_notebook(data, path=path, suffix=Path(name).suffix)
