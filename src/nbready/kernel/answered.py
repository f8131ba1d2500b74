"""``nbready.assert_answered``: the charter as a test cell of a grader's."""

from __future__ import annotations

from collections.abc import Sequence

from IPython.core.getipython import get_ipython

from nbready.charter.model import GATES, INTENTS, Intent, Standing
from nbready.document import Document
from nbready.errors import CharterError
from nbready.grading.rubric import Course, State, load_rubric
from nbready.kernel.magics import magics_of
from nbready.kernel.notice import Item, Notice, Section, literal
from nbready.kernel.session import Session
from nbready.kernel.show import show
from nbready.nearest import did_you_mean


class NotAnswered(AssertionError):  # noqa: N818 - the name is what people read above the message
    """Nothing of what a test asks for is answered; the message is all there is to show."""

    def _render_traceback_(self) -> list[str]:
        """What IPython prints in place of a traceback."""
        return [f"nbready: {self}"]


def assert_answered(*what: str, points: float = 1.0) -> float:
    """The points that the running notebook's charter earns: as the last line of a test cell, partial credit.

    nbgrader takes the number that a test cell ends with for its points, an error for none. Each question
    counts the same, and earns the share that ``nbready grade`` gives by default: all of it where it is
    answered, half with a warning, a quarter put off on the record. What is asked is the template's affair: an
    intent that the notebook chose itself asks no less, and what the template pins counts for nobody.

    Args:
        what: Gates (``data``, ``model``, ``launch``) and questions; by default the data gate's.
        points: What it is worth, more than 0: the points of the cell.

    Returns:
        More than 0, up to ``points``.

    Raises:
        NotAnswered: Nothing of it is answered, or nothing guards this notebook: no ``%load_ext nbready``, or
            ``NBREADY=off``. An :class:`AssertionError`.
        CharterError: There is no such gate or question.
        ValueError: ``points`` is not more than 0.
    """
    if not points > 0:
        raise ValueError(f"`points` must be more than 0, not {points!r}.")
    session = _session()
    document = session.document
    keys = _keys(what or (GATES[0],), document)
    standings = [session.review().standings[key] for key in keys]
    states = [_state(standing, session.review().intent) for standing in standings]
    shares = load_rubric(None, _course(document)).states
    share = sum(shares[state] for state in states) / len(states) if states else 0.0
    if not share:
        asked = ", ".join(keys) or "nothing that this notebook is asked"
        raise NotAnswered(f"Not answered yet: {asked}. `%nbready charter` puts the questions below.")
    if share < 1:
        show(session.shell, _what_is_missing(standings, states, share * points, points))
    return float(points) if share == 1 else round(share * points, 4)


def _session() -> Session:
    shell = get_ipython()
    magics = magics_of(shell) if shell is not None else None
    if magics is None:
        raise NotAnswered("It is not loaded here: run the cell with `%load_ext nbready`, then the charter.")
    if not magics.session.is_guarded:
        raise NotAnswered("The guard is off here, so nothing counts: take NBREADY=off away, and run again.")
    return magics.session


def _course(document: Document) -> Course:
    pinned = document.pinned.get("project_intent")
    stated = pinned.get("intent") if isinstance(pinned, dict) else document.config.intent
    intent: Intent = next((known for known in INTENTS if known == stated), INTENTS[0])
    return Course(questions=document.questions, intent=intent, pinned=frozenset(document.pinned))


def _keys(what: Sequence[str], document: Document) -> list[str]:
    """The questions that are meant, each once, in the order in which they are asked."""
    known = (*GATES, *document.questions.by_key)
    for name in what:
        if name not in known:
            raise CharterError(f"There is no gate or question `{name}`.", remedy=did_you_mean(name, known))
    return [q.key for q in _course(document).asked if q.gate in what or q.key in what]


def _state(standing: Standing, intent: Intent) -> State:
    if intent not in standing.question.intents:
        return "open"
    if standing.status == "answered":
        return "weak" if standing.is_weak else "complete"
    return standing.status


def _what_is_missing(
    standings: Sequence[Standing], states: Sequence[State], earned: float, points: float
) -> Notice:
    items = [
        Item(term=standing.question.key, text=_said(standing, state))
        for standing, state in zip(standings, states, strict=True)
        if state != "complete"
    ]
    return Notice(
        tone="note",
        title=f"{earned:.4g} of {points:.4g} points so far.",
        sections=(Section(heading="What would bring the rest", items=tuple(items)),),
    )


def _said(standing: Standing, state: State) -> str:
    remarks = [literal(remark.message) for remark in standing.remarks if remark.check != "unanswered"]
    if state == "deferred":
        return "put off; an answer earns more"
    return " ".join(remarks) or f"open: {literal(standing.question.prompt)}"
