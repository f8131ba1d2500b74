"""A review put into the charter that it is about: an entry of who was consulted, and what they said.

It changes an answer, so it is written as its author's change would be: with an amendment where the answer is
sealed, and not at all where it would break a signature, or contradict what is inherited or pinned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from nbready.charter.model import CONSULTED, Value
from nbready.charter.signing import is_stale
from nbready.charter.store import METADATA_KEY
from nbready.charter.words import texts_in
from nbready.charter.yaml_write import write_value
from nbready.charter_file import document_of, is_charter_file, open_document
from nbready.config import find_config
from nbready.document import Document
from nbready.errors import CharterError
from nbready.locking import seen_in, with_stored_record
from nbready.notebook.edit import Edit, SetMetadata, SetSource, apply
from nbready.notebook.open import open_notebook
from nbready.notebook.write import write_atomically
from nbready.peer.form import Form
from nbready.peer.model import PeerReview, is_same_person
from nbready.peer.words import sentence_of
from nbready.record.amending import amend, needs_amendment
from nbready.record.cell import write_record
from nbready.sync import changed_metadata

_PARTS = ("who", "date", "response")


def enter_consulted(
    path: Path, reviews: Sequence[PeerReview], form: Form, *, by: str, today: dt.date
) -> tuple[str, ...]:
    """Enter reviews into the charter of a notebook; those whose reviews were new there.

    Args:
        path: The notebook.
        reviews: The reviews.
        form: What they answer.
        by: Who enters them.
        today: The date of the change.

    Raises:
        NbreadyError: It cannot be read or written, or the entry has no place in it; nothing is written then.
    """
    notebook = None if is_charter_file(path) else open_notebook(path)
    document = document_of(notebook, find_config(path)) if notebook else open_document(path)
    entries = tuple(_entries(reviews, document, form))
    if not entries:
        return ()
    if notebook is None or notebook.is_text:
        raise _refusal("A charter that is kept as text is read and not written.", path, entries)
    if problem := _obstacle(document):
        raise _refusal(problem, path, entries)
    # Half a seal tells what was sealed only while that is unchanged: its other half is made first.
    after = _entered(with_stored_record(document), entries, by, today)
    if is_stale(after.charter) and not is_stale(document.charter):
        raise _refusal(
            "This charter is signed: another entry is another text than the signed one.", path, entries
        )
    edits: list[Edit] = []
    value = changed_metadata(after, notebook.metadata.get(METADATA_KEY))
    if value is not None:
        edits.append(SetMetadata(key=METADATA_KEY, value=value))
    if document.charter_cells:
        cell = document.charter_cells[-1]
        source = write_record(notebook.cells[cell].source, after.own, document.questions)
        edits.append(SetSource(cell=cell, source=source))
    write_atomically(path, apply(notebook, edits), expected=notebook.data)
    return tuple(str(entry["who"]) for entry in entries)


def _entries(reviews: Iterable[PeerReview], document: Document, form: Form) -> Iterable[dict[str, Value]]:
    there = document.charter.answers.get(CONSULTED, [])
    for review in reviews:
        if not any(_is_of(entry, review) for entry in there if isinstance(entry, dict)):
            response = sentence_of(review, form, document.questions)
            yield dict(zip(_PARTS, (review.by, review.date, response), strict=True))


def _is_of(entry: dict[str, Value], review: PeerReview) -> bool:
    is_theirs = any(is_same_person(name, review.by) for name in texts_in(entry.get("who", "")))
    return is_theirs and entry.get("date") == review.date


def _obstacle(document: Document) -> str:
    """Why an entry has no place in a charter; empty where it has one."""
    question = document.questions.get(CONSULTED)
    if question is None or not question.many or not {*_PARTS} <= {part.key for part in question.parts}:
        return f"This project does not ask `{CONSULTED}` as nbready would write it."
    if CONSULTED in document.pinned:
        return f"The template answers `{CONSULTED}` for everybody."
    if CONSULTED in document.charter.answers and CONSULTED not in document.own.answers:
        return f"The shared charter answers `{CONSULTED}`: the entry belongs there."
    return ""


def _entered(document: Document, entries: Iterable[dict[str, Value]], by: str, today: dt.date) -> Document:
    was = document.own.answers.get(CONSULTED, [])
    answer: Value = [*(was if isinstance(was, list) else [was]), *entries]
    answers = {**document.own.answers, CONSULTED: answer}
    own = replace(
        document.own, answers={key: answers[key] for key in document.questions.by_key if key in answers}
    )
    after = document.with_own(own)
    if CONSULTED in needs_amendment(after.charter, after.seals, document.questions):
        names = ", ".join(str(entry["who"]) for entry in entries)
        own = amend(
            after.charter, CONSULTED, after.seals, document.questions,
            own=own, was=was, reason=f"Peer review by {names}", by=by, seen=seen_in(document), today=today,
        )  # fmt: skip
        after = document.with_own(own)
    return after


def _refusal(problem: str, path: Path, entries: Sequence[dict[str, Value]]) -> CharterError:
    lines = write_value({CONSULTED: list(entries)}).rstrip("\n")
    remedy = f"The entry, for whoever may write it:\n{lines}"
    return CharterError(f"{problem} Nothing was entered.", path=path, remedy=remedy)
