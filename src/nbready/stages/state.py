"""What the cells seen so far have left behind."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from nbready.stages.catalogue import Catalogue
from nbready.stages.scope import Missing, Scope
from nbready.stages.values import Const, Instance, Value

Live = Callable[[str], "Sequence[str] | None"]


class State:
    """Names, written files and seen libraries of one notebook.

    Attributes:
        catalogue: The known calls.
        scope: The notebook's names.
        folder: Where modules and scripts beside the notebook are looked for; None to read no file.
        root: The project's folder, which links in ``folder`` may lead to; None for ``folder`` itself.
        live: Asks a kernel's namespace what a name holds: dotted names of its type's MRO.
        cell: Number of the cell being read, code cells from 0.
        optimizer: Whether a torch optimiser was made.
        written: Sources of files that cells have written (``%%writefile``), by name.
        texts: What was read of files, by name; None for what cannot be read.
        modules: Modules beside the notebook that were read, by dotted name.
        outputs: How files are called that cells have written, as :func:`files.reading` is told it.
        no_rows: How cursors are called whose last query read no rows.
        views: Names of temporary views of a Spark session, in lower case.
        gaps: Lines of the cell being read that are no Python, inside what its magics run.
        dotted: Attributes that were set on what is no object of the notebook, as ``name.attribute``.
    """

    def __init__(
        self, catalogue: Catalogue, folder: Path | None, live: Live | None, root: Path | None = None
    ) -> None:
        self.catalogue = catalogue
        self.folder = folder
        self.root = root
        self.live = live
        self.scope = Scope()
        self.scope.names["__name__"] = Const("__main__")
        self.cell = -1
        self.optimizer = False
        self.written: dict[str, str] = {}
        self.texts: dict[str, str | None] = {}
        self.modules: dict[str, Value] = {}
        self.dotted: set[str] = set()
        self.views: set[str] = set()
        self.outputs: set[str] = set()
        self.no_rows: set[str] = set()
        self.gaps: list[int] = []
        self.standard = frozenset(sys.stdlib_module_names)

    def next_cell(self) -> None:
        """A new cell begins."""
        self.cell += 1
        self.gaps = []

    def ask_live(self, name: str, found: Value | Missing) -> Value | Missing:
        """What the kernel's namespace says of a name the code leaves unresolved."""
        if self.live is None:
            return found
        mro = self.live(name)
        if mro is None:
            return found
        for dotted in mro:
            entry = self.catalogue.call(dotted)
            if entry is not None and entry.result:
                return Instance(entry.result, dotted, self.cell)
        return Instance("", mro[0], self.cell) if mro else None
