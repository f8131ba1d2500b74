"""``%nbready measure``: the registered metric on labelled cases, its card, and the way into the charter."""

from __future__ import annotations

import ast
import datetime as dt
import shlex
from typing import Any

from nbready.charter.model import Value
from nbready.kernel.expressions import CasesParser, evaluate_cases, split_expressions
from nbready.kernel.notice import Item, Notice, Section, literal
from nbready.kernel.session import Session
from nbready.kernel.show import publish, show

USAGE = "Write %nbready measure LABELS SCORES [--baseline SCORES] [--ids IDS] [--groups GROUPS]"
_EXPRESSIONS = ("y_true", "y_score", "baseline", "ids", "groups", "metric")


def measure(session: Session, arguments: str) -> None:
    """Measure what the charter promises, with expressions of the notebook, and show the card.

    Raises:
        MeasureError: There is no promise, an expression has no value, or the cases do not fit.
    """
    from nbready.measurement import measure_promise, read_promise
    from nbready.measurement.looks import Looks

    asked = _parser().parse_args(split_expressions(arguments, USAGE))
    promise = read_promise(session.charter)
    given = evaluate_cases(session, asked, _EXPRESSIONS)
    measured = measure_promise(
        promise,
        **given,
        positive=_literal(asked.positive),
        average=asked.average,
        confidence=asked.confidence,
        looks=Looks.beside(session.document.path),
    )
    publish(session.shell, html=measured._repr_html_(), text=str(measured))
    _warn_of_changes(session, measured)
    _record(session, measured, at_once=asked.record)


def _parser() -> CasesParser:
    parser = CasesParser("measure", USAGE)
    for name in ("baseline", "ids", "groups", "metric", "positive"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--average", default="binary")
    parser.add_argument("--confidence", type=float, default=0.95)
    parser.add_argument("--record", action="store_true")
    return parser


def _literal(text: str) -> object:
    """A class as it was written: a number, a quoted text, or plain words."""
    if not text:
        return None
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return " ".join(shlex.split(text))


def _warn_of_changes(session: Session, measured: Any) -> None:
    """Say what the result is held to and was changed after an earlier one was seen."""
    from nbready.measurement.answer import QUESTION, with_result

    # On record or not yet: the remarks are those that this result gets in the charter.
    document = session.document.with_own(with_result(session.document.own, measured))
    standing = document.review(dt.date.today()).standings.get(QUESTION)
    remarks = standing.remarks if standing else ()
    told = [remark.message for remark in remarks if remark.check == "changed_after_seen"]
    if told:
        title = "What this result is held to was changed when a result was known."
        items = tuple(Item(term="-", text=literal(message)) for message in told)
        section = Section(heading="", items=items, code=False)
        show(session.shell, Notice(tone="warn", title=title, sections=(section,)))


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
        document = session.document
        session.shell.set_next_input(write_cell(document.own, document.questions, pinned=document.pinned))
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
