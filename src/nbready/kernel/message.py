"""What the guard says: kind, short, and with the shortest ways forward."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nbready.charter.model import Questions, Review, Standing
from nbready.gate import Verdict
from nbready.kernel.effort import in_words
from nbready.kernel.notice import Item, Notice, Section, literal

if TYPE_CHECKING:
    from nbready.kernel.session import Session

FOR_AGENTS = (
    "For an agent: these answers are a person's decisions.",
    "Show the questions, ask, invent nothing, never sign.",
)
"""What closes the text of a refusal, in English whatever the questions speak: programs know it by its words.

Two lines, as pages break a longer one in the middle of a word.
"""

_DEFERRAL_DAYS = 30


def blocked(verdicts: Sequence[Verdict], session: Session, *, has_form: bool) -> Notice:
    """Why a cell was stopped, and the shortest way on: the form below, where there is one."""
    first = verdicts[0]
    return Notice(
        tone="block",
        title=session.questions.say(f"stop_{first.gate}", call=_call(first), line=first.use.line),
        text=f"{_reason(first, session)} {_way_on(first, session, has_form=has_form)}".strip(),
        sections=(*_open_questions(verdicts, session.review(), has_form), _not_now(verdicts, session)),
        footer=_unsaved(session),
    )


def refusal_lines(verdicts: Sequence[Verdict], questions: Questions, *, is_told: bool) -> list[str]:
    """What stands where a traceback would: the same in a few plain lines, or one where the form ``is_told``.

    The last one is for coding agents, which read nothing else.
    """
    first = verdicts[0]
    if is_told:
        return [questions.say("refusal_told"), *FOR_AGENTS]
    lines = [questions.say(f"refusal_{first.gate}", call=first.use.call, line=first.use.line)]
    if first.open:
        lines.append(questions.say(f"refusal_open_{first.gate}", keys=", ".join(first.open)))
    return [*lines, questions.say("refusal_way_on", command="%nbready charter"), *FOR_AGENTS]


def warned(verdict: Verdict, session: Session, *, has_form: bool) -> Notice:
    """What is still open although the cell runs: one line on a page, so that its output stays in sight."""
    words = {"call": _call(verdict, is_short=True), "line": verdict.use.line}
    once = () if has_form else (session.questions.say("warning_once", command="`%nbready charter`"),)
    return Notice(
        tone="warn",
        title=session.questions.say(f"warning_{verdict.gate}", **words, state=_state(verdict, session)),
        sections=_open_questions((verdict,), session.review(), has_form=True),
        footer=" ".join((*once, _unsaved(session))).strip(),
    )


def recorded(verdict: Verdict, session: Session) -> Notice:
    """What would have been stopped, had nobody asked to have it recorded only."""
    notice = warned(verdict, session, has_form=True)
    return replace(notice, footer="Recorded, not stopped.")


def charter_below(questions: Questions) -> Notice:
    """The form's answers were put into a cell, which has to run."""
    return Notice(tone="note", title=questions.say("notice_below"), text=questions.say("notice_below_until"))


def until(today: dt.date, limit: int | None = None) -> str:
    """A date that a deferral could reach to, a month from now or as far as the project allows."""
    return (today + dt.timedelta(days=min(_DEFERRAL_DAYS, limit or _DEFERRAL_DAYS))).isoformat()


def remark_of(standing: Standing) -> str:
    """What the checks hold against an answer or a deferral; nothing where there is neither."""
    return next((literal(remark.message) for remark in standing.remarks if remark.check != "unanswered"), "")


def deferrable(keys: Sequence[str], review: Review) -> tuple[str, ...]:
    """Those of the questions that may be put off under the intent in force."""
    return tuple(key for key in keys if review.intent in review.questions[key].deferrable)


def _unsaved(session: Session) -> str:
    return session.questions.say("notice_unsaved") if session.is_unsaved_news() else ""


def _call(verdict: Verdict, *, is_short: bool = False) -> str:
    call = verdict.use.call
    if is_short and call.replace(".", "").isidentifier():
        call = ".".join(call.split(".")[-2:])
    return f"`{call}`"


def _reason(verdict: Verdict, session: Session) -> str:
    state, review = session.states()[verdict.gate], session.review()
    if state.status == "not_asked":
        return review.questions.say("stop_not_asked", intent=review.intent)
    if not state.open:
        return review.questions.say("stop_shut", intent=review.intent, gate=verdict.gate)
    if "project_intent" in state.open and not session.has_charter:
        return review.questions.say("stop_what_for", effort=in_words(review.questions, verdict.gate))
    count = _count(state.open, state.asked, review.questions)
    return review.questions.say("stop_still", state=f"{count[:1].upper()}{count[1:]}")


def _state(verdict: Verdict, session: Session) -> str:
    """How the gate stands, in half a sentence."""
    state = session.states()[verdict.gate]
    if state.open:
        return _count(state.open, state.asked, session.questions)
    return session.questions.say("warning_shut", gate=verdict.gate)


def _count(left: Sequence[str], asked: Sequence[str], questions: Questions) -> str:
    is_one = len(left) == 1
    if len(left) == len(asked):
        name = "notice_open_only" if is_one else "notice_open_all"
    else:
        name = "notice_open_one" if is_one else "notice_open_some"
    return questions.say(name, open=len(left), count=len(asked))


def _way_on(verdict: Verdict, session: Session, *, has_form: bool) -> str:
    if not verdict.open:
        return ""
    short = "`%nbready charter`"
    if not session.has_charter:
        short = session.questions.say("stop_or_another", command="`%nbready charter learning`")
    return session.questions.say("stop_form_below" if has_form else "stop_in_a_cell", command=short)


def _open_questions(verdicts: Sequence[Verdict], review: Review, has_form: bool) -> tuple[Section, ...]:
    keys = tuple(dict.fromkeys(key for verdict in verdicts for key in verdict.open))
    items = tuple(_question_item(review.standings[key]) for key in keys)
    return (Section(heading=review.questions.say("notice_open"), items=items, is_text_only=has_form),)


def _question_item(standing: Standing) -> Item:
    question = standing.question
    return Item(term=question.key, text=literal(question.prompt), remark=remark_of(standing))


def _not_now(verdicts: Sequence[Verdict], session: Session) -> Section:
    """How to go on without answering, out of the way of those who answer."""
    questions, limit, items = session.questions, session.document.config.max_deferral_days, []
    for verdict in verdicts:
        keys = deferrable(verdict.open, session.review())
        if keys:
            date = until(session.review().today, limit)
            command = f'%nbready defer {verdict.gate} --reason "..." --owner "..." --until {date}'
            items.append(Item(term=command, text=_put_off(keys, verdict.open, questions)))
    rules = ", ".join(verdict.rule for verdict in verdicts)
    asides = dict.fromkeys(questions.say(f"stop_aside_{verdict.gate}") for verdict in verdicts)
    what = questions.say("stop_ignore", what=f" {questions.say('or')} ".join(asides))
    items.append(Item(term=f"# nbready: ignore[{rules}] reason", text=what))
    return Section(heading=questions.say("stop_not_now"), items=tuple(items), is_folded=True)


def _put_off(keys: Sequence[str], every: Sequence[str], questions: Questions) -> str:
    if len(keys) == len(every):
        return questions.say("stop_put_off")
    *rest, last = [key for key in every if key not in keys]
    listed = f" {questions.say('and')} ".join(filter(None, (", ".join(rest), last)))
    return questions.say("stop_put_off_some", count=len(keys), total=len(every), keys=listed)
