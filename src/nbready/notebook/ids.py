"""Cell ids as a notebook's format wants them: one each, each another from 4.5 on, none before."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nbready.notebook.decode import decode
from nbready.notebook.edit import SetIds, apply, fresh_id
from nbready.notebook.model import Notebook
from nbready.wording import counted

_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def repair_ids(notebook: Notebook) -> tuple[bytes, tuple[str, ...]]:
    """The notebook's bytes with its cell ids repaired, and what was done, in words.

    Only ids that are missing, not valid or used before are written, and those of formats before 4.5 taken
    away; every other byte stays. Both are as they were, and the words empty, when there is nothing to do.

    Raises:
        NotebookError: The notebook's format is older than 4.
    """
    wrong = _wrong_ids(notebook)
    if not wrong:
        return notebook.data, ()
    verb = "repaired" if notebook.nbformat >= (4, 5) else "removed, which this format does not have"
    return apply(notebook, [SetIds(ids=wrong)]), (f"{counted(len(wrong), 'cell id')} {verb}",)


def _wrong_ids(notebook: Notebook) -> Mapping[int, str | None]:
    """What the ids of some cells are to be, by the cell's index."""
    if notebook.nbformat < (4, 5):
        cells = decode(notebook.data, path=notebook.path).get("cells", [])
        return {number: None for number, cell in enumerate(cells) if "id" in cell}
    wrong: dict[int, str | None] = {}
    seen: set[str] = set()
    for cell in notebook.cells:
        if cell.id is None or cell.id in seen or not _ID.fullmatch(cell.id):
            wrong[cell.position] = fresh_id(f"{cell.position} {cell.source}", notebook.data)
        else:
            seen.add(cell.id)
    return wrong
