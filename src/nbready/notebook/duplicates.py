"""Keys that a notebook's JSON has twice: decoders take the last one, and other readers the first."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

_ONCE = (b"cells", b"nbformat", b"nbready")
# Inside a string the closing quote would be escaped.
_KEY = re.compile(rb'"(cells|nbformat|nbready|source|metadata)"')
# Objects that readers of notebooks look into; what an output holds is its own affair.
_OURS = {"cells", "nbformat", "cell_type", "nbready", "kernelspec"}


def find_duplicate(document: Mapping[str, Any], data: bytes) -> str:
    """A key that the notebook, one of its cells or its metadata has twice; empty where there is none.

    Args:
        document: What was decoded of ``data``, cells of format 4.
        data: The file.
    """
    return _find(data) if _may_have_some(document, data) else ""


def _may_have_some(document: Mapping[str, Any], data: bytes) -> bool:
    """Whether a key stands there more often than what was decoded can hold; to count costs little."""
    # One look at the file for all keys: it can have megabytes of pictures. Counted one by one, not collected.
    counts = Counter(key[1] for key in _KEY.finditer(data))
    cells = document.get("cells")
    cells = [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []
    if any(counts[key] > 1 for key in _ONCE) or counts[b"source"] > len(cells):
        return True
    of_outputs = counts[b"metadata"] - len(cells) - 1
    return of_outputs > 0 and of_outputs > sum(map(_metadata_of_outputs, cells))


def _metadata_of_outputs(cell: Mapping[str, Any]) -> int:
    outputs: Sequence[Any] | Any = cell.get("outputs")
    if not isinstance(outputs, list):
        return 0
    return sum(isinstance(output, dict) and "metadata" in output for output in outputs)


def _find(data: bytes) -> str:
    found: list[str] = []

    def note(pairs: Collection[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs) and not _OURS.isdisjoint(made):
            seen: set[str] = set()
            found.extend(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return made

    try:
        json.loads(data, object_pairs_hook=note)
    except (ValueError, RecursionError):  # a text notebook, or one that is nested deeply
        return ""
    return found[0] if found else ""
