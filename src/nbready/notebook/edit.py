"""Changes to a notebook file as byte splices: only what a change is about changes.

Indentation, separators, key order, long integers, escapes and the final newline stay as they are, because
nothing else is written again. New text takes the file's own style.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

from nbready.errors import NotebookError
from nbready.notebook.model import Kind, Notebook
from nbready.notebook.scan import Span, items, member, members, root
from nbready.notebook.style import Style, read_style


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMetadata:
    """Give a key of the notebook's metadata a value, in its place if it is there."""

    key: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMetadata:
    """Take a key out of the notebook's metadata."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSource:
    """Replace the source of a cell, counted from 0 among all cells."""

    cell: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertCell:
    """Insert a new cell before the one at ``cell``; at the end when there are no more."""

    cell: int
    source: str
    kind: Kind = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCell:
    """Take a cell out."""

    cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetIds:
    """Give cells ids, by their index among all cells; None takes an id away."""

    ids: Mapping[int, str | None]


Edit: TypeAlias = "SetMetadata | RemoveMetadata | SetSource | SetIds | InsertCell | RemoveCell"


def apply(notebook: Notebook, edits: Iterable[Edit]) -> bytes:
    """The notebook's bytes with the edits made, one after another: each counts cells as the last left them.

    Raises:
        NotebookError: The notebook's format is older than 4.
        IndexError: An edit names a cell that is not there.
    """
    if notebook.nbformat[0] != 4:
        raise NotebookError(
            f"This notebook has format {notebook.nbformat[0]}, which is read and not written.",
            path=notebook.path,
            remedy="Open it in Jupyter and save it, then try again.",
        )
    data = notebook.data
    for is_removal, some in groupby(edits, lambda edit: isinstance(edit, RemoveCell)):
        if is_removal:
            # Together: the whole file is read for each.
            data = _remove_cells(data, [edit.cell for edit in some if isinstance(edit, RemoveCell)])
            continue
        for edit in some:
            data = _apply(data, edit, has_ids=notebook.nbformat >= (4, 5))
    return data


def _apply(data: bytes, edit: Edit, *, has_ids: bool) -> bytes:
    style = read_style(data)
    if isinstance(edit, SetMetadata):
        return _set_metadata(data, edit, style)
    if isinstance(edit, RemoveMetadata):
        return _remove_metadata(data, edit)
    if isinstance(edit, SetSource):
        return _set_source(data, edit, style)
    if isinstance(edit, SetIds):
        return _set_ids(data, edit, style)
    if isinstance(edit, InsertCell):
        return _insert_cell(data, edit, style, has_ids=has_ids)
    return _remove_cells(data, [edit.cell])


def _set_metadata(data: bytes, edit: SetMetadata, style: Style) -> bytes:
    top = root(data).start
    metadata = member(data, top, "metadata")
    if metadata is None:
        spans = [Span(m.key_start, m.value.end) for m in members(data, top)]
        text = _member(style, "metadata", {edit.key: edit.value}, depth=1)
        return _insert(data, Span(top, root(data).end), spans, len(spans), text, style, depth=1)
    known = member(data, metadata.value.start, edit.key)
    if known is not None:
        return _splice(data, known.value, style.dumps(edit.value, depth=2))
    siblings = list(members(data, metadata.value.start))
    spans = [Span(m.key_start, m.value.end) for m in siblings]
    at = _sorted_place([m.key for m in siblings], edit.key)
    text = _member(style, edit.key, edit.value, depth=2)
    return _insert(data, metadata.value, spans, at, text, style, depth=2)


def _remove_metadata(data: bytes, edit: RemoveMetadata) -> bytes:
    metadata = member(data, root(data).start, "metadata")
    if metadata is None:
        return data
    siblings = list(members(data, metadata.value.start))
    spans = [Span(m.key_start, m.value.end) for m in siblings]
    # Of two members of one name, decoders would bring the first back.
    gone = {at for at, m in enumerate(siblings) if m.key == edit.key}
    return _remove(data, metadata.value, spans, gone)


def _set_source(data: bytes, edit: SetSource, style: Style) -> bytes:
    source = member(data, _cell_spans(data)[1][edit.cell].start, "source")
    if source is None:
        raise IndexError(edit.cell)
    value: Any = edit.source
    if data[source.value.start] == ord("["):
        value = edit.source.splitlines(keepends=True)
    return _splice(data, source.value, style.dumps(value, depth=3))


def _set_ids(data: bytes, edit: SetIds, style: Style) -> bytes:
    spans = _cell_spans(data)[1]
    # From the last cell to the first, so that the places of the others stay right.
    for index in sorted(edit.ids, reverse=True):
        data = _set_id(data, spans[index], edit.ids[index], style)
    return data


def _set_id(data: bytes, cell: Span, value: str | None, style: Style) -> bytes:
    siblings = list(members(data, cell.start))
    spans = [Span(m.key_start, m.value.end) for m in siblings]
    known = [at for at, sibling in enumerate(siblings) if sibling.key == "id"]
    if value is None:
        return _remove(data, cell, spans, known)
    if known:
        return _splice(data, siblings[known[-1]].value, style.dumps(value, depth=3))
    at = _sorted_place([m.key for m in siblings], "id")
    return _insert(data, cell, spans, at, _member(style, "id", value, depth=3), style, depth=3)


def _insert_cell(data: bytes, edit: InsertCell, style: Style, *, has_ids: bool) -> bytes:
    cells, spans = _cell_spans(data)
    cell: dict[str, Any] = {"cell_type": edit.kind, "metadata": {}}
    cell["source"] = edit.source.splitlines(keepends=True)
    if spans and _has_text_source(data, spans):
        cell["source"] = edit.source
    if edit.kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    if has_ids:
        cell["id"] = fresh_id(edit.source, data)
    return _insert(data, cells, spans, edit.cell, style.dumps(cell, depth=2), style, depth=2)


def _remove_cells(data: bytes, indices: Iterable[int]) -> bytes:
    """Take cells out, one after another: each index counts cells as the last one left them."""
    cells, spans = _cell_spans(data)
    left = list(range(len(spans)))
    return _remove(data, cells, spans, {left.pop(index) for index in indices})


def _cell_spans(data: bytes) -> tuple[Span, list[Span]]:
    cells = member(data, root(data).start, "cells")
    if cells is None:
        raise IndexError("the notebook has no cells")
    return cells.value, list(items(data, cells.value.start))


def _has_text_source(data: bytes, cells: list[Span]) -> bool:
    sources = (member(data, cell.start, "source") for cell in cells)
    return all(source is not None and data[source.value.start] == ord('"') for source in sources)


def fresh_id(source: str, data: bytes) -> str:
    """An id that no cell has; the same one for the same change, so that a diff tells what a fix does."""
    salt = 0
    while True:
        digest = hashlib.sha256(f"{salt}{source}".encode()).hexdigest()[:8]
        if digest.encode() not in data:
            return digest
        salt += 1


def _sorted_place(keys: list[str], key: str) -> int:
    """Where a key goes among its siblings: in order if they are, as Jupyter sorts them; else last."""
    if keys != sorted(keys):
        return len(keys)
    return sum(other < key for other in keys)


def _member(style: Style, key: str, value: object, *, depth: int) -> bytes:
    return json.dumps(key).encode() + style.colon + style.dumps(value, depth=depth)


def _splice(data: bytes, span: Span, text: bytes) -> bytes:
    return data[: span.start] + text + data[span.end :]


def _insert(
    data: bytes, parent: Span, children: list[Span], at: int, text: bytes, style: Style, *, depth: int
) -> bytes:
    """Put a child into an object or array, before the child at ``at``."""
    if not children:
        inside = Span(parent.start + 1, parent.end - 1)
        return _splice(data, inside, style.line(depth) + text + style.line(depth - 1))
    # The white space before a sibling is the best model for the white space before a new one.
    before = children[0].start
    space = data[parent.start + 1 : before]
    gap = b"," + (space or style.gap)
    if len(children) > 1 and not space.strip(b" \t"):
        gap = data[children[0].end : children[1].start]
    if at < len(children):
        return _splice(data, Span(children[at].start, children[at].start), text + gap)
    return _splice(data, Span(children[-1].end, children[-1].end), gap + text)


def _remove(data: bytes, parent: Span, children: list[Span], gone: Collection[int]) -> bytes:
    """Take children out of an object or array, each with the comma that went with it."""
    left = [at for at in range(len(children)) if at not in gone]
    if not gone or not left:
        return _splice(data, Span(parent.start + 1, parent.end - 1), b"") if gone else data
    pieces = [data[: children[0].start]]
    for at in left:
        pieces.append(data[slice(*children[at])])
        if at != left[-1]:
            pieces.append(data[children[at].end : children[at + 1].start])
    return b"".join([*pieces, data[children[-1].end :]])
