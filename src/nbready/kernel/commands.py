"""What each ``%nbready`` command does."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module

from nbready.charter.model import GATES, INTENTS, Charter, Gate
from nbready.charter.store import CHARTER_MAGIC, body_line, is_charter_source
from nbready.errors import CharterError, ConfigError
from nbready.gate import FIRST, LEVELS, Level, next_gate
from nbready.kernel.deferring import defer
from nbready.kernel.notice import Item, Notice, Section
from nbready.kernel.session import Session, past_cells
from nbready.kernel.show import publish, show
from nbready.kernel.status import guide, status
from nbready.nearest import did_you_mean

Command = Callable[[Session, str], None]


def run_charter(session: Session, body: str) -> None:
    """Take a charter cell's answers and show the card.

    Raises:
        CharterError: The YAML, or a charter that it inherits from, cannot be read.
    """
    from nbready.charter.card import card_html, card_text
    from nbready.charter.parse import parse_charter
    from nbready.kernel.recording import warn_of_departures

    first_line = _first_line(session)
    try:
        charter = parse_charter(body, session.questions, first_line=first_line)
    except CharterError as error:
        raise _refuse(session, body, error, first_line) from None
    session.set_charter(charter)
    review, charter, gates = session.review(), session.charter, session.states()
    html, text = card_html(review, charter, gates=gates), card_text(review, charter, gates=gates)
    publish(session.shell, html=html, text=text)
    warn_of_departures(session)


def _refuse(session: Session, body: str, error: CharterError, first_line: int) -> CharterError:
    """Everything that is wrong with a cell, told at once; how it should be is kept for who asks for it."""
    from nbready.charter.diagnose import diagnose
    from nbready.kernel.correcting import refusal

    diagnosis = diagnose(body, session.questions)
    session.notebook.corrected = f"{CHARTER_MAGIC}\n{diagnosis.text}" if diagnosis.text != body else ""
    session.offer_correction()
    return CharterError(refusal(error, diagnosis, first_line=first_line))


def _first_line(session: Session) -> int:
    """The line of the running charter cell on which its YAML starts; IPython hands over the body alone."""
    source = next(reversed(past_cells(session.shell)), "")
    return body_line(source if is_charter_source(source) else f"{CHARTER_MAGIC}\n")


def _status(session: Session, arguments: str) -> None:
    _takes_nothing("status", arguments)
    session.locate()
    session.catch_up()
    session.tell_problems()
    show(session.shell, status(session))


def _help(session: Session, arguments: str) -> None:
    show(session.shell, guide(session))


def _charter(session: Session, arguments: str) -> None:
    """Put a charter cell below, with the answers so far and the open questions of one gate."""
    from nbready.charter.fill_in import write_cell

    words = arguments.split()
    if words == ["--fix"]:
        _fix(session)
        return
    is_asking = "--ask" in words
    gate, charter = _what_to_ask(session, [word for word in words if word != "--ask"])
    if is_asking:
        charter = _ask(session, gate, charter)
    pinned = session.document.pinned
    session.shell.set_next_input(write_cell(charter, session.questions, gates=(gate,), pinned=pinned))
    second = session.document.from_cell is not None
    show(
        session.shell,
        Notice(
            tone="note",
            title="Your answers are in a charter cell below: run it."
            if is_asking
            else "A charter cell was put below this one: fill it in and run it.",
            text="The notebook has a charter cell already. The one that runs last counts; keep only one."
            if second
            else "An answer that you leave blank stays open; run it as often as you like.",
        ),
    )


def _fix(session: Session) -> None:
    """Put the last charter cell that could not be read below, corrected."""
    corrected = session.notebook.corrected
    if not corrected:
        raise ConfigError("No charter cell of this notebook waits to be corrected.")
    session.shell.set_next_input(corrected)
    title = "The corrected charter is in the cell below: look it over, run it, and delete the other."
    show(session.shell, Notice(tone="note", title=title))


def _what_to_ask(session: Session, words: Sequence[str]) -> tuple[Gate, Charter]:
    """The gate and the answers that ``%nbready charter`` was given; the next open gate without any."""
    own = session.document.own
    gate = next_gate(session.states())
    for word in words:
        if word in GATES:
            gate = word
        elif word in INTENTS:
            intent = own.answers.get("project_intent")
            rest = intent if isinstance(intent, dict) else {}
            own = replace(own, answers={**own.answers, "project_intent": {**rest, "intent": word}})
            gate = FIRST
        else:
            known = (*GATES, *INTENTS, "--ask", "--fix")
            raise ConfigError(f"%nbready charter has no `{word}`.", remedy=did_you_mean(word, known))
    return gate, own


def _ask(session: Session, gate: Gate, charter: Charter) -> Charter:
    from nbready.charter.asking import ask_questions

    today = session.review().today
    try:
        return ask_questions(
            charter,
            gate,
            questions=session.questions,
            review=lambda own: session.document.with_own(own).review(today),
            read=builtins.input,
        )
    except (NotImplementedError, RuntimeError) as error:
        # A front end, or a run, that has no keyboard to ask.
        raise ConfigError("Nobody can be asked here.", remedy="Write %nbready charter.") from error


def _panel(session: Session, arguments: str) -> None:
    _takes_nothing("panel", arguments)
    if not session.show_panel():
        text = "`%nbready charter` puts the same questions into a cell."
        show(session.shell, Notice(tone="note", title="There is no form in this front end.", text=text))


def _policy(session: Session, arguments: str) -> None:
    """Set what gates do in this session; ``reset`` goes back to the project's policy."""
    if arguments == "reset":
        session.set_policy({})
    elif arguments:
        session.set_policy(dict(_level(word) for word in arguments.replace(",", " ").split()))
    levels = session.policy.as_dict()
    items = tuple(Item(term=gate, text=level) for gate, level in levels.items())
    changed = bool(session.policy_override)
    text = "For this session only; `nbready check` goes by the project's policy." if changed else ""
    section = Section(heading="", items=items, code=False)
    show(session.shell, Notice(tone="note", title="What a closed gate does.", text=text, sections=(section,)))


def _later(module: str, name: str) -> Command:
    """A command of another module, which is imported when somebody asks for it: few sessions ever do."""

    def run(session: Session, arguments: str) -> None:
        command: Command = getattr(import_module(f"nbready.kernel.{module}"), name)
        command(session, arguments)

    return run


COMMANDS: Mapping[str, Command] = {
    "status": _status,
    "charter": _charter,
    "defer": defer,
    "policy": _policy,
    "panel": _panel,
    "value": _later("value", "value"),
    "brief": _later("briefing", "brief"),
    "lock": _later("recording", "lock"),
    "amend": _later("recording", "amend"),
    "sign": _later("recording", "sign"),
    "measure": _later("measure", "measure"),
    "help": _help,
}


def _takes_nothing(command: str, arguments: str) -> None:
    if arguments:
        raise ConfigError(f"%nbready {command} takes no arguments.", remedy="See %nbready help.")


def _level(word: str) -> tuple[Gate, Level]:
    gate, _, level = word.partition("=")
    if gate not in GATES:
        raise ConfigError(f"There is no gate `{gate}`.", remedy=did_you_mean(gate, GATES))
    if level not in LEVELS:
        raise ConfigError(f"The {gate} gate cannot be set to `{level}`.", remedy=did_you_mean(level, LEVELS))
    return gate, level
