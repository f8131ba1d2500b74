"""The detector: cells in order, in; the stages that each enters, out."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from nbready.stages.catalogue import Catalogue
from nbready.stages.embedded import sql
from nbready.stages.state import Live, State
from nbready.stages.syntax.rescue import rescue
from nbready.stages.syntax.source import parse_cell
from nbready.stages.uses import CellStages, Effect, StageUse
from nbready.stages.walk import Walk

_NOTHING = CellStages()


class Detector:
    """Reads the code cells of one notebook in order and says which stages each enters.

    What a cell imports and defines is kept for the cells that follow, whether or not it was executed.

    Args:
        catalogue: The known calls; those that come with nbready by default.
        folder: Where modules and scripts beside the notebook are looked for; None to read no file.
        root: The project's folder: links in ``folder`` are followed inside it, by default in ``folder``.
        live: Gives the dotted names of the MRO of what a name holds in a running kernel, None if unbound.
    """

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        *,
        folder: Path | None = None,
        root: Path | None = None,
        live: Live | None = None,
    ) -> None:
        self._state = State(catalogue or Catalogue.default(), folder, live, root)
        self._walk = Walk(self._state)

    def read(self, source: str) -> CellStages:
        """The stages of the next code cell, given as the person wrote it. Never raises."""
        tree = parse_cell(source)
        if tree is not None:
            return self.read_tree(tree)
        if sql.is_cell(self._state.catalogue, source):
            query = parse_cell(f"%%sql\n{source}")
            if query is not None:
                return self.read_tree(query)._replace(skipped="this cell is SQL")
        rescued = rescue(source)
        if rescued.tree is None:
            self._state.next_cell()
            return CellStages(skipped=rescued.remark, gaps=rescued.gaps)
        found = self.read_tree(rescued.tree)
        return found._replace(skipped=rescued.remark, gaps=tuple(sorted({*found.gaps, *rescued.gaps})))

    def close(self) -> None:
        """Let go of the notebook's trees at once."""
        self._state.scope.clear()

    def read_tree(self, tree: ast.Module) -> CellStages:
        """The stages of the next code cell, given as IPython's transformed tree, which is left as it is."""
        self._state.next_cell()
        walk = self._walk
        walk.begin()
        try:
            walk.run(tree.body)
            walk.settle()
        except RecursionError:
            uses = _ordered(walk.cell_frame.effects)
            return CellStages(uses, skipped="this cell is nested too deeply")
        gaps = self._state.gaps
        if gaps:
            remark = "a magic's code is not valid Python, and was read as far as possible"
            return CellStages(_ordered(walk.frame.effects), skipped=remark, gaps=tuple(sorted(set(gaps))))
        return CellStages(_ordered(walk.frame.effects)) if walk.frame.effects else _NOTHING


def detect_stages(
    cells: Iterable[str],
    *,
    catalogue: Catalogue | None = None,
    folder: Path | None = None,
    root: Path | None = None,
) -> tuple[CellStages, ...]:
    """The stages of every code cell of a notebook.

    Args:
        cells: The code cells as text, in order.
        catalogue: The known calls; those that come with nbready by default.
        folder: The notebook's folder, where modules and scripts beside it are looked for.
        root: The project's folder: links in ``folder`` are followed inside it, by default in ``folder``.
    """
    detector = Detector(catalogue, folder=folder, root=root)
    try:
        return tuple(detector.read(cell) for cell in cells)
    finally:
        detector.close()


def _ordered(effects: Iterable[Effect]) -> tuple[StageUse, ...]:
    uses = dict.fromkeys(effect.use() for effect in effects if effect.stage)
    return tuple(sorted(uses, key=lambda use: (use.line, use.column)))
