"""How a charter stands on a day: each question answered, open, or put off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import cast

from nbready.charter.asked import Asked, make_remark
from nbready.charter.checks import OPENING, WARNING
from nbready.charter.checks.warning import cut_by_comment
from nbready.charter.deferral import SOON, judge_deferral
from nbready.charter.model import Charter, Gate, Intent, Question, Questions, Remark, Review, Standing
from nbready.charter.quantity import read_date
from nbready.charter.signing import SIGN_OFF, is_stale
from nbready.charter.words import bare, shorten

_NOTHING = Charter()


def review_charter(
    charter: Charter, questions: Questions, *, today: dt.date, max_deferral_days: int | None = None
) -> Review:
    """Hold a charter against the questions.

    Args:
        charter: The answers; with a shared charter, the merged ones.
        questions: The questions in force.
        today: The day on which dates are judged.
        max_deferral_days: How far ahead a deferral may reach; None for any.
    """
    if charter == _NOTHING:
        return _review_of_nothing(questions, today)
    return _review(charter, questions, today, max_deferral_days)


@lru_cache(maxsize=4)
def _review_of_nothing(questions: Questions, today: dt.date) -> Review:
    """The review that most notebooks of a run have in common."""
    return _review(_NOTHING, questions, today, None)


def _review(charter: Charter, questions: Questions, today: dt.date, max_deferral_days: int | None) -> Review:
    intent, until = read_intent(charter, questions, today=today)
    is_expired = until is not None and until < today
    in_force: Intent = "deployment" if is_expired else intent
    standings = {
        question.key: _standing(charter, questions, question, today, in_force, max_deferral_days)
        for question in questions
    }
    if until is not None and "project_intent" in standings:
        standings["project_intent"] = _dated_intent(standings["project_intent"], questions, until, today)
    return Review(
        questions=questions, standings=standings, intent=in_force, today=today, intent_expired=is_expired
    )


def read_intent(charter: Charter, questions: Questions, *, today: dt.date) -> tuple[Intent, dt.date | None]:
    """The intent that is validly written, else ``deployment``; and the day until which it holds, if any."""
    if "project_intent" not in questions or "project_intent" not in charter.answers:
        return "deployment", None
    asked = Asked(
        question=questions["project_intent"],
        answer=charter.answers["project_intent"],
        charter=charter,
        questions=questions,
        today=today,
    )
    if any(remark for check in OPENING for remark in check(asked)):
        return "deployment", None
    intent = cast("Intent", asked.choice("intent") or "deployment")
    return intent, read_date(asked.part("until")) if intent == "feasibility" else None


def _standing(
    charter: Charter,
    questions: Questions,
    question: Question,
    today: dt.date,
    intent: Intent,
    max_days: int | None,
) -> Standing:
    remarks = _remarks(charter, questions, question, today)
    deferral = charter.deferrals.get(question.key)
    if not any(remark.is_open for remark in remarks):
        open_at, why = _held_back(charter, questions, question)
        remarks = (*remarks, *why)
        return Standing(
            question=question, status="answered", open_at=open_at, remarks=remarks, deferral=deferral
        )
    if deferral is None:
        return Standing(question=question, status="open", open_at=(question.gate,), remarks=remarks)
    faults = judge_deferral(deferral, questions, today=today, intent=intent, max_days=max_days)
    is_valid = not any(fault.is_open for fault in faults)
    return Standing(
        question=question,
        status="deferred" if is_valid else "open",
        open_at=() if is_valid else (question.gate,),
        remarks=(*faults, *remarks),
        deferral=deferral,
        # Only a date that ran out may be forgiven in a run without a person at it.
        expired=[fault.check for fault in faults] == ["deferral_expired"],
    )


def _remarks(
    charter: Charter, questions: Questions, question: Question, today: dt.date
) -> tuple[Remark, ...]:
    answer = charter.answers.get(question.key, "")
    asked = Asked(question=question, answer=answer, charter=charter, questions=questions, today=today)
    if not answer:
        return (asked.remark("unanswered"), *cut_by_comment(asked))
    return tuple(_once(remark for check in (*OPENING, *WARNING) for remark in check(asked)))


def _once(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """The first thing that leaves a part open is enough; a message is never said twice."""
    open_parts: set[str] = set()
    said: set[str] = set()
    for remark in remarks:
        is_known_open = remark.part in open_parts and (bool(remark.part) or not remark.is_open)
        if remark.message not in said and not is_known_open:
            said.add(remark.message)
            yield remark
        if remark.is_open:
            open_parts.add(remark.part)


def _held_back(
    charter: Charter, questions: Questions, question: Question
) -> tuple[tuple[Gate, ...], tuple[Remark, ...]]:
    """The gate that a complete answer still keeps closed, and why."""
    asked = Asked(
        question=question,
        answer=charter.answers[question.key],
        charter=charter,
        questions=questions,
        today=dt.date.min,
    )
    gate: Gate | None = None
    check = ""
    words: dict[str, str] = {}
    if question.key == "success_metric" and _is_unmeasured(asked):
        gate, check = "model", "baseline_not_measured"
    elif asked.question.key == "privacy_legal_review" and asked.choice("outcome") == "rejected":
        gate, check = "model", "review_rejected"
    elif asked.question.key == "sign_off" and asked.choice("decision") == "no_go":
        gate, check = "launch", "launch_refused"
    elif asked.question.key == SIGN_OFF and is_stale(charter):
        gate, check = "launch", "sign_off_stale"
        words = {"by": shorten(asked.part("by")), "date": shorten(asked.part("date"))}
    if gate is None:
        return (), ()
    return (gate,), (make_remark(questions, question, check, is_open=False, words=words),)


def _is_unmeasured(asked: Asked) -> bool:
    also = next((part.also for part in asked.question.parts if part.key == "baseline"), ())
    return bare(asked.part("baseline")) in [bare(word) for word in also]


def _dated_intent(standing: Standing, questions: Questions, until: dt.date, today: dt.date) -> Standing:
    """The standing of a feasibility study's intent: open once its time is up, with a word before that."""
    if today <= until and until - today > SOON:
        return standing
    is_expired = until < today
    check = "intent_expired" if is_expired else "intent_ends_soon"
    remark = make_remark(
        questions, standing.question, check, is_open=is_expired, words={"until": until.isoformat()}
    )
    return Standing(
        question=standing.question,
        status="open" if is_expired else standing.status,
        open_at=(standing.question.gate,) if is_expired else standing.open_at,
        remarks=(*standing.remarks, remark),
        deferral=standing.deferral,
        expired=is_expired,
    )
