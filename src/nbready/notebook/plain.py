"""Notebooks whose validity is plain to see, without a schema validator and the time that importing one takes.

A yes is always right, because only what nbformat's schemas say of the commonest notebooks is accepted; a no
says nothing, and leaves it to a validator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_OLDEST, _WITH_IDS, _NEWEST = (4, 0), (4, 5), (4, 5)
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_TOP = {"cells", "metadata", "nbformat", "nbformat_minor"}
_TEXT_CELL = {"cell_type", "metadata", "source"}
_CODE_CELL = _TEXT_CELL | {"execution_count", "outputs"}
_STREAM = {"output_type", "name", "text"}
_ERROR = {"output_type", "ename", "evalue", "traceback"}
_DISPLAY = {"output_type", "data", "metadata"}
_RESULT = _DISPLAY | {"execution_count"}
# Metadata of which the schemas ask something that is not looked at here.
_OF_NOTEBOOK = {"title", "authors", "orig_nbformat"}
_OF_CELL = {"name", "tags", "format", "collapsed", "scrolled", "jupyter", "execution"}


def is_plainly_valid(document: object, version: tuple[int, int]) -> bool:
    """Whether a decoded notebook of format 4.0 to 4.5 is certain to be valid."""
    if not isinstance(document, dict) or not _OLDEST <= version <= _NEWEST or document.keys() != _TOP:
        return False
    if (document["nbformat"], document["nbformat_minor"]) != version:
        return False
    cells, metadata = document["cells"], document["metadata"]
    if not isinstance(cells, list) or not isinstance(metadata, dict) or not _OF_NOTEBOOK.isdisjoint(metadata):
        return False
    if "kernelspec" in metadata and not _has_texts(metadata["kernelspec"], ("name", "display_name")):
        return False
    if "language_info" in metadata and not _has_texts(metadata["language_info"], ("name",)):
        return False
    return all(_is_plain_cell(cell, has_id=version >= _WITH_IDS) for cell in cells)


def _has_texts(value: object, required: tuple[str, ...]) -> bool:
    """Whether a mapping has these texts, and a text under every other key but the editor's mode."""
    if not isinstance(value, dict) or any(key not in value for key in required):
        return False
    mode = value.get("codemirror_mode")
    return all(isinstance(text, str) or (text is mode and isinstance(mode, dict)) for text in value.values())


def _is_plain_cell(cell: Any, *, has_id: bool) -> bool:
    if not isinstance(cell, dict):
        return False
    keys = set(cell)
    if has_id:
        if not isinstance(cell.get("id"), str) or not _ID.fullmatch(cell["id"]):
            return False
        keys.discard("id")
    metadata = cell.get("metadata")
    if (
        not isinstance(metadata, dict)
        or not _OF_CELL.isdisjoint(metadata)
        or not _is_text(cell.get("source"))
    ):
        return False
    if cell.get("cell_type") in ("markdown", "raw"):
        return keys == _TEXT_CELL
    return (
        cell.get("cell_type") == "code"
        and keys == _CODE_CELL
        and _is_count(cell["execution_count"])
        and isinstance(cell["outputs"], list)
        and all(map(_is_plain_output, cell["outputs"]))
    )


def _is_plain_output(output: Any) -> bool:
    if not isinstance(output, dict):
        return False
    kind, keys = output.get("output_type"), output.keys()
    if kind == "stream":
        return keys == _STREAM and isinstance(output["name"], str) and _is_text(output["text"])
    if kind == "error":
        names = isinstance(output.get("ename"), str) and isinstance(output.get("evalue"), str)
        return (
            keys == _ERROR
            and names
            and isinstance(output["traceback"], list)
            and _is_text(output["traceback"])
        )
    if kind == "display_data":
        return keys == _DISPLAY and _is_plain_bundle(output)
    if kind == "execute_result":
        return keys == _RESULT and _is_plain_bundle(output) and _is_count(output["execution_count"])
    return False


def _is_plain_bundle(output: Mapping[str, Any]) -> bool:
    data = output["data"]
    return (
        isinstance(output["metadata"], dict) and isinstance(data, dict) and all(map(_is_text, data.values()))
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value))


def _is_count(value: object) -> bool:
    return value is None or (type(value) is int and value >= 0)
