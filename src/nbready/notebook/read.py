"""Notebook files, read: bytes, JSON, schema, cells. Nothing is repaired."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from nbready.errors import NotebookError
from nbready.notebook.decode import decode, decode_fast, refuse_crowds, refuse_halves
from nbready.notebook.duplicates import find_duplicate
from nbready.notebook.file import MAX_BYTES, read_bytes
from nbready.notebook.model import Cell, Kind, Notebook
from nbready.notebook.outline import text_of
from nbready.notebook.schema import is_valid_fast, require_valid

# charter.store.METADATA_KEY: importing it would cost more than the reading.
_OURS = "nbready"
_NEWEST = 4
_REPAIR_IDS = "Open it in Jupyter and save it, or run `nbready sync --repair-ids`."
_RESAVE = "Open it in Jupyter and save it again, or repair it by hand."
# What nbformat makes of the cell types of format 3.
_KINDS: Mapping[str, Kind] = {"heading": "markdown", "html": "markdown", "plaintext": "raw"}
# Colab names the kernel and not its language.
_KERNELS = {
    ".net": "c#",
    "bash": "bash",
    "deno": "typescript",
    "gophernotes": "go",
    "ir": "r",
    "irkernel": "r",
    "julia": "julia",
    "matlab": "matlab",
    "octave": "octave",
    "rust": "rust",
    "sas": "sas",
    "sparkkernel": "scala",
    "xcpp17": "c++",
}
_PYTHONS = ("python", "ipython", "pyspark")
_CONFLICT = re.compile(r"^<{7}(?: .*)?\n(?:.*\n)*?={7}\n(?:.*\n)*?>{7}(?: .*)?$", re.MULTILINE)


def read_notebook(path: Path | str, *, validate: bool = True, max_bytes: int = MAX_BYTES) -> Notebook:
    """Read a notebook file.

    Args:
        path: A regular file; a FIFO, a device or a folder is refused, never opened.
        validate: Whether to hold it against nbformat's schema: what it breaks, where a kernel would run it
            all the same, is among the notebook's ``remarks``.
        max_bytes: The size from which a file is refused.

    Raises:
        NotebookError: ``code`` says why: NBR001 unreadable, NBR002 not a notebook, NBR003 its cells
            cannot be told, NBR004 a merge conflict, NBR005 a git-lfs pointer.
    """
    path = Path(path)
    return parse_notebook(read_bytes(path, max_bytes=max_bytes), path=path, validate=validate)


def parse_notebook(data: bytes, *, path: Path | None = None, validate: bool = True) -> Notebook:
    """Read a notebook from the bytes of its file; see :func:`read_notebook`."""
    refuse_crowds(data, path=path)
    document = decode_fast(data)
    if document is not None and _is_beyond_doubt(document, validate):
        return build_notebook(document, data, path)
    document = decode(data, path=path)
    version = _version(document, path)
    broken = _break_of_schema(document, version, path) if validate and version[0] >= 3 else None
    try:
        notebook = build_notebook(document, data, path)
    except NotebookError as error:
        # The schema tells it more exactly.
        raise broken or error if error.code == "NBR003" else error from None
    if broken is not None:
        notebook = notebook._replace(remarks=(broken, *notebook.remarks))
    # orjson refuses halves of surrogate pairs; the standard decoder lets them pass.
    _refuse_halves(notebook)
    return notebook


def _is_beyond_doubt(document: object, validate: bool) -> bool:
    """Whether the fast stack's yes may stand; its no never does, so that both stacks say the same."""
    if type(document) is not dict:
        return False
    version = (document.get("nbformat"), document.get("nbformat_minor"))
    if version[0] != _NEWEST or type(version[1]) is not int:
        return False
    if validate and not is_valid_fast(document, cast("tuple[int, int]", version)):
        return False
    cells, metadata = document.get("cells"), document.get("metadata")
    if type(cells) is not list or type(metadata) is not dict or _has_float(metadata.get(_OURS)):
        return False
    # orjson rounds whole numbers of more than 64 bits.
    return all(type(cell) is dict and type(cell.get("execution_count")) is not float for cell in cells)


