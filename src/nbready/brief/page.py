"""What a brief shows, before it is HTML, Markdown or PDF: plain texts, nothing unsafe, nothing looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Stage = Literal["kickoff", "plan", "launch"]
STAGES: tuple[Stage, ...] = get_args(Stage)
Tone = Literal["good", "open", "bad"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing said in a block.

    Attributes:
        text: What is said; in an open line, what is still asked.
        label: What it is, if it needs a name.
        is_open: Whether it is missing, or put off.
    """

    text: str
    label: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A titled part of the page."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A figure on the line of promise, result and today's method.

    Attributes:
        kind: Which of the three.
        label: Its name.
        text: The figure as it was written.
        note: What stands beside it: its source, its uncertainty.
        number: Where it stands on the line; None where that cannot be told.
    """

    kind: Literal["promised", "measured", "today"]
    label: str
    text: str
    note: str = ""
    number: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Promise, result and today's method side by side, with the verdict.

    Attributes:
        title: The block's title.
        metric: What is measured, and on what.
        marks: The three figures, as far as they are known.
        is_higher_better: The side of the promise that is good; None where nobody said.
        verdict: What came out, in a sentence; empty before there is a result.
        tone: How that is.
        lines: What is still open.
    """

    title: str
    metric: str
    marks: tuple[Mark, ...]
    is_higher_better: bool | None
    verdict: str = ""
    tone: Tone = "open"
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A table of amounts: what is done, and what that is worth."""

    head: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the project is worth.

    Attributes:
        title: The block's title.
        lines: The charter's figures, and what is open.
        money: What the cases were worth, where that was computed.
        until: How far the charter's figures may be off, a sentence each.
    """

    title: str
    lines: tuple[Line, ...]
    money: Money | None = None
    until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """The place to sign, or the signature.

    Attributes:
        title: The block's title.
        decided: The decision; empty where there is none yet.
        tone: How that is.
        lines: By whom, when, under which conditions.
        remarks: Why the signature is not in force.
        choices: What can be decided, for somebody with a pen.
        blanks: What is filled in by hand.
    """

    title: str
    decided: str = ""
    tone: Tone = "open"
    lines: tuple[Line, ...] = ()
    remarks: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A whole page.

    Attributes:
        stage: What it is about.
        title: What kind of page it is.
        stamp: What the project is for.
        is_for_deployment: Whether that is deployment.
        ask: What the reader is asked.
        goal: The business objective.
        state: Whether everything that the decision needs is there.
        tone: How that is.
        changes, predicted, promise, worth, wrong, said, amended: The blocks; None where not asked.
        also: What a project's own questions add.
        sign: Its end.
        made: Where it comes from, and when.
        language: Of the questions, as in HTML.
    """

    stage: Stage
    title: str
    stamp: str
    is_for_deployment: bool
    ask: str
    goal: Line
    state: str
    tone: Tone
    changes: Block | None
    predicted: Block | None
    promise: Promise | None
    worth: Worth | None
    wrong: Block | None
    said: Block | None
    amended: Block | None
    also: Block | None
    sign: Sign
    made: str
    language: str
