"""All that a rule may know of a notebook: read once, before any rule looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from nbready.charter.model import Gate, Review
from nbready.charter.store import METADATA_KEY, is_rules_source
from nbready.config import Config
from nbready.document import Document, Place, Source, deferred_keys, read_document
from nbready.errors import ConfigError, NotebookError
from nbready.gate import GateState, gate_states
from nbready.lint.replay import CellVerdict, replay
from nbready.lint.suppress import marks_of
from nbready.lint.unread import Unread, find_unread
from nbready.marks import Ignore
from nbready.notebook import Notebook
from nbready.stages import Catalogue, detect_stages
from nbready.stages.uses import CellStages


class Facts(NamedTuple):
    """A notebook as the rules see it.

    Attributes:
        notebook: The file; without cells when it could not be read.
        errors: What is wrong with the file itself.
        document: Its charter, policy and questions.
        review: The charter, checked today.
        states: How the gates stand.
        stages: What each code cell does.
        verdicts: What the gates say to that, cell by cell.
        ignores: What each cell asks to ignore, by its index among all cells; empty when nobody listens.
        today: The day of the check.
        unread: The code that was not read and may enter a stage.
        earlier: What the notebook said at the revision that it is held against; None without one.
        idle: Marks that no other rule had a use for, with the index of their cell.
    """

    notebook: Notebook
    errors: tuple[NotebookError, ...]
    document: Document
    review: Review
    states: Mapping[Gate, GateState]
    stages: tuple[CellStages, ...]
    verdicts: tuple[CellVerdict, ...]
    ignores: Mapping[int, Mapping[str, Ignore]]
    today: dt.date
    unread: tuple[Unread, ...] = ()
    earlier: Document | None = None
    idle: tuple[tuple[int, Ignore], ...] = ()

    def asked(self, gate: Gate) -> Iterator[CellVerdict]:
        """The verdicts of one gate, in order; none where it is off."""
        if self.states[gate].level != "off":
            yield from (asked for asked in self.verdicts if asked.verdict.gate == gate)

    def first_load(self) -> CellVerdict | None:
        """The first load of the project's data, as far as the gate asks about it."""
        loads = (load for load in self.asked("data") if not self.is_ignored(load))
        return next(loads, None)

    def is_ignored(self, asked: CellVerdict) -> bool:
        """Whether the cell asks to be left alone, which an open gate's verdict does not tell."""
        return asked.verdict.rule in self.ignores.get(asked.cell.position, ())

    def template_complaint(self) -> str:
        """What is no longer as the notebook's template has it; empty where nothing is, or none is known."""
        path = self.document.config.template
        if not self.notebook.cells:
            return ""
        from nbready.templates.lock import complaint, read_template

        try:
            template = read_template(path) if path else None
        except ConfigError:
            return ""  # said once, of the configuration
        has_rules = any(is_rules_source(cell.source) for cell in self.notebook.code_cells())
        stored = self.notebook.metadata.get(METADATA_KEY)
        return complaint(stored, template, has_rules_cell=has_rules)

    def deferral_place(self, key: str) -> Place | None:
        """Where the deferral of a question that is on record stands: a line of its own, or the charter."""
        deferral = self.review.standings[key].deferral
        for line in self.document.defer_lines:
            record = (line.reason, line.owner, line.until)
            if (
                deferral
                and line.cell is not None
                and record == (deferral.reason, deferral.owner, deferral.until)
                and key in deferred_keys(line, self.review)
            ):
                return Place(cell=line.cell, line=line.line)
        return self.document.place_of(key, within="deferrals")


def gather_facts(
    notebook: Notebook,
    config: Config,
    catalogue: Catalogue,
    *,
    today: dt.date,
    listen: bool = True,
) -> Facts:
    """Read everything that the rules need out of a notebook.

    Args:
        notebook: The notebook.
        config: The project's configuration.
        catalogue: The calls that enter a stage.
        today: The day of the check.
        listen: Whether what cells ask to ignore is ignored.
    """
    code = tuple(notebook.code_cells())
    folder = notebook.path.parent if notebook.path else None
    sources = (cell.source for cell in code)
    stages = tuple(detect_stages(sources, catalogue=catalogue, folder=folder, root=config.root))
    document = read_document(
        [Source(kind=cell.kind, text=cell.source) for cell in notebook.cells],
        notebook.metadata,
        config,
        path=notebook.path,
    )
    review = document.review(today)
    states = gate_states(review, document.policy)
    ignores = {cell.position: marks for cell in notebook.cells if (marks := marks_of(cell))} if listen else {}
    return Facts(
        notebook=notebook,
        errors=notebook.remarks,
        document=document,
        review=review,
        states=states,
        stages=stages,
        verdicts=tuple(replay(code, stages, states, ignores)),
        ignores=ignores,
        today=today,
        unread=tuple(find_unread(code, stages, catalogue)),
    )


def unreadable_facts(path: Path | None, error: NotebookError, config: Config, *, today: dt.date) -> Facts:
    """The facts of a file that is no notebook: an empty one, and why."""
    notebook = Notebook(
        path=path, language="python", nbformat=(4, 5), cells=(), metadata={}, data=b"", remarks=(error,)
    )
    return gather_facts(notebook, config, Catalogue.default(), today=today)
