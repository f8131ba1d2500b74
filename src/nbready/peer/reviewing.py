"""Reviewing a charter: which gates there is something to say of, and what somebody says, asked or given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from nbready.charter.asking import Read, ask_part
from nbready.charter.card.view import answer_facts
from nbready.charter.model import GATES, Gate, Standing, Value
from nbready.charter.question import Fail
from nbready.charter.words import is_writable
from nbready.charter.yaml_model import Reading
from nbready.document import Document
from nbready.errors import ConfigError
from nbready.escape import plain_line, plain_text
from nbready.nearest import did_you_mean
from nbready.peer.file import FILE_KEYS, VERSION
from nbready.peer.form import Form, Item, read_said
from nbready.peer.model import GateReview, PeerReview, gate_prints, name_key

Said = Mapping[Gate, Mapping[str, str]]
"""What was said, by gate and by key of the form."""


def gates_to_review(document: Document, wanted: Sequence[Gate] = ()) -> tuple[Gate, ...]:
    """The gates of which something is answered; of these, the wanted ones if some are wanted.

    Raises:
        ConfigError: There is nothing to review.
    """
    standings = document.review(dt.date.today()).standings.values()
    answered = {s.question.gate for s in standings if s.status == "answered"}
    answered &= gate_prints(document.charter, document.questions).keys()
    if not answered:
        remedy = "Review it once its author has answered something."
        raise ConfigError("Nothing is answered in this charter yet.", path=document.path, remedy=remedy)
    for gate in wanted:
        if gate not in answered:
            raise ConfigError(
                f"Nothing of the {gate} gate is answered in this charter yet.", path=document.path
            )
    return tuple(gate for gate in GATES if gate in (wanted or answered))


def make_review(document: Document, by: str, said: Said, today: dt.date) -> PeerReview:
    """What somebody said of the charter of a document, as it stands today.

    Raises:
        ConfigError: Nobody could be told by that name.
    """
    if not name_key(by) or not is_writable(by):
        remedy = "Write --by with the name that others know you by."
        raise ConfigError(f"`{plain_line(by):.60}` is no name.", remedy=remedy)
    prints = gate_prints(document.charter, document.questions)
    return PeerReview(
        by=by,
        date=today.isoformat(),
        # A file system, or JSON, can hold half a character; no text can.
        notebook=plain_line(document.path.name) if document.path else "",
        author=plain_line(document.charter.author),
        gates={gate: GateReview(prints[gate], said[gate]) for gate in GATES if gate in said},
    )


def ask_review(
    document: Document, gates: Iterable[Gate], form: Form, read: Read, show: Callable[[str], None]
) -> Said:
    """What was typed about each gate, its answers shown above.

    Args:
        document: What the charter says.
        gates: The gates to ask about.
        form: What to ask.
        read: Asks for a line.
        show: Shows a text.
    """
    found: dict[Gate, Mapping[str, str]] = {}
    for gate in gates:
        show("\n".join(gate_lines(document, gate)))
        said: dict[str, str] = {}
        for item in form:
            if typed := _typed(item, gate, said, read):
                said[item.part.key] = typed
        found[gate] = said
    return found


def _typed(item: Item, gate: Gate, said: Mapping[str, str], read: Read) -> str:
    needed = item.is_needed(said)
    # Whatever is not needed can be left with Enter, and says so.
    part, head = item.part._replace(required=needed), f"\n{item.prompts[gate]}\n"

    def read_initial(prompt: str) -> str:
        """What was typed; a choice may be typed by its beginning."""
        typed = read(prompt).strip()
        begun = [choice for choice in part.choices if typed and choice.startswith(typed.lower())]
        return begun[0] if len(begun) == 1 else typed

    while True:
        typed = ask_part(part, read_initial, head)
        if typed or not needed:
            return str(typed)
        head = "   This is needed, so that its author can do something about it.\n"


def gate_lines(document: Document, gate: Gate) -> Iterator[str]:
    """What the charter says at a gate, in lines."""
    review = document.review(dt.date.today())
    yield f"\n── {plain_text(document.questions.messages[f'before_{gate}'])} ──"
    for standing in review.standings.values():
        if standing.question.gate == gate and review.intent in standing.question.intents:
            yield f"\n{plain_text(standing.question.label)}"
            yield from (f"   {line}" for line in _answer_lines(standing, document))


def _answer_lines(standing: Standing, document: Document) -> Iterator[str]:
    answer = document.charter.answers.get(standing.question.key, "")
    for fact in answer_facts(standing.question, answer):
        yield from (f"{fact.label}: {fact.text}" if fact.label else fact.text).split("\n")
    if standing.status == "deferred" and standing.deferral is not None:
        yield plain_text(document.questions.say("deferred", **standing.deferral._asdict()))
    elif not answer:
        yield plain_text(document.questions.messages["open"])


def read_answers(reading: Reading, gates: Sequence[Gate], form: Form, *, path: Path | None) -> Said:
    """What a filled-in form says, or a review that was given before.

    Args:
        reading: The file's text: ``gates:``, and below each gate the keys of the form.
        gates: The gates that are to be reviewed.
        form: What is asked.
        path: The file.

    Raises:
        ConfigError: Something is missing or is none of what is asked; has its line.
    """
    fail = Fail(path=path, reading=reading, error=ConfigError)
    table = fail.mapping(reading.value, ())
    fail.known_keys(table, FILE_KEYS, ())
    if table.get("version", str(VERSION)) != str(VERSION):
        raise fail("This review is of a version that this nbready does not read.", ("version",))
    given = fail.mapping(table.get("gates", {}), ("gates",))
    fail.known_keys(given, GATES, ("gates",))
    return {gate: _said_of(given.get(gate, {}), gate, form, fail) for gate in gates}


def _said_of(value: Value, gate: Gate, form: Form, fail: Fail) -> Mapping[str, str]:
    table = fail.mapping(value, ("gates", gate))
    # Of which answers it was said is not the form's to say.
    return read_said({key: table[key] for key in table if key != "of"}, form, ("gates", gate), fail)


def answers_of_options(given: Iterable[str]) -> Reading:
    """What options such as ``data.clear=yes`` say, as a filled-in form.

    Raises:
        ConfigError: One of them does not say of what it is the answer.
    """
    gates: dict[str, Value] = {}
    for option in given:
        name, is_answer, answer = option.partition("=")
        gate, _, key = name.strip().partition(".")
        if not (is_answer and key):
            raise ConfigError(f"`{option:.60}` is no answer.", remedy="Write --answer data.clear=yes.")
        if gate not in GATES:
            raise ConfigError(f"There is no gate `{gate:.40}`.", remedy=did_you_mean(gate, GATES))
        table = cast("dict[str, Value]", gates.setdefault(gate, {}))
        table[key] = answer.strip()
    return Reading({"gates": cast("Value", gates)}, "", {}, {})
