"""What the guard says: kind, short, and with the shortest ways forward."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nbready.charter.model import Review, Standing
from nbready.gate import SPECS, Verdict
from nbready.kernel.effort import in_words
from nbready.kernel.notice import Item, Notice, Section, literal

if TYPE_CHECKING:
    from nbready.kernel.session import Session

FOR_AGENTS = (
    "For an agent: these answers are a person's decisions.",
    "Show the questions, ask, invent nothing, never sign.",
)
"""What closes the text of a refusal: two lines, as pages break a longer one in the middle of a word."""
"""What closes the text of a refusal."""

UNSAVED = "This notebook is not saved yet: save it, so that its charter is found again."
_DEFERRAL_DAYS = 30


def blocked(verdicts: Sequence[Verdict], session: Session, *, has_form: bool) -> Notice:
    """Why a cell was stopped, and the shortest way on: the form below, where there is one."""
    first = verdicts[0]
    return Notice(
        tone="block",
        title=f"This cell was stopped before it ran: {_use(first)} {SPECS[first.gate].does}.",
        text=f"{_reason(first, session)} {_way_on(first, session, has_form=has_form)}".strip(),
        sections=(*_open_questions(verdicts, session.review(), has_form), _not_now(verdicts, session)),
        footer=UNSAVED if session.is_unsaved_news() else "",
    )


def refusal_lines(verdicts: Sequence[Verdict], *, is_told: bool) -> list[str]:
    """What stands where a traceback would: the same in a few plain lines, or one where the form ``is_told``.

    The last one is for coding agents, which read nothing else.
    """
    first = verdicts[0]
    if is_told:
        return ["nbready: this cell did not run.", *FOR_AGENTS]
    lines = [f"nbready stopped this cell before it ran: {_use(first, tick='')} {SPECS[first.gate].does}."]
    if first.open:
        lines.append(f"Open {SPECS[first.gate].before}: {', '.join(first.open)}.")
    return [*lines, "Answer in a charter cell: %nbready charter", *FOR_AGENTS]


def warned(verdict: Verdict, session: Session, *, has_form: bool) -> Notice:
    """What is still open although the cell runs: one line on a page, so that its output stays in sight."""
    use = _use(verdict, is_short=True)
    return Notice(
        tone="warn",
        title=f"{use} {SPECS[verdict.gate].does}: it runs, but {_state(verdict, session)}.",
        sections=_open_questions((verdict,), session.review(), has_form=True),
        footer=" ".join(
            (
                *(() if has_form else ("`%nbready charter` brings the questions; this is said once.",)),
                *((UNSAVED,) if session.is_unsaved_news() else ()),
            )
        ),
    )


def charter_below() -> Notice:
    """The form's answers were put into a cell, which has to run."""
    return Notice(
        tone="note",
        title="Your charter is in the cell below: run it.",
        text="Until then your answers stand in this kernel only, and are gone with it.",
    )


def until(today: dt.date, limit: int | None = None) -> str:
    """A date that a deferral could reach to, a month from now or as far as the project allows."""
    return (today + dt.timedelta(days=min(_DEFERRAL_DAYS, limit or _DEFERRAL_DAYS))).isoformat()


def remark_of(standing: Standing) -> str:
    """What the checks hold against an answer or a deferral; nothing where there is neither."""
    return next((literal(remark.message) for remark in standing.remarks if remark.check != "unanswered"), "")


def deferrable(keys: Sequence[str], review: Review) -> tuple[str, ...]:
    """Those of the questions that may be put off under the intent in force."""
    return tuple(key for key in keys if review.intent in review.questions[key].deferrable)


def _use(verdict: Verdict, tick: str = "`", *, is_short: bool = False) -> str:
    call = verdict.use.call
    if is_short and call.replace(".", "").isidentifier():
        call = ".".join(call.split(".")[-2:])
    return f"{tick}{call}{tick}, line {verdict.use.line},"


def _reason(verdict: Verdict, session: Session) -> str:
    state, review = session.states()[verdict.gate], session.review()
    if state.status == "not_asked":
        return f"The charter says that this notebook is for {review.intent}: nothing is launched from it."
    if not state.open:
        return f"With the intent {review.intent}, no answer opens the {verdict.gate} gate."
    if "project_intent" in state.open and not session.has_charter:
        return f"What is it for? {in_words(review.questions, verdict.gate)}"
    return f"{_count(state.open, state.asked)} open."


def _state(verdict: Verdict, session: Session) -> str:
    """How the gate stands, in half a sentence."""
    state = session.states()[verdict.gate]
    if state.open:
        count = _count(state.open, state.asked)
        return f"{count[0].lower()}{count[1:]} open"
    return f"the {verdict.gate} gate is closed with this intent"


def _count(left: Sequence[str], asked: Sequence[str]) -> str:
    if len(left) == len(asked):
        return "Its one question is" if len(asked) == 1 else f"All {len(asked)} questions are"
    return f"{len(left)} of {len(asked)} questions {'is' if len(left) == 1 else 'are'}"


def _way_on(verdict: Verdict, session: Session, *, has_form: bool) -> str:
    if not verdict.open:
        return ""
    short = "`%nbready charter`" if session.has_charter else "`%nbready charter learning` (or another)"
    return f"Answer below, or in a cell: {short}." if has_form else f"{short} brings the questions in a cell."


def _open_questions(verdicts: Sequence[Verdict], review: Review, has_form: bool) -> tuple[Section, ...]:
    keys = tuple(dict.fromkeys(key for verdict in verdicts for key in verdict.open))
    items = tuple(_question_item(review.standings[key]) for key in keys)
    return (Section(heading="Open", items=items, is_text_only=has_form),)


def _question_item(standing: Standing) -> Item:
    question = standing.question
    return Item(term=question.key, text=literal(question.prompt), remark=remark_of(standing))


def _not_now(verdicts: Sequence[Verdict], session: Session) -> Section:
    """How to go on without answering, out of the way of those who answer."""
    items = []
    limit = session.document.config.max_deferral_days
    for verdict in verdicts:
        keys = deferrable(verdict.open, session.review())
        if keys:
            date = until(session.review().today, limit)
            command = f'%nbready defer {verdict.gate} --reason "..." --owner "..." --until {date}'
            items.append(Item(term=command, text=_put_off(keys, verdict.open)))
    rules = ", ".join(verdict.rule for verdict in verdicts)
    what = " or ".join(dict.fromkeys(SPECS[verdict.gate].aside for verdict in verdicts))
    items.append(Item(term=f"# nbready: ignore[{rules}] reason", text=f"in this cell, for {what}"))
    return Section(heading="Not now?", items=tuple(items), is_folded=True)


def _put_off(keys: Sequence[str], every: Sequence[str]) -> str:
    if len(keys) == len(every):
        return "puts them off, on the record"
    rest = [key for key in every if key not in keys]
    return f"puts off {len(keys)} of the {len(every)}, on the record; not {_listed(rest)}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
