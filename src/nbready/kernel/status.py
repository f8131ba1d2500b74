"""What ``%nbready`` tells: where the notebook stands, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from nbready.charter.model import Gate, Questions, Review, Standing
from nbready.charter.signing import is_stale
from nbready.gate import GateState
from nbready.kernel.message import remark_of, until
from nbready.kernel.notice import Item, Notice, Section, literal
from nbready.locking import find_departures, is_locked
from nbready.record.words import message_of
from nbready.wording import GUARD_IS_OFF, GUARD_RECORDS

if TYPE_CHECKING:
    from nbready.kernel.session import Session


def gate_line(state: GateState) -> str:
    """How a gate stands, in a few words."""
    if state.status == "not_asked":
        return "not asked with this intent"
    does = {"off": "is not watched", "warn": "warns", "block": "blocks"}[state.level]
    if state.status == "open":
        return f"open: all {len(state.asked)} questions answered or put off"
    return f"closed: {len(state.open)} of {len(state.asked)} questions open; {does}"


def status(session: Session) -> Notice:
    """Where the notebook stands: gates, questions, deferrals, policy, sources."""
    review, states = session.review(), session.states()
    closed = [state for state in states.values() if state.status == "closed"]
    titles = session.questions.messages
    gates = tuple(
        Item(term=f"{titles[f'gate_{gate}']} ({gate})", text=gate_line(state))
        for gate, state in states.items()
    )
    return Notice(
        tone="warn" if closed else "good",
        title=summarize(states, session.questions),
        text=_origin(session),
        sections=(
            Section(heading="Gates", items=gates, code=False),
            _record(session, review),
            *(_questions_of(state, review) for state in states.values()),
        ),
        footer=f"{_policy(session)} `%nbready help` lists what you can do.",
    )


def standing(session: Session) -> str:
    """Where the notebook stands, in one line; nothing where every gate lets its code through."""
    states = session.states()
    if all(state.status != "closed" for state in states.values()):
        return ""
    line = f"nbready: {summarize(states, session.questions)}"
    if session.has_charter:
        return line
    return f"{line} {session.questions.say('notice_brings', command='`%nbready charter`')}"


def summarize(states: Mapping[Gate, GateState], questions: Questions) -> str:
    """The whole charter in one line, up to the first gate that is not open."""
    parts = []
    for state in states.values():
        parts.append(f"{questions.messages[f'gate_{state.gate}']}: {_summary(state, questions.messages)}")
        if state.status != "open":
            break
    return f"{'; '.join(parts)}."


def _summary(state: GateState, words: Mapping[str, str]) -> str:
    if state.status == "not_asked":
        return words["gate_not_asked"]
    if state.status == "open":
        return words["complete"]
    answered = {"answered": str(len(state.asked) - len(state.open)), "count": str(len(state.asked))}
    return words["count_answered"].format_map(answered)


def guide(session: Session) -> Notice:
    """The commands, each with what it does."""
    date = until(session.review().today, session.document.config.max_deferral_days)
    return Notice(
        tone="note",
        title="What you can do.",
        sections=(Section(heading="", items=tuple(Item(term=t, text=m) for t, m in _commands(date))),),
        footer="It is a nudge, not a sandbox: code that wants to get past it will.",
    )


def switched_off() -> Notice:
    """What ``%load_ext nbready`` says where the environment keeps the guard out."""
    return Notice(tone="note", title=GUARD_IS_OFF)


def records() -> Notice:
    """What ``%load_ext nbready`` says where the environment has the guard stop nothing."""
    return Notice(tone="note", title=GUARD_RECORDS)


def _commands(date: str) -> tuple[tuple[str, str], ...]:
    return (
        ("%nbready", "where this notebook stands: gates, questions, deferrals, policy"),
        (
            "%nbready charter",
            "puts a `%%charter` cell with the next gate's questions below this one",
        ),
        ("%nbready charter learning", "the same for an intent, or for a gate: data, model, launch"),
        ("%nbready charter --ask", "asks them here, one after the other, and puts the cell below"),
        ("%nbready charter --fix", "puts a charter cell that could not be read below, corrected"),
        ("%nbready panel", "the charter as a form, where the front end has widgets"),
        ("%nbready measure LABELS SCORES", "the registered metric, beside its threshold and today's method"),
        (
            f'%nbready defer data --reason "..." --owner "..." --until {date}',
            "puts off the open questions of a gate (data, model, launch), or single ones by key",
        ),
        ("%nbready value LABELS SCORES", "what acting on the scores is worth, by the charter's own figures"),
        ("%nbready brief", "the page for the person who says yes; `-o brief.html` writes it to a file"),
        (
            '%nbready amend success_metric --reason "..."',
            "puts a changed answer on record, once it was sealed by the first load or training",
        ),
        ("%nbready sign", "shows what is signed, and the line that signs this very text and result"),
        ("%nbready lock", "what is sealed; brings a seal into the notebook where nothing else does"),
        ("%nbready policy data=warn", "what a closed gate does: off, warn or block; in this session only"),
        ("%nbready policy reset", "back to the project's policy"),
        ("# nbready: ignore[NBR201] reason", "in a cell whose data, training or launch is not the project's"),
        ("%unload_ext nbready", "takes the guard away; NBREADY=off in the environment keeps it away"),
    )


def _questions_of(state: GateState, review: Review) -> Section:
    items = tuple(_standing_item(review.standings[key]) for key in state.asked)
    return Section(heading=review.questions.say(f"notice_asked_{state.gate}"), items=items)


def _record(session: Session, review: Review) -> Section:
    """What is sealed, amended and signed; nothing where nothing is locked."""
    document = session.document
    if not document.seals or not is_locked(document, review):
        return Section(heading="", items=())
    items = [Item(term=gate, text=f"sealed on {seal.date}") for gate, seal in document.seals.items()]
    items += [
        Item(term="changed", text=message_of(found, document.questions))
        for found in find_departures(document, review)
    ]
    items += [
        Item(term=made.name, text=f"amended on {literal(made.date)}: {literal(made.reason)}")
        for made in document.charter.amendments.values()
    ]
    if is_stale(document.charter):
        items.append(
            Item(term="sign-off", text="stale: given for another text. Look again, then `%nbready sign`.")
        )
    if session.notebook.is_unwritten:
        items.append(Item(term="file", text="not sealed in the file yet; `%nbready lock` brings it there"))
    return Section(heading="On record", items=tuple(items), code=False)


def _standing_item(standing: Standing) -> Item:
    question, deferral = standing.question, standing.deferral
    if standing.status == "deferred" and deferral:
        text = f"put off until {deferral.until} by {deferral.owner}: {deferral.reason}"
        return Item(term=question.key, text=literal(text))
    if standing.status == "answered":
        remark = literal(standing.remarks[0].message) if standing.remarks else ""
        return Item(term=question.key, text="answered", remark=remark)
    return Item(term=question.key, text=f"open: {literal(question.prompt)}", remark=remark_of(standing))


def _origin(session: Session) -> str:
    if not session.has_charter:
        return "No charter yet."
    path = session.document.path
    return {
        "cell": "The charter is the one of the cell that was run last.",
        "panel": "The charter is the one of the form; it is in no cell yet. Run any cell: it comes below."
        if session.notebook.unrecorded
        else "The charter is the one of the form.",
        "file": f"The charter was read from {path.name}."
        if path
        else "The charter was found in this notebook.",
    }[session.notebook.source]


def _policy(session: Session) -> str:
    if not session.is_guarded:
        return GUARD_IS_OFF
    if session.is_recording:
        return GUARD_RECORDS
    levels = ", ".join(f"{gate} {level}" for gate, level in session.policy.as_dict().items())
    return f"Policy: {levels}{' (in this session only)' if session.policy_override else ''}."
