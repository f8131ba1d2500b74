"""When answers are locked: what a passed gate seals, and where a notebook departs from its seals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from nbready.charter.model import GATES, Charter, Gate, Review, Seen
from nbready.charter.signing import RESULT, text_signed
from nbready.charter.store import VERSION, Stored
from nbready.document import LOCK, Document
from nbready.gate import GATE_OF, SPECS, GateState
from nbready.marks import ignored_rules
from nbready.record.chain import Break, find_breaks
from nbready.record.seal import Seal
from nbready.record.sealing import make_seal, stored_seals, with_lines
from nbready.record.signature import stored_signature
from nbready.stages.uses import StageUse

SEALED_BY_CODE: tuple[Gate, ...] = ("data", "model")
"""Gates whose answers are sealed when code passes them; a sign-off seals the rest."""


def is_locked(document: Document, review: Review) -> bool:
    """Whether answers are sealed here at all: not in a learning notebook, nor where the template says so."""
    stored = document.stored
    is_course = stored is not None and bool(stored.template) and stored.policy.get(LOCK) == "off"
    return review.intent != "learning" and not is_course


def seen_in(document: Document) -> Seen:
    """What a notebook has shown by now, as far as its record tells."""
    if RESULT in document.charter.answers:
        return "held_out"
    return "training" if "model" in document.seals else "nothing"


def due_gates(document: Document, review: Review, states: Mapping[Gate, GateState]) -> tuple[Gate, ...]:
    """The gates that code may seal by passing them: open, and not sealed yet."""
    if not document.own.answers and not document.charter.answers:
        return ()
    due = [gate for gate in SEALED_BY_CODE if states[gate].status == "open" and gate not in document.seals]
    return tuple(due) if due and is_locked(document, review) else ()


def gates_passed(source: str, uses: Iterable[StageUse], due: Collection[Gate]) -> tuple[Gate, ...]:
    """Those of the gates that a cell passes: what it asks to be left alone is not the project's."""
    ignored = ignored_rules(source)
    passed = {GATE_OF[use.stage] for use in uses if use.stage in GATE_OF}
    return tuple(gate for gate in due if gate in passed and SPECS[gate].rule not in ignored)


def seal(document: Document, gates: Iterable[Gate], review: Review, *, today: dt.date) -> Document:
    """The document with seals for gates that are passed now; those that it has stay as they are."""
    for gate in sorted(gates, key=GATES.index):
        if gate not in document.seals:
            new = make_seal(gate, document.charter, review, document.seals, today=today)
            seals = {**document.seals, gate: new}
            document = document._replace(seals={gate: seals[gate] for gate in GATES if gate in seals})
    return document


def with_stored_record(document: Document) -> Document:
    """The document as if its record stood in the metadata already, so that another charter cell keeps it."""
    stored = document.stored or Stored(version=VERSION, charter=Charter())
    own = with_lines(document.own, document.seals)
    return document._replace(
        own=own,
        from_cell=own if document.from_cell is not None else None,
        stored=stored._replace(
            seals=stored_seals(document.charter, document.seals, document.questions),
            signed=stored_signature(document.charter, stored.signed),
        ),
    )


def find_departures(document: Document, review: Review) -> tuple[Break, ...]:
    """Where the notebook's answers do not follow from its seals; nothing where nothing is locked."""
    if not document.seals or not is_locked(document, review):
        return ()
    return find_breaks(document.charter, document.seals, document.questions)


def seal_passed(
    document: Document, cells: Sequence[tuple[str, bool]], *, today: dt.date, only_run: bool = False
) -> Document:
    """The document with the seals that its own code asks for.

    A load that is written stands for one that was made, as for the linter: what is committed is the record.
    But where the file tells which of its cells were run, only those count.

    Args:
        document: The document.
        cells: Its code cells: the text, and whether the file says that it was run.
        today: The date of new seals.
        only_run: Whether a file that tells of no run seals nothing.
    """
    review, states = document.review(today), document.states(today)
    due = due_gates(document, review, states)
    tells = only_run or any(was_run for _, was_run in cells)
    counted = [number for number, (_, was_run) in enumerate(cells) if was_run or not tells]
    passed = _gates_in(document, [text for text, _ in cells], counted, due) if due and counted else ()
    is_signed = states["launch"].status == "open" and text_signed(document.charter)
    if is_signed and is_locked(document, review):
        passed = (*passed, "launch")
    return seal(document, passed, review, today=today) if passed else document


def _gates_in(
    document: Document, texts: Sequence[str], counted: Collection[int], due: Collection[Gate]
) -> tuple[Gate, ...]:
    from nbready.stages import Catalogue, detect_stages  # reading code takes more than reading charters

    config = document.config
    catalogue = Catalogue.default().extended(*config.stages)
    folder = document.path.parent if document.path else None
    passed: set[Gate] = set()
    # As the linter reads it: what one of them sees pass a gate, the other does too.
    stages = detect_stages(texts, catalogue=catalogue, folder=folder, root=config.root)
    for number, found in enumerate(stages):
        if number in counted:
            passed |= {*gates_passed(texts[number], found.uses, due)}
    return tuple(passed)


def new_seals(before: Document, after: Document) -> tuple[Seal, ...]:
    """The seals that one document has and another has not."""
    return tuple(seal for gate, seal in after.seals.items() if gate not in before.seals)


def with_seals_of(document: Document, other: Document) -> Document:
    """A document with the seals that another reading of the same notebook has besides."""
    if not set(other.seals) - set(document.seals):
        return document
    seals = {**other.seals, **document.seals}
    ordered = {gate: seals[gate] for gate in GATES if gate in seals}
    return with_stored_record(document._replace(seals=ordered))
