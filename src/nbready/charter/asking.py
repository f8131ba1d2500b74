"""The questions asked one after the other, for a terminal: the answers become a charter cell."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from nbready.charter.asked import applies
from nbready.charter.example import example_line
from nbready.charter.model import Charter, Gate, Part, Question, Questions, Review, Value
from nbready.charter.quantity import read_choice
from nbready.escape import plain_text

Read = Callable[[str], str]
"""Shows a prompt and returns the line that was typed; ``EOFError`` and ``KeyboardInterrupt`` end it."""


def ask_questions(
    charter: Charter,
    gate: Gate,
    *,
    questions: Questions,
    review: Callable[[Charter], Review],
    read: Read,
) -> Charter:
    """A charter with what was typed to the open questions of a gate; Enter leaves a part open.

    Args:
        charter: The answers so far.
        gate: The gate at hand.
        questions: The questions in force.
        review: Checks a charter: the next question depends on the intent that was just given.
        read: Asks for a line.
    """
    done: set[str] = set()
    try:
        while question := _next(charter, gate, questions, review, done):
            done.add(question.key)
            answer = _answer(question, charter, read, f"{len(done)}. ")
            if answer:
                charter = replace(charter, answers={**charter.answers, question.key: answer})
                for remark in review(charter).standings[question.key].remarks:
                    _tell(read, remark.message, is_open=remark.is_open)
    except (EOFError, KeyboardInterrupt):
        # Whoever has enough keeps what was typed so far.
        pass
    return charter


def _next(
    charter: Charter,
    gate: Gate,
    questions: Questions,
    review: Callable[[Charter], Review],
    done: Collection[str],
) -> Question | None:
    checked = review(charter)
    return next(
        (
            question
            for question in questions.at(gate)
            if checked.intent in question.intents
            and checked.standings[question.key].status == "open"
            and question.key not in done
        ),
        None,
    )


def _answer(question: Question, charter: Charter, read: Read, number: str) -> Value:
    head = f"\n{number}{question.label}: {question.prompt}\n   e.g. {example_line(question)}\n"
    if question.is_plain:
        return read(plain_text(f"{head}   > ")).strip()
    known = charter.answers.get(question.key, {})
    entry: dict[str, Value] = dict(known) if isinstance(known, dict) else {}
    for part in question.parts:
        if part.shown == "always" and applies(part, entry) and not entry.get(part.key):
            typed = ask_part(part, read, head)
            head = ""
            if typed:
                entry[part.key] = typed
    return [entry] if question.many and entry else entry


def ask_part(part: Part, read: Read, head: str) -> Value:
    """What was typed for a part, one of its choices if it has some; nothing for Enter.

    Args:
        part: The part.
        read: Asks for a line.
        head: What stands above the first prompt.
    """
    hint = " | ".join((*part.choices, *part.also))
    optional = "" if part.required or part.when else ", optional"
    label = f"   {part.label}{f' ({hint})' if hint else ''}{optional}: "
    while True:
        typed = read(plain_text(head + label)).strip()
        if not typed or not part.choices or read_choice(typed, part.choices):
            return _outcomes(typed) if part.type == "quantities" else typed
        head = f"   One of {', '.join(part.choices)}, or Enter to leave it open.\n"


def _outcomes(typed: str) -> Value:
    """``true_positive 430 EUR, false_positive -38 EUR`` as amounts by outcome."""
    pairs = [item.replace(":", " ").split(maxsplit=1) for item in typed.split(",")]
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2} or typed


def _tell(read: Read, message: str, *, is_open: bool) -> None:
    read(plain_text(f"   {'Still open' if is_open else 'Worth a look'}: {message} (Enter) "))
