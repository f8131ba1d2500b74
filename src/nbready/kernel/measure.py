"""``%nbready measure``: the registered metric on labelled cases, its card, and the way into the charter."""

from __future__ import annotations

import argparse
import ast
import shlex
from typing import Any, NoReturn

from nbready.charter.model import Value
from nbready.errors import MeasureError
from nbready.kernel.notice import Item, Notice, Section
from nbready.kernel.session import Session
from nbready.kernel.show import publish, show

USAGE = "Write %nbready measure LABELS SCORES [--baseline SCORES] [--ids IDS] [--groups GROUPS]"
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_EXPRESSIONS = ("y_true", "y_score", "baseline", "ids", "groups", "metric")


def measure(session: Session, arguments: str) -> None:
    """Measure what the charter promises, with expressions of the notebook, and show the card.

    Raises:
        MeasureError: There is no promise, an expression has no value, or the cases do not fit.
    """
    from nbready.measurement import measure_promise, read_promise
    from nbready.measurement.looks import Looks

    asked = _parser().parse_args(split_expressions(arguments))
    promise = read_promise(session.charter)
    given = {name: _value(session, name, text) for name in _EXPRESSIONS if (text := getattr(asked, name))}
    measured = measure_promise(
        promise,
        **given,
        positive=_literal(asked.positive),
        average=asked.average,
        confidence=asked.confidence,
        looks=Looks.beside(session.document.path),
    )
    publish(session.shell, html=measured._repr_html_(), text=str(measured))
    _record(session, measured, at_once=asked.record)


def split_expressions(line: str) -> list[str]:
    """The words of a line, where quotes and brackets hold an expression together, quotes included."""
    words, start, closers, quote = [], None, [], ""
    for place, character in enumerate(line):
        if start is None and not character.isspace():
            start = place
        if quote:
            quote = "" if character == quote and line[place - 1] != "\\" else quote
        elif character in "\"'":
            quote = character
        elif character in _CLOSERS:
            closers.append(_CLOSERS[character])
        elif closers and character == closers[-1]:
            closers.pop()
        elif character.isspace() and not closers and start is not None:
            words.append(line[start:place])
            start = None
    if quote or closers:
        raise MeasureError(f"`{quote or closers[-1]}` is missing in this line.", remedy=USAGE + ".")
    return [*words, *([line[start:]] if start is not None else [])]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise MeasureError(f"%nbready measure: {message}.", remedy=USAGE + ".")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="%nbready measure", add_help=False, allow_abbrev=False)
    for name in ("y_true", "y_score"):
        parser.add_argument(name, metavar={"y_true": "LABELS", "y_score": "SCORES"}[name])
    for name in ("baseline", "ids", "groups", "metric", "positive"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--average", default="binary")
    parser.add_argument("--confidence", type=float, default=0.95)
    parser.add_argument("--record", action="store_true")
    return parser


def _value(session: Session, name: str, text: str) -> Any:
    try:
        return session.shell.ev(text)  # type: ignore[no-untyped-call]
    except Exception as error:
        what = {"y_true": "The labels", "y_score": "The predictions"}.get(name, f"`--{name}`")
        raise MeasureError(
            f"{what} cannot be evaluated: {type(error).__name__}: {error}",
            remedy="Pass a variable or an expression of this notebook.",
        ) from error


def _literal(text: str) -> object:
    """A class as it was written: a number, a quoted text, or plain words."""
    if not text:
        return None
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return " ".join(shlex.split(text))


def _record(session: Session, measured: Any, *, at_once: bool) -> None:
    """Take the result into the charter, or offer to: as a filled form, or as lines to paste."""
    from nbready.measurement.answer import QUESTION, answer_of, lines_of, with_result

    answer: dict[str, Value] = {**answer_of(measured)}
    recorded = session.charter.answers.get(QUESTION)
    if QUESTION not in session.questions or _is_same(recorded, answer):
        return
    if at_once:
        from nbready.charter.fill_in import write_cell

        session.set_charter(with_result(session.document.own, measured))
        session.shell.set_next_input(write_cell(session.document.own, session.questions))
        title = "The result is in the charter of this session; the filled charter cell was put below."
        show(session.shell, Notice(tone="good", title=title, text="Run it, and keep only one charter cell."))
    elif not session.offer(QUESTION, answer):
        items = tuple(Item(term=line, text="") for line in lines_of(measured).rstrip().split("\n"))
        section = Section(heading="Lines for the charter cell, in place of `measured_result`", items=items)
        show(
            session.shell,
            Notice(tone="note", title="The result is not in the charter yet.", sections=(section,)),
        )


def _is_same(recorded: Value | None, answer: dict[str, Value]) -> bool:
    """Whether the charter holds this result already, of whatever day."""
    if not isinstance(recorded, dict):
        return False
    return all(recorded.get(key) == text for key, text in answer.items() if key != "date")
