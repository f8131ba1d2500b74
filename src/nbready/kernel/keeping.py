"""The record in a running notebook: what a passed gate seals, and what a changed answer owes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from nbready.charter.model import Gate, Seen, Value
from nbready.document import Document
from nbready.kernel.session import Session
from nbready.locking import find_departures, seal, seen_in, with_stored_record
from nbready.record.chain import Break
from nbready.record.seal import prints_of


def seal_gates(session: Session, gates: Iterable[Gate], cell_id: str | None = None) -> None:
    """Seal gates that a cell has passed, if that is still due, and have it written into the notebook."""
    passed = [gate for gate in session.due_gates() if gate in gates]
    if passed:
        sealed = seal(session.document, passed, session.review(), today=dt.date.today())
        session.keep(with_stored_record(sealed), cell_id)


def departures(session: Session) -> tuple[Break, ...]:
    """Where the charter in force does not follow from its seals."""
    return find_departures(session.document, session.review())


def seen_by_now(session: Session) -> Seen:
    """What this notebook has shown by now, as far as its record and this kernel's cells tell."""
    if any("%nbready measure" in source for source in session.notebook.past):
        return "held_out"
    seen = seen_in(session.document)
    has_trained = any(v.gate == "model" and v.outcome != "block" for _, v in session.verdicts)
    return "training" if seen == "nothing" and has_trained else seen


def answer_before(session: Session, key: str, now: Value) -> Value:
    """The answer as it was before it became ``now``, where this kernel or the metadata still has it."""
    document = session.document
    stored = document.stored.charter if document.stored else None
    known = [session.notebook.settled, stored]
    candidates = [charter.answers[key] for charter in known if charter is not None and key in charter.answers]
    return next((answer for answer in candidates if answer != now), "")


def is_on_record(document: Document, key: str) -> bool:
    """Whether any seal holds an answer, so that changing it owes an amendment."""
    prints = prints_of(key, document.charter, document.questions)
    return any(
        key in seal.prints or any(seal.holds(key, print_) for print_ in prints)
        for seal in document.seals.values()
    )
