"""The metadata's half of a sign-off: fingerprints of all that was signed, to tell later what changed.

``metadata.nbready.signed`` is ``{"of": what the sign-off says, "answers": {KEY: FINGERPRINT}}``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nbready.charter.model import Charter, Review, Value
from nbready.charter.quantity import read_date
from nbready.charter.signing import (
    DIGITS,
    OF,
    SIGN_OFF,
    is_stale,
    signed_prints,
    signed_text,
    text_signed,
)
from nbready.record.chain import Break


def sign(own: Charter, charter: Charter, review: Review, answer: Mapping[str, Value]) -> Charter:
    """The notebook's own charter, signed as it stands.

    Args:
        own: The notebook's own charter.
        charter: All answers in force.
        review: The same, checked: what is open is not signed.
        answer: The sign-off: ``decision``, ``by``, ``date`` and ``conditions``.
    """
    given: dict[str, Value] = {part: value for part, value in answer.items() if value and part != OF}
    signed = replace(charter, answers={**charter.answers, SIGN_OFF: given})
    left_open = [key for key, standing in review.standings.items() if standing.status != "answered"]
    given[OF] = signed_text(signed, left_open)
    order = (*(key for key in review.standings if key in own.answers or key == SIGN_OFF),)
    answers = {key: given if key == SIGN_OFF else own.answers[key] for key in order}
    return replace(own, answers=answers)


def stored_signature(charter: Charter, previous: Mapping[str, Any]) -> dict[str, Any]:
    """``metadata.nbready.signed``: made anew for a sign-off that fits; otherwise what it was."""
    of = text_signed(charter)
    if not of or is_stale(charter) or previous.get("of") == of:
        return dict(previous) if of else {}
    prints = {key: print_[:DIGITS] for key, print_ in signed_prints(charter).items()}
    return {"of": of, "answers": prints}


def changed_since_signed(
    charter: Charter, signed: Mapping[str, Any], breaks: Sequence[Break] = ()
) -> tuple[str, ...]:
    """The questions that a stale sign-off no longer fits, as far as the record tells; in the charter's order.

    Args:
        charter: All answers in force.
        signed: ``metadata.nbready.signed``.
        breaks: Where the answers depart from their seals.
    """
    answers = signed.get("answers")
    if signed.get("of") == text_signed(charter) and isinstance(answers, Mapping):
        prints = {key: print_[:DIGITS] for key, print_ in signed_prints(charter).items()}
        return tuple(
            key for key in {**prints, **answers} if key in answers and answers[key] != prints.get(key)
        )
    # Only the cell is left: amendments since that day, and what was changed without one.
    day = _day_of(charter)
    amended = [
        amendment.question
        for amendment in charter.amendments.values()
        if day and (made := read_date(amendment.date)) and made >= day
    ]
    broken = [key for found in breaks for key in found.questions if len(found.questions) == 1]
    return tuple(dict.fromkeys((*amended, *broken)))


def _day_of(charter: Charter) -> dt.date | None:
    answer = charter.answers.get(SIGN_OFF)
    date = answer.get("date", "") if isinstance(answer, dict) else ""
    return read_date(date) if isinstance(date, str) else None


def signers(charter: Charter) -> str:
    """Who signed, as the charter says it."""
    answer = charter.answers.get(SIGN_OFF)
    by = answer.get("by", "") if isinstance(answer, dict) else ""
    return by if isinstance(by, str) else ", ".join(str(name) for name in by)


def signed_on(charter: Charter) -> str:
    """The date of the sign-off, as the charter says it."""
    answer = charter.answers.get(SIGN_OFF)
    date = answer.get("date", "") if isinstance(answer, dict) else ""
    return str(date)
