"""What came before what in a notebook: in the file, and in the kernel that ran it last."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.lint.facts import Facts
from nbready.lint.replay import CellVerdict


def load_above_charter(facts: Facts) -> CellVerdict | None:
    """The first load of the project's data, where it stands above every charter cell."""
    cells, first = facts.document.charter_cells, facts.first_load()
    return first if cells and first and first.cell.position < min(cells) else None


def load_run_first(facts: Facts) -> tuple[CellVerdict, int] | None:
    """A load that ran before the charter cell, and the count under which that ran.

    Only where every earlier count is held by another cell, so that the charter cannot have run before too.
    """
    charter_run = max(_charter_counts(facts), default=0)
    counts = {cell.execution_count for cell in facts.notebook.cells}
    for asked in facts.asked("data"):
        ran = asked.cell.execution_count
        if ran and not facts.is_ignored(asked) and ran < charter_run and {*range(1, ran)} <= counts:
            return asked, charter_run
    return None


def _charter_counts(facts: Facts) -> Iterator[int]:
    for index in facts.document.charter_cells:
        yield facts.notebook.cells[index].execution_count or 0
