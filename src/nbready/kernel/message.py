"""What the guard says: kind, short, and with the shortest ways forward."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nbready.charter.model import Review, Standing
from nbready.gate import SPECS, Verdict
from nbready.kernel.notice import Item, Notice, Section, literal

if TYPE_CHECKING:
    from nbready.kernel.session import Session

FOR_AGENTS = (
    "For an agent: these answers are a person's decisions. "
    "Show the questions, ask, invent nothing, never sign."
)
"""What closes the text of a refusal."""

_DEFERRAL_DAYS = 30


def blocked(verdicts: Sequence[Verdict], session: Session) -> Notice:
    """Why a cell was stopped, and how to go on."""
    first = verdicts[0]
    return Notice(
        tone="block",
        title=f"This cell was stopped before it ran: {_use(first)} {SPECS[first.gate].does}.",
        text=_reason(first, session),
        sections=(*_open_questions(verdicts, session.review()), _ways(verdicts, session)),
    )


def refusal_lines(verdicts: Sequence[Verdict]) -> list[str]:
    """The same in a few plain lines, for what stands where a traceback would.

    The last one is for coding agents, which read nothing else.
    """
    first = verdicts[0]
    lines = [f"nbready stopped this cell before it ran: {_use(first, tick='')} {SPECS[first.gate].does}."]
    if first.open:
        lines.append(f"Open {SPECS[first.gate].before}: {', '.join(first.open)}.")
    return [*lines, "Answer in a charter cell: %nbready charter", FOR_AGENTS]


def warned(verdict: Verdict, session: Session) -> Notice:
    """What is still open although the cell runs."""
    return Notice(
        tone="warn",
        title=f"{_use(verdict)} {SPECS[verdict.gate].does}; the {verdict.gate} gate is not open yet.",
        text=_reason(verdict, session),
        sections=_open_questions((verdict,), session.review()),
        footer="The cell runs. This is said once for each state of the charter; "
        "`%nbready charter` brings the questions, `%nbready` shows where the notebook stands.",
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


def _use(verdict: Verdict, tick: str = "`") -> str:
    return f"{tick}{verdict.use.call}{tick}, line {verdict.use.line},"


def _reason(verdict: Verdict, session: Session) -> str:
    state, review = session.states()[verdict.gate], session.review()
    if state.status == "not_asked":
        return f"The charter says that this notebook is for {review.intent}: nothing is launched from it."
    if not state.open:
        return f"With the intent {review.intent}, no answer opens the {verdict.gate} gate."
    count, asked = len(state.open), len(state.asked)
    if asked == 1:
        return f"The question asked {SPECS[verdict.gate].before} is open."
    if count == asked:
        return f"All {asked} questions asked {SPECS[verdict.gate].before} are open."
    verb = "is" if count == 1 else "are"
    return f"Of the {asked} questions asked {SPECS[verdict.gate].before}, {count} {verb} open."


def _open_questions(verdicts: Sequence[Verdict], review: Review) -> tuple[Section, ...]:
    keys = tuple(dict.fromkeys(key for verdict in verdicts for key in verdict.open))
    items = tuple(_question_item(review.standings[key]) for key in keys)
    return (Section(heading="Open", items=items),) if items else ()


def _question_item(standing: Standing) -> Item:
    question = standing.question
    return Item(term=question.key, text=literal(question.prompt), remark=remark_of(standing))


def _ways(verdicts: Sequence[Verdict], session: Session) -> Section:
    items = [Item(term="%nbready charter", text="puts a cell with the questions below this one, to fill in")]
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
    return Section(heading="Ways forward", items=tuple(items))


def _put_off(keys: Sequence[str], every: Sequence[str]) -> str:
    if len(keys) == len(every):
        return "puts them off, on the record"
    rest = [key for key in every if key not in keys]
    return f"puts off {len(keys)} of the {len(every)}, on the record; not {_listed(rest)}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
