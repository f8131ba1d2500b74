"""The cells of a decoded notebook, however little of the rest is as it should be.

:mod:`nbready.notebook.read` refuses a file that is no notebook and says why. Here are those who cannot
refuse, because somebody is at work in that very notebook: a kernel, a server at a save, a notebook that
another one runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Outline(NamedTuple):
    """A cell as far as it could be made out.

    Attributes:
        kind: Its ``cell_type``; empty where it has none.
        text: Its text; empty where that is no text.
        id: Its id, where it has one.
        was_run: Whether it says that it was run.
    """

    kind: str
    text: str
    id: str | None = None
    was_run: bool = False


def outline(document: object, *, prose: bool = True) -> tuple[Outline, ...]:
    """The cells of a decoded notebook; none where there are none to be found.

    Args:
        document: The notebook as decoded JSON.
        prose: Whether to give the text of Markdown cells, which can hold megabytes of pictures.
    """
    cells = document.get("cells") if isinstance(document, Mapping) else None
    found = (cell for cell in cells if isinstance(cell, Mapping)) if isinstance(cells, list) else ()
    return tuple(_outline(cell, prose) for cell in found)


def text_of(source: object) -> str | None:
    """The text that a ``source`` stands for, in one piece or in lines; None where it is no text."""
    if isinstance(source, str):
        return source
    if not isinstance(source, list):
        return None
    try:
        return "".join(source)
    except TypeError:  # a line that is no text
        return None


def _outline(cell: Mapping[str, Any], prose: bool) -> Outline:
    kind, cell_id = cell.get("cell_type"), cell.get("id")
    return Outline(
        kind=kind if isinstance(kind, str) else "",
        text=(text_of(cell.get("source")) or "") if prose or kind != "markdown" else "",
        id=cell_id if isinstance(cell_id, str) else None,
        was_run=isinstance(cell.get("execution_count"), int),
    )
