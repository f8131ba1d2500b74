"""One notebook's points: what the machine gives for each question, and what a person gave instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from nbready.charter.fingerprint import fingerprint
from nbready.grading.rubric import CONDUCT, Conduct, Course, Item, Rubric, State
from nbready.report.columns import data_loaded, guard_off
from nbready.report.row import Answer, QuestionState, Row

_STATE_OF: Mapping[str, State] = {"answered": "complete", "weak": "weak", "deferred": "deferred"}

SAID: Mapping[str, str] = {
    "complete": "complete",
    "weak": "weak",
    "deferred": "put off",
    "open": "open",
    "given": "as handed out",
    "not_asked": "not asked",
    "kept": "yes",
    "missed": "no",
}
"""How something stands, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing marked.

    Attributes:
        key: The question, or what was done.
        label: What people call it.
        state: How it stands, a key of :data:`SAID`.
        possible: The points that it is worth.
        machine: The points that its state earns.
        answer: What was answered; for what was done, why it was not.
        marker: The points that a person gave; None while nobody did.
        comments: What that person says.
    """

    key: str
    label: str
    state: str
    possible: float
    machine: float
    answer: Answer
    marker: float | None = None
    comments: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The points that count: a person's, where there are any."""
        return self.machine if self.marker is None else self.marker


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One notebook, marked.

    Attributes:
        student: Whose it is.
        row: What a report says of it.
        marks: What was marked, in the order of the rubric.
    """

    student: str
    row: Row
    marks: tuple[Mark, ...]

    @property
    def points(self) -> float:
        """What it earns."""
        return round(sum(mark.points for mark in self.marks), 2)

    @property
    def possible(self) -> float:
        """What could be had."""
        return round(sum(mark.possible for mark in self.marks), 2)

    @property
    def marked(self) -> int:
        """How many of the marks are a person's."""
        return sum(mark.marker is not None for mark in self.marks)

    def with_marks(self, marks: Mapping[str, tuple[float | None, tuple[str, ...]]]) -> Sheet:
        """This sheet with a person's points and comments, by key."""
        own = (
            replace(mark, marker=marks[mark.key][0], comments=marks[mark.key][1])
            if mark.key in marks
            else mark
            for mark in self.marks
        )
        return replace(self, marks=tuple(own))


def mark_rows(rows: Iterable[tuple[str, Row]], rubric: Rubric, course: Course) -> tuple[Sheet, ...]:
    """The sheets of notebooks, each given with whose it is.

    What can be had is the rubric's alone: a notebook that declares itself to be for something else, or that
    brings questions of its own, is asked no less.
    """
    return tuple(
        Sheet(student=student, row=row, marks=tuple(_marks(row, rubric, course))) for student, row in rows
    )


def _marks(row: Row, rubric: Rubric, course: Course) -> Iterator[Mark]:
    found = {state.key: state for state in row.questions}
    earned = 0.0
    for key, item in rubric.items.items():
        mark = _mark(item, found.get(key), row, course, key)
        earned += mark.machine
        yield mark
    for name, points in rubric.conduct.items():
        why_not = _missing(name, row) if earned else "Nothing is answered yet."
        yield Mark(
            key=name,
            label=CONDUCT[name],
            state="missed" if why_not else "kept",
            possible=points,
            machine=0.0 if why_not else points,
            answer=Answer(
                remarks=(why_not,) if why_not else (), fingerprint=fingerprint({"answer": why_not})
            ),
        )


def _mark(item: Item, found: QuestionState | None, row: Row, course: Course, key: str) -> Mark:
    answer = row.answers.get(key, Answer(fingerprint=fingerprint({"answer": "", "deferral": ""})))
    state: str = _STATE_OF.get(found.status, "open") if found else "open"
    share = item.states.get(state, 0.0)  # type: ignore[call-overload]
    if found is not None and found.status == "not_asked":
        state, share = "not_asked", 0.0
    elif state != "open" and (course.given or {}).get(key) == answer.fingerprint:
        state, share = "given", 0.0
    return Mark(
        key=key,
        label=course.questions[key].label,
        state=state,
        possible=item.points,
        machine=round(item.points * share, 2),
        answer=answer,
    )


def _missing(name: Conduct, row: Row) -> str:
    """Why something that should have been done was not, a sentence; empty where it was."""
    if name == "guarded":
        off = guard_off(row)
        pins = f"Pinned answers contradicted: {', '.join(row.edited_pins)}." if row.edited_pins else ""
        return " ".join(filter(None, (f"Guard off: {off}." if off else "", row.broken, pins)))
    if row.early:
        return f"The data was loaded {data_loaded(row)}."
    return "" if row.loads else "No data is loaded."


def format_points(number: float) -> str:
    """Points as people write them: no more digits than needed, at most two after the point."""
    return f"{round(number, 2):.10g}"
