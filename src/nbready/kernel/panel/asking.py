"""What a save has to say before it counts: why sealed answers change, and that a sign-off is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from nbready.charter.model import SEEN, Charter, Seen, Value
from nbready.charter.quantity import read_choice
from nbready.charter.signing import OF, SIGN_OFF
from nbready.charter.words import shorten, texts_in
from nbready.document import Document
from nbready.kernel.keeping import answer_before, seen_by_now
from nbready.kernel.panel.view import say
from nbready.kernel.session import Session
from nbready.locking import is_locked, seal, with_seals_of
from nbready.record.amending import amend, needs_amendment, what_was
from nbready.record.signature import sign

Reply = dict[str, Any]


def take_record(
    session: Session, document: Document, charter: Charter, said: object
) -> tuple[Document, Reply | None]:
    """The document with a charter that is saved, its amendments and its signature; or what to ask first.

    Args:
        session: The session.
        document: The notebook as it stands on the screen.
        charter: Its own charter, as the form would have it.
        said: What the page says about changes: by question, ``reason``, ``by`` and ``seen``; and whether the
            sign-off is meant, ``signed``.

    Raises:
        CharterError: The charter it inherits from cannot be read.
    """
    answers = said if isinstance(said, Mapping) else {}
    known = with_seals_of(document, session.document)
    new = known.with_own(charter)
    today = dt.date.today()
    review = new.review(today)
    owed = needs_amendment(new.charter, new.seals, new.questions) if is_locked(new, review) else ()
    reasons = {key: _reason(answers.get(key)) for key in owed}
    is_signed = _is_signed_anew(session, new)
    if not all(reasons.values()) or (is_signed and answers.get("signed") is not True):
        return new, _ask(session, new, owed, is_signed=is_signed)
    for key, (reason, by, seen) in ((key, reason) for key, reason in reasons.items() if reason):
        was = answer_before(session, key, new.charter.answers.get(key, ""))
        own = amend(
            new.charter, key, new.seals, new.questions,
            own=new.own, was=was, reason=reason, by=by, seen=seen, today=today,
        )  # fmt: skip
        new = new.with_own(own)
    if is_signed:
        answer = new.own.answers[SIGN_OFF]
        given = dict(answer) if isinstance(answer, dict) else {}
        new = new.with_own(sign(new.own, new.charter, new.review(today), given))
        new = seal(new, ("launch",), new.review(today), today=today) if is_locked(new, review) else new
    return new, None


def _reason(said: object) -> tuple[str, str, Seen] | None:
    """Reason, author and what was seen; None where one of them is missing."""
    table = said if isinstance(said, Mapping) else {}
    reason, by = (str(table.get(key) or "").strip() for key in ("reason", "by"))
    seen = read_choice(str(table.get("seen") or ""), SEEN)
    known = next((choice for choice in SEEN if choice == seen), None)
    return (reason, by, known) if reason and by and known else None


def _is_signed_anew(session: Session, new: Document) -> bool:
    """Whether this save decides: the sign-off is complete, and says something that it did not say before."""
    standing = new.review(session.review().today).standings.get(SIGN_OFF)
    if standing is None or standing.status != "answered":
        return False
    return _decision(new.own) != _decision(session.document.own)


def _decision(charter: Charter) -> Value:
    answer = charter.answers.get(SIGN_OFF, "")
    return {k: v for k, v in answer.items() if k != OF} if isinstance(answer, dict) else answer


def _ask(session: Session, new: Document, owed: tuple[str, ...], *, is_signed: bool) -> Reply:
    changes = [
        {
            "question": key,
            "label": new.questions[key].label,
            "was": _said_before(session, key, new.charter.answers.get(key, "")),
            "by": new.charter.author,
            "seen": seen_by_now(session),
        }
        for key in owed
    ]
    signs = [
        {"term": new.questions[key].label, "text": shorten("; ".join(texts_in(answer)), 300)}
        for key, answer in new.charter.answers.items()
        if is_signed and key in new.questions
    ]
    message = say(new.questions, "unexplained" if changes else "unsigned")
    return {"saved": False, "message": message, "ask": {"changes": changes, "signs": signs}}


def _said_before(session: Session, key: str, now: Value) -> str:
    return shorten(what_was(answer_before(session, key, now), now), 400)
