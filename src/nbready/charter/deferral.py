"""Whether an open question is validly put off."""

from __future__ import annotations

import datetime as dt

from nbready.charter.asked import is_generic, is_nothing, make_remark
from nbready.charter.model import Deferral, Intent, Questions, Remark
from nbready.charter.quantity import has_blank, read_date

SOON = dt.timedelta(days=14)
"""How long before its date a deferral is shown as running out."""


def judge_deferral(
    deferral: Deferral, questions: Questions, *, today: dt.date, intent: Intent, max_days: int | None = None
) -> tuple[Remark, ...]:
    """What is wrong with a deferral; it holds if no remark is open.

    It needs a reason, an owner and a day that has not passed, and a question that may wait.
    """
    question = questions[deferral.question]
    until = read_date(deferral.until)
    words = {"until": until.isoformat() if until else "", "intent": intent, "days": str(max_days)}
    faults = []
    if intent not in question.deferrable:
        faults.append("not_deferrable")
    if is_nothing(questions, deferral.reason) or has_blank(deferral.reason):
        faults.append("deferral_without_reason")
    if (
        is_nothing(questions, deferral.owner)
        or has_blank(deferral.owner)
        or is_generic(questions, deferral.owner)
    ):
        faults.append("deferral_without_owner")
    if until is None:
        faults.append("deferral_without_date")
    elif until < today:
        faults.append("deferral_expired")
    elif max_days is not None and (until - today).days > max_days:
        faults.append("deferral_too_long")
    ends_soon = not faults and until is not None and until - today <= SOON
    said = ["deferral_ends_soon"] if ends_soon else faults
    return tuple(
        make_remark(questions, question, check, is_open=not ends_soon, words=words) for check in said
    )
