"""What a report says of one notebook. Plain data: it travels between processes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from nbready.charter.card.view import Fact
from nbready.charter.model import Gate
from nbready.peer.model import Reviewed

Status = Literal["answered", "weak", "deferred", "open", "not_asked"]
STATUSES: tuple[Status, ...] = get_args(Status)

Early = Literal["gate", "order", "run"]
EARLY: Mapping[Early, str] = {
    "gate": "with questions open",
    "order": "above the charter",
    "run": "before the charter ran",
}
"""The ways in which data can be loaded too early, in words."""


GuardOff = Literal["absent", "off", "recording", "unloaded", "not_loaded", "not_run"]
GUARD_OFF: Mapping[GuardOff, str] = {
    "absent": "no %load_ext",
    "off": "NBREADY=off",
    "recording": "NBREADY=record",
    "unloaded": "unloaded",
    "not_loaded": "%load_ext not run",
    "not_run": "charter not run",
}
"""The ways in which a file shows that nothing guarded it, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionState:
    """How one question of one notebook stands.

    Attributes:
        key: The question.
        label: Its title.
        gate: The gate that asks it.
        status: ``weak`` is answered, with a warning; ``not_asked`` is out of the intent's scope.
    """

    key: str
    label: str
    gate: Gate
    status: Status


class Due(NamedTuple):
    """A question that was put off until a day.

    Attributes:
        label: The question's title.
        owner: Who is to answer it.
        until: The day.
        is_over: Whether that day has passed.
    """

    label: str
    owner: str
    until: dt.date
    is_over: bool = False


class Answer(NamedTuple):
    """What one question was answered, as people read it.

    Attributes:
        facts: Its parts, in order; the label is empty for a plain answer.
        remarks: What the checks say, one sentence each.
        deferral: How it was put off, in words; empty where it was not.
        fingerprint: The same for the same words, the deferral's included.
    """

    facts: tuple[Fact, ...] = ()
    remarks: tuple[str, ...] = ()
    deferral: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One notebook of a report.

    Attributes:
        path: The file, as it was named or found.
        problem: Why it could not be read; everything else is then empty.
        language: What its code is written in, where that is another language than Python.
        changed: When the file was last changed, to the minute; None where that is not known.
        dated_by: What tells when it was changed; empty where nothing does.
        project: The folder of the project that it is in; empty where there is none.
        author: Who the charter says wrote it.
        template: The template it was made from.
        broken: What became of the template's locked parts; empty while they are whole.
        intent: The intent that the notebook, its template or its project states; empty where nobody does.
        gates: How each gate stands: ``open``, ``closed`` or ``not_asked``.
        questions: How each question stands, in order.
        put_off: The questions that were put off until a day, and not answered since.
        begun: Whether the notebook answers anything that no template pinned.
        loads: Whether it loads data at all.
        early: The ways in which the data came too early.
        guard_off: The ways in which the file shows that the guard was not there.
        edited_pins: The questions whose pinned answers the notebook contradicts.
        texts: Its own long answers by question.
        short: What is written in words in its answers to other questions.
        same: By question, how many other notebooks have the same text.
        alike: Some of those notebooks, at most five.
        near: Other notebooks that say nearly the same, and in how many answers; the most alike first.
        reviews: What other people said of its charter, in files beside it.
        review_problems: Which of these files cannot be read, and why.
        card: The charter card as HTML; empty unless asked for.
        answers: What each question was answered; empty unless asked for.
    """

    path: str
    problem: str = ""
    language: str = ""
    changed: dt.datetime | None = None
    dated_by: Literal["git", "file", ""] = ""
    project: str = ""
    author: str = ""
    template: str = ""
    broken: str = ""
    intent: str = ""
    gates: Mapping[Gate, str] = field(default_factory=dict)
    questions: tuple[QuestionState, ...] = ()
    put_off: tuple[Due, ...] = ()
    begun: bool = False
    loads: bool = False
    early: tuple[Early, ...] = ()
    guard_off: tuple[GuardOff, ...] = ()
    edited_pins: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, int] = field(default_factory=dict)
    alike: tuple[str, ...] = ()
    near: Mapping[str, int] = field(default_factory=dict)
    reviews: tuple[Reviewed, ...] = ()
    review_problems: tuple[str, ...] = ()
    card: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def keys(self, status: Status) -> tuple[str, ...]:
        """The questions that stand so, in order."""
        return tuple(question.key for question in self.questions if question.status == status)

    @property
    def words(self) -> Mapping[str, str]:
        """All of its own answers that can be like somebody else's, by question."""
        return {**self.texts, **self.short}

    @property
    def passed(self) -> int:
        """How many gates are open."""
        return sum(status == "open" for status in self.gates.values())

    @property
    def most_alike(self) -> int:
        """The largest number of others that share one text with it."""
        return max(self.same.values(), default=0)

    @property
    def most_near(self) -> int:
        """The largest number of answers that are nearly the same as one other notebook's."""
        return max(self.near.values(), default=0)