def _has_float(value: object) -> bool:
    values = [value]
    while values:
        value = values.pop()
        if type(value) is float:
            return True
        values += value if type(value) is list else value.values() if type(value) is dict else ()
    return False


def _break_of_schema(
    document: Mapping[str, Any], version: tuple[int, int], path: Path | None
) -> NotebookError | None:
    if version >= (4, 5):
        document = _with_ids(document)
    if not is_valid_fast(document, version):
        try:
            require_valid(document, version, path=path)
        except NotebookError as error:
            return error
    return None


def _with_ids(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document with an id for each cell that lacks one: like nbformat, we complain and read on."""
    cells = document.get("cells")
    if not isinstance(cells, list):
        return document
    return {**document, "cells": [{"id": "x", **c} if isinstance(c, dict) else c for c in cells]}


def build_notebook(document: Mapping[str, Any], data: bytes, path: Path | None) -> Notebook:
    """A notebook out of its decoded file.

    Raises:
        NotebookError: (NBR003) It lacks what a notebook has; (NBR004) a merge conflict is left in it.
    """
    version = _version(document, path)
    if version[0] < 3:
        document = _convert(document, path)
    metadata = _mapping(document.get("metadata", {}), "metadata", path)
    cells = tuple(_cells(_raw_cells(document, path), path))
    notebook = Notebook(
        path=path,
        language=_language(metadata),
        nbformat=version,
        cells=cells,
        metadata=metadata,
        data=data,
        remarks=(*_id_remarks(cells, path, version), *_duplicate_remarks(document, data, path)),
    )
    _refuse_conflicts(notebook)
    return notebook


def _version(document: object, path: Path | None) -> tuple[int, int]:
    if not isinstance(document, dict) or "nbformat" not in document:
        raise NotebookError(
            "This is JSON, but not a notebook: `nbformat` is missing.",
            code="NBR002",
            path=path,
            remedy=_RESAVE,
        )
    major, minor = document["nbformat"], document.get("nbformat_minor", 0)
    if type(major) is not int or type(minor) is not int or major < 1 or minor < 0:
        raise _invalid("`nbformat` and `nbformat_minor` must be whole numbers", path)
    if major > _NEWEST:
        raise NotebookError(
            f"This notebook has format {major}, which is newer than format {_NEWEST}, the newest one known.",
            code="NBR003",
            path=path,
            remedy="Update nbready, or save it in an older format.",
        )
    return major, minor


def _convert(document: Mapping[str, Any], path: Path | None) -> Mapping[str, Any]:
    import nbformat

    try:
        old = nbformat.versions[document["nbformat"]].to_notebook_json(document)
        converted = nbformat.convert(old, _NEWEST)  # type: ignore[no-untyped-call]
        plain: dict[str, Any] = json.loads(json.dumps(converted))
    except Exception as error:  # formats from before schemas: anything can be missing
        raise _invalid(f"nbformat cannot convert format {document['nbformat']}", path) from error
    for cell in plain["cells"]:
        cell.pop("id", None)  # made up on the way, anew each time
    return plain


def _raw_cells(document: Mapping[str, Any], path: Path | None) -> Iterator[Any]:
    """The cells of format 4, or those of the worksheets of format 3, in order."""
    if "worksheets" not in document:
        yield from _list(document.get("cells"), "cells", path)
        return
    for sheet in _list(document["worksheets"], "worksheets", path):
        yield from _list(_mapping(sheet, "worksheets", path).get("cells"), "cells", path)


def _cells(raw_cells: Iterator[Any], path: Path | None) -> Iterator[Cell]:
    code_index = 0
    for index, raw in enumerate(raw_cells):
        if type(raw) is not dict:
            raise _invalid(f"cell {index + 1} is not an object", path)
        kind = raw.get("cell_type")
        if type(kind) is str and kind in _KINDS:
            kind = _KINDS[kind]
        metadata = raw.get("metadata", {})
        source = raw["source"] if "source" in raw else raw.get("input", "")
        text = text_of(source)
        if text is None and type(source) is list:
            raise _invalid(f"cell {index + 1} has a `source` that is not text", path)
        if kind not in ("code", "markdown", "raw") or text is None or type(metadata) is not dict:
            raise _invalid(f"cell {index + 1} lacks a known `cell_type`, a `source` or its `metadata`", path)
        is_code = kind == "code"
        cell_id, count = raw.get("id"), raw.get("execution_count", raw.get("prompt_number"))
        tags = metadata.get("tags")
        yield Cell(
            position=index,
            code_index=code_index if is_code else None,
            kind=cast("Kind", kind),
            source=text,
            id=cell_id if type(cell_id) is str else None,
            execution_count=count if type(count) is int else None,
            tags=tuple(tag for tag in tags if type(tag) is str) if type(tags) is list else (),
            metadata=metadata,
        )
        code_index += is_code


def _language(metadata: Mapping[str, Any]) -> str:
    kernel, info = metadata.get("kernelspec"), metadata.get("language_info")
    kernel = kernel if isinstance(kernel, dict) else {}
    info = info if isinstance(info, dict) else {}
    name = str(kernel.get("name", "")).lower()
    of_kernel = kernel.get("language") or _KERNELS.get(name) or _KERNELS.get(name.partition("-")[0])
    # VS Code wrote "python" beside whatever kernel there was: the kernel is what runs the cells.
    stated = [str(language).lower() for language in (info.get("name"), of_kernel) if language]
    others = [language for language in stated if not language.startswith(_PYTHONS)]
    return others[-1] if others else "python"


def _duplicate_remarks(
    document: Mapping[str, Any], data: bytes, path: Path | None
) -> tuple[NotebookError, ...]:
    key = find_duplicate(document, data)
    if not key:
        return ()
    message = f"`{key:.60}` is written twice in one object: here the last one counts, elsewhere the first."
    return (NotebookError(message, code="NBR003", path=path, remedy="Delete one of the two."),)


def _id_remarks(
    cells: Sequence[Cell], path: Path | None, version: tuple[int, int]
) -> tuple[NotebookError, ...]:
    if version < (4, 5):
        return ()
    ids = [cell.id for cell in cells]
    if len({*ids} - {None}) == len(ids):
        return ()
    seen: set[str] = set()
    for cell in cells:
        if cell.id is None or cell.id in seen:
            what = "has no id" if cell.id is None else f"has the id of another cell, `{cell.id}`"
            message = f"Cell {cell.position + 1} {what}."
            return (NotebookError(message, code="NBR003", path=path, remedy=_REPAIR_IDS, cell=cell.position),)
        seen.add(cell.id)
    return ()


def _refuse_conflicts(notebook: Notebook) -> None:
    metadata = (notebook.metadata, *(cell.metadata for cell in notebook.cells))
    if any("nbdime-conflicts" in part for part in metadata):
        raise _conflict("nbdime left a merge conflict in the metadata (`nbdime-conflicts`).", notebook)
    for cell in notebook.code_cells():
        if "<<<<<<<" in cell.source and _CONFLICT.search(cell.source):
            raise _conflict(f"A merge conflict is left in cell {cell.position + 1}.", notebook)


def _conflict(message: str, notebook: Notebook) -> NotebookError:
    remedy = "Resolve it (`nbdime mergetool` helps), then check again."
    return NotebookError(message, code="NBR004", path=notebook.path, remedy=remedy)


def _refuse_halves(notebook: Notebook) -> None:
    """Refuse half surrogate pairs in what is handed on; in outputs, which nobody reads, they do no harm."""
    if b"\\ud" not in notebook.data and b"\\uD" not in notebook.data:
        return
    for cell in notebook.cells:
        refuse_halves((cell.source, cell.id, cell.metadata), path=notebook.path)
    refuse_halves(notebook.metadata, path=notebook.path)


def _mapping(value: object, name: str, path: Path | None) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _invalid(f"`{name}` is not an object", path)
    return value


def _list(value: object, name: str, path: Path | None) -> Sequence[Any]:
    if not isinstance(value, list):
        raise _invalid(f"`{name}` is not a list", path)
    return value


def _invalid(problem: str, path: Path | None) -> NotebookError:
    message = f"This notebook is not valid: {problem}."
    return NotebookError(message, code="NBR003", path=path, remedy=_RESAVE)
