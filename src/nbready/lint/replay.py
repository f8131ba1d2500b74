"""The guard, run over a file: the same gate, asked by each code cell in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from nbready.charter.model import Gate
from nbready.gate import GateState, Verdict, decide
from nbready.notebook import Cell
from nbready.stages.uses import CellStages


class CellVerdict(NamedTuple):
    """A verdict and the cell it is about."""

    cell: Cell
    verdict: Verdict


def replay(
    cells: Iterable[Cell],
    stages: Iterable[CellStages],
    states: Mapping[Gate, GateState],
    ignored: Mapping[int, Iterable[str]],
) -> Iterator[CellVerdict]:
    """The verdicts of a whole notebook.

    Args:
        cells: The code cells, in order.
        stages: What each of them does.
        states: How the gates stand; the document's charter holds from the top.
        ignored: Rule codes that a cell asks to ignore, by the cell's index among all cells.
    """
    for cell, found in zip(cells, stages, strict=True):
        for verdict in decide(found.uses, states, ignored=ignored.get(cell.position, ())):
            yield CellVerdict(cell=cell, verdict=verdict)
