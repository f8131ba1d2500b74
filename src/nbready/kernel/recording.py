"""``%nbready lock``, ``%nbready amend`` and ``%nbready sign``."""

from __future__ import annotations

import argparse
import datetime as dt
import shlex
from typing import NoReturn

from nbready.charter.fill_in import write_cell
from nbready.charter.model import SEEN, Amendment, Charter, Review, Seen, Value
from nbready.charter.quantity import read_choice
from nbready.charter.signing import RESULT, SIGN_OFF, is_stale, text_signed
from nbready.charter.words import bare, shorten, texts_in
from nbready.document import Document
from nbready.errors import ConfigError
from nbready.kernel.keeping import answer_before, departures, is_on_record, seen_by_now
from nbready.kernel.notice import Item, Notice, Section, literal
from nbready.kernel.session import Session
from nbready.kernel.show import show
from nbready.locking import is_locked, seal, with_stored_record
from nbready.nearest import did_you_mean
from nbready.record.amending import amend as amended
from nbready.record.signature import sign as signed
from nbready.record.words import message_of

AMEND = 'Write %nbready amend success_metric --reason "..." [--by NAME] [--seen nothing|training|held_out]'
SIGN = 'Write %nbready sign go --by "..." [--conditions "..."], or answer sign_off in the charter first'
_DIGITS = 6
"""Digits of its fingerprint that confirm a sign-off: enough to tell texts apart, few enough to type."""
_SIGNED_FIRST = ("success_metric", RESULT, "limitations")


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is a message under the cell."""

    def error(self, message: str) -> NoReturn:
        raise ConfigError(f"%nbready {self.prog}: {message}.", remedy=f"{self.description}.")


def lock(session: Session, arguments: str) -> None:
    """Say what is sealed, and bring a seal into the notebook where nothing else does."""
    if arguments:
        raise ConfigError("%nbready lock takes no arguments.", remedy="See %nbready help.")
    session.catch_up()
    document, was_unwritten = session.document, session.notebook.is_unwritten
    if not is_locked(document, session.review()):
        text = "A learning notebook is never locked, nor is a course whose template says so."
        show(session.shell, Notice(tone="note", title="Nothing is locked here.", text=text))
        return
    if not document.seals:
        text = "The answers are sealed when a cell first loads data, or trains, past an open gate."
        show(session.shell, Notice(tone="note", title="Nothing is sealed yet.", text=text))
        return
    items = tuple(Item(term=gate, text=sealed.line) for gate, sealed in document.seals.items())
    section = Section(heading="Sealed", items=items, code=False)
    show(session.shell, Notice(tone="good", title=_where(session, insist=was_unwritten), sections=(section,)))


def amend(session: Session, arguments: str) -> None:
    """Put a changed answer on record, with its reason and what was seen by then.

    Raises:
        ConfigError: The line cannot be read, or nothing that it names was sealed.
    """
    asked = _read(_amend_parser(), arguments)
    session.catch_up()
    document = session.document
    if asked.question not in document.questions:
        remedy = did_you_mean(asked.question, document.questions.by_key)
        raise ConfigError(f"There is no question `{asked.question}`.", remedy=remedy)
    owed = [key for found in departures(session) for key in found.questions]
    if asked.question not in owed:
        label = document.questions[asked.question].label
        is_sealed = is_on_record(document, asked.question)
        why = "is as its record says" if is_sealed else "is not sealed, so it may be changed freely"
        raise ConfigError(f"{label} {why}: there is nothing to amend.", remedy=AMEND + ".")
    by = asked.by or document.charter.author
    if not by:
        raise ConfigError("Say who changed it: the charter names no author.", remedy='Add --by "...".')
    seen: Seen = asked.seen or seen_by_now(session)
    own = amended(
        document.charter,
        asked.question,
        document.seals,
        document.questions,
        own=document.own,
        was=answer_before(session, asked.question, document.charter.answers.get(asked.question, "")),
        reason=asked.reason,
        by=by,
        seen=seen,
        today=dt.date.today(),
    )
    session.keep(with_stored_record(document.with_own(own)))
    made = session.charter.amendments_of(asked.question)[-1]
    show(session.shell, _amended_notice(session, made))


def sign(session: Session, arguments: str) -> None:
    """Show what would be signed; sign it by the line that names its fingerprint.

    So nobody signs unseen, nor a text that has changed since it was shown.

    Raises:
        ConfigError: The line cannot be read, nobody is there, or there is nothing that could be signed.
    """
    asked = _read(_sign_parser(), arguments)
    session.catch_up()
    if not session.is_attended:
        raise ConfigError("A sign-off is a person's: nobody is at this run.", remedy="Sign in a notebook.")
    document, review = session.document, session.review()
    if owed := departures(session):
        problem = f"{message_of(owed[0], document.questions)} That has to be on record before anybody signs."
        raise ConfigError(problem, remedy=AMEND + ".")
    charter = document.charter
    if asked.confirm and asked.confirm == _shown(charter) and not is_stale(charter):
        # The line that signed is run again, on a later day perhaps: that is no other sign-off.
        show(session.shell, _signed_notice(session))
        return
    answer = _sign_off(session, asked)
    names = [bare(name) for name in texts_in(answer["by"])]
    if charter.author and all(name == bare(charter.author) for name in names):
        raise ConfigError("The author alone cannot sign.", remedy="Have the decision maker sign.")
    own = signed(document.own, charter, review, answer)
    after = document.with_own(own)
    if is_locked(after, review):
        after = seal(after, ("launch",), after.review(review.today), today=dt.date.today())
    if asked.confirm != _shown(after.charter):
        line = _confirming_line(asked, after.charter)
        if getattr(session.shell, "kernel", None) is None:
            # In a terminal the line stands at the prompt already.
            session.shell.set_next_input(line)
        show(session.shell, _unsigned_notice(session, after, line, is_another=bool(asked.confirm)))
        return
    session.keep(with_stored_record(after))
    show(session.shell, _signed_notice(session))


def _shown(charter: Charter) -> str:
    """The digits by which a sign-off is confirmed: the first of what it is given for."""
    return text_signed(charter)[:_DIGITS]


def _confirming_line(asked: argparse.Namespace, charter: Charter) -> str:
    words = [asked.decision] if asked.decision else []
    words += ["--by", asked.by] if asked.by else []
    words += ["--conditions", asked.conditions] if asked.conditions else []
    return shlex.join(["%nbready", "sign", *words, "--confirm", _shown(charter)])


def _sign_off(session: Session, asked: argparse.Namespace) -> dict[str, Value]:
    """The answer to the sign-off: what the line says, over what the charter says."""
    written = session.charter.answers.get(SIGN_OFF)
    answer: dict[str, Value] = dict(written) if isinstance(written, dict) else {}
    is_new = bool(asked.decision or asked.by)
    if asked.decision:
        answer["decision"] = asked.decision
    if asked.by:
        answer["by"] = asked.by
    if asked.conditions:
        answer["conditions"] = asked.conditions
    if is_new or text_signed(session.charter) or "date" not in answer:
        answer["date"] = dt.date.today().isoformat()
    if not answer.get("decision") or not answer.get("by"):
        raise ConfigError("There is no decision to sign yet.", remedy=SIGN + ".")
    question = session.questions.get(SIGN_OFF)
    part = next((p for p in question.parts if p.key == "decision"), None) if question else None
    choices = part.choices if part else ()
    if choices and not read_choice(str(answer["decision"]), choices):
        remedy = did_you_mean(str(answer["decision"]), choices)
        raise ConfigError(f"There is no decision `{answer['decision']}`.", remedy=remedy)
    return answer


def _amended_notice(session: Session, made: Amendment) -> Notice:
    items = (
        Item(term="was", text=literal(shorten(made.was, 300)) or "not kept"),
        Item(term="reason", text=literal(made.reason)),
        Item(term="by", text=literal(f"{made.by}, {made.date}")),
        Item(term="seen", text=made.seen.replace("_", "-")),
    )
    return Notice(
        tone="good",
        title=f"{session.questions[made.question].label}: the change is on record as {made.name}.",
        sections=(Section(heading="", items=items, code=False),),
        footer=_where(session),
    )


def _signed_notice(session: Session) -> Notice:
    return Notice(
        tone="good",
        title=f"Signed: {_decision(session.charter)}.",
        text="The sign-off holds for this text and this result. Any later change makes it stale.",
        sections=_what_is_signed(session.document, session.review()),
        footer=_where(session),
    )


def _unsigned_notice(session: Session, after: Document, line: str, *, is_another: bool) -> Notice:
    why = "The line confirms another text than this one. " if is_another else ""
    return Notice(
        tone="note",
        title=f"To be signed: {_decision(after.charter)}.",
        text=f"{why}Nothing is signed yet. Read it; the line at the end signs this text and this result.",
        sections=(
            *_what_is_signed(after, after.review(session.review().today)),
            Section(heading="To sign it, run", items=(Item(term=line, text=""),)),
        ),
    )


def _decision(charter: Charter) -> str:
    return literal("; ".join(texts_in(charter.answers[SIGN_OFF])))


def _what_is_signed(document: Document, review: Review) -> tuple[Section, ...]:
    """All that a sign-off stands for, the promise and its result first; and what it does not."""
    answers = document.charter.answers
    first = [key for key in _SIGNED_FIRST if key in answers]
    rest = [key for key in answers if key not in (*first, SIGN_OFF)]
    return (
        Section(
            heading="What is signed",
            items=tuple(_answer_item(key, answers[key]) for key in (*first, *rest)),
        ),
        Section(
            heading="Changed since it was sealed",
            items=tuple(_amendment_item(made) for made in document.charter.amendments.values()),
        ),
        Section(
            heading="Open, and so not signed",
            items=tuple(
                Item(term=key, text=standing.question.prompt)
                for key, standing in review.standings.items()
                if standing.status != "answered"
            ),
        ),
    )


def _answer_item(key: str, answer: Value) -> Item:
    return Item(term=key, text=literal(shorten("; ".join(texts_in(answer)), 300)))


def _amendment_item(made: Amendment) -> Item:
    text = literal(f"{made.reason} ({made.by}, {made.date})")
    return Item(term=made.name, text=text, remark=f"seen by then: {made.seen.replace('_', '-')}")


def _where(session: Session, *, insist: bool = False) -> str:
    """Where the record stands; puts the charter cell below where the notebook is out of reach.

    Args:
        session: The session.
        insist: Whether the page had its time to write it.
    """
    here = session.notebook
    if not here.is_unwritten:
        return "It is in the notebook: save it."
    if session.has_page and not insist:
        return "It is being written into the notebook's charter cell and metadata."
    document = session.document
    session.shell.set_next_input(write_cell(document.own, document.questions, pinned=document.pinned))
    return "Not sealed in the file yet: the cell below has it. Put it in place of the charter cell."


def _read(parser: argparse.ArgumentParser, arguments: str) -> argparse.Namespace:
    try:
        return parser.parse_args(shlex.split(arguments))
    except ValueError as error:
        parser.error(str(error).lower())


def _amend_parser() -> argparse.ArgumentParser:
    parser = _Parser("amend", description=AMEND, add_help=False)
    parser.add_argument("question")
    parser.add_argument("--reason", required=True)
    parser.add_argument("--by", default="")
    parser.add_argument("--seen", choices=SEEN, default="")
    return parser


def _sign_parser() -> argparse.ArgumentParser:
    parser = _Parser("sign", description=SIGN, add_help=False)
    parser.add_argument("decision", nargs="?", default="")
    parser.add_argument("--by", default="")
    parser.add_argument("--conditions", default="")
    parser.add_argument("--confirm", default="")
    return parser


def warn_of_departures(session: Session) -> None:
    """Say which sealed answers the charter that was just run changes, and the line that puts it on record."""
    found = departures(session)
    if not found:
        return
    items = tuple(
        Item(term=_line_for(key), text=message_of(broken, session.questions))
        for broken in found
        for key in broken.questions[:1] or ("",)
    )
    show(
        session.shell,
        Notice(
            tone="warn",
            title="A sealed answer was changed.",
            text="Nothing is stopped. In CI it is an error (NBR410) until it is on record, or taken back.",
            sections=(Section(heading="Put it on record", items=items),),
        ),
    )


def _line_for(key: str) -> str:
    return f'%nbready amend {key} --reason "..."' if key else "%nbready lock"
