"""What a card shows, before it is HTML, text or Markdown: no keys, no markup, nothing unsafe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from nbready.charter.example import example_line
from nbready.charter.model import (
    GATES,
    SECTIONS,
    Charter,
    Gate,
    Part,
    Question,
    Questions,
    Review,
    Standing,
    Value,
)
from nbready.charter.quantity import read_choice
from nbready.charter.redact import Redactor
from nbready.escape import plain_text

MARKS = {"answered": "✓", "open": "○", "deferred": "◔", "not_asked": "–"}
"""The sign of a question's status, where type is plain."""

_SOFT_BREAK = re.compile(r"(?<![\n.:;!?。！？])\n(?!\s|[-*•–+] |\d{1,3}[.)] |\Z)")


class GateLike(Protocol):
    """How a gate stands, for whoever knows."""

    @property
    def status(self) -> Literal["open", "closed", "not_asked"]:
        """``open``, ``closed`` or ``not_asked``."""

    @property
    def open(self) -> tuple[str, ...]:
        """Keys of the questions that keep it closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One part of an answer; the label is empty for a plain answer."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question on the card.

    Attributes:
        label: Its title.
        status: How it stands.
        status_text: The same in words.
        facts: The answer.
        problems: What leaves it open, beyond its not being answered at all.
        warnings: What else was noticed.
        prompt: The question; empty where it is answered.
        help: How to think about it; empty where it is not its turn yet.
        example: A good answer; likewise.
    """

    label: str
    status: Literal["answered", "open", "deferred", "not_asked"]
    status_text: str
    facts: tuple[Fact, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    prompt: str
    help: str
    example: str


Section = tuple[str, tuple[Row, ...]]
"""A heading, and what stands below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """One gate on the card."""

    label: str
    status: Literal["open", "closed", "not_asked"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A whole card."""

    title: str
    stamp: str
    is_for_deployment: bool
    author: str
    author_label: str
    example_label: str
    language: str
    gates: tuple[GateLine, ...]
    sections: tuple[Section, ...]


def view_card(
    review: Review,
    charter: Charter,
    *,
    redact: bool,
    gates: Mapping[Gate, GateLike] | None,
    more: Sequence[Section] = (),
) -> Card:
    """What a card shows of a reviewed charter.

    Args:
        review: How the questions stand.
        charter: The answers, merged with the inherited ones.
        redact: Whether to leave out names, amounts and system names.
        gates: How the gates stand; None leaves them out.
        more: What others said of the charter; left out with names.
    """
    questions = review.questions
    if redact:
        redactor = Redactor(charter, questions)
        review, charter = redactor.review(review), redactor.charter()
    viewer = _Viewer(review, charter)
    words = questions.messages
    return Card(
        title=plain_text(words["card_title"]),
        stamp=viewer.stamp(),
        is_for_deployment=viewer.is_for_deployment(),
        author=plain_text(charter.author),
        author_label=plain_text(words["author"]),
        example_label=plain_text(words["for_example"]),
        language=questions.language,
        gates=tuple(_gate_lines(gates or {}, questions)),
        sections=(*viewer.sections(), *(() if redact else more)),
    )


class _Viewer:
    def __init__(self, review: Review, charter: Charter) -> None:
        self._review = review
        self._charter = charter
        self._words = review.questions.messages
        self._near = _near_gates(review)

    def stamp(self) -> str:
        until = ""
        answer = self._charter.answers.get("project_intent")
        if isinstance(answer, dict) and isinstance(until_text := answer.get("until", ""), str):
            until = until_text
        standing = self._review.standings.get("project_intent")
        is_unclear = bool(answer) and standing is not None and standing.status == "open"
        if is_unclear and not self._review.intent_expired:
            return plain_text(self._words["intent_unclear"])
        template = self._words[f"intent_{self._review.intent}"]
        return plain_text(template.format_map({"until": until}))

    def is_for_deployment(self) -> bool:
        """Whether the charter says so, or says nothing else."""
        return self.stamp() == plain_text(self._words["intent_deployment"])

    def sections(self) -> Iterator[Section]:
        standings = [s for s in self._review.standings.values() if self._is_shown(s)]
        # What keeps the next gate closed is what its reader came for.
        gate = self._near[-1]
        blocking = [s for s in standings if gate in s.open_at and self._review.intent in s.question.intents]
        if blocking:
            title = f"{self._words[f'gate_{gate}']}: {self._words['open']}"
            yield plain_text(title), tuple(self._row(standing) for standing in blocking)
            standings = [standing for standing in standings if standing not in blocking]
        for section in SECTIONS:
            rows = tuple(self._row(s) for s in standings if s.question.section == section)
            if rows:
                yield plain_text(self._words[f"section_{section}"]), rows

    def _is_shown(self, standing: Standing) -> bool:
        question = standing.question
        # The stamp says what an answered intent says, and better.
        is_stamp = question.key == "project_intent" and not standing.remarks
        is_asked = self._review.intent in question.intents or question.key in self._charter.answers
        return is_asked and not is_stamp

    def _row(self, standing: Standing) -> Row:
        question = standing.question
        is_asked = self._review.intent in question.intents
        is_open = is_asked and standing.status == "open"
        is_near = is_open and question.gate in self._near
        said = [r for r in standing.remarks if r.check != "unanswered" and (is_open or not r.is_open)]
        return Row(
            label=plain_text(question.label),
            status=standing.status if is_asked or standing.status == "answered" else "not_asked",
            status_text=self._status(standing, is_asked=is_asked),
            facts=tuple(answer_facts(question, self._charter.answers.get(question.key, ""))),
            problems=tuple(plain_text(r.message) for r in said if r.is_open),
            warnings=tuple(plain_text(r.message) for r in said if not r.is_open),
            prompt=plain_text(question.prompt) if is_open else "",
            help=plain_text(question.help) if is_near else "",
            example=plain_text(example_line(question)) if is_near else "",
        )

    def _status(self, standing: Standing, *, is_asked: bool) -> str:
        if not is_asked:
            return plain_text(self._words["gate_not_asked"])
        deferral = standing.deferral
        if standing.status != "deferred" or deferral is None:
            return plain_text(self._words[standing.status])
        words = {"until": deferral.until, "reason": deferral.reason, "owner": deferral.owner}
        return plain_text(self._words["deferred"].format_map(words))


def _near_gates(review: Review) -> tuple[Gate, ...]:
    """The gates up to the first one that is kept closed: help with those is what is wanted now."""
    asked = [s for s in review.standings.values() if review.intent in s.question.intents]
    first = next((n for n, gate in enumerate(GATES) if any(gate in s.open_at for s in asked)), len(GATES))
    return GATES[: first + 1]


def answer_facts(question: Question, answer: Value) -> Iterator[Fact]:
    """An answer, part by part, in the order of its question; nothing of what is empty."""
    if isinstance(answer, str):
        if answer:
            yield Fact(label="", text=plain_text(flowing(answer)))
        return
    if isinstance(answer, list):
        for entry in answer:
            yield Fact(label="", text=" · ".join(fact.text for fact in answer_facts(question, entry)))
        return
    for part in question.parts:
        if answer.get(part.key):
            yield Fact(label=plain_text(part.label), text=plain_text(part_text(part, answer[part.key])))


def part_text(part: Part, value: Value) -> str:
    """The value of a part, on lines as it was written, choices as words."""
    if isinstance(value, list):
        return ", ".join(part_text(part, item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{_spaced(name)} {part_text(part, item)}" for name, item in value.items())
    choice = read_choice(value, part.choices) if part.type == "choice" else ""
    return dict(part.names).get(choice, _spaced(choice)) if choice else flowing(value)


def flowing(text: str) -> str:
    """A text without the line breaks in mid-sentence that only kept it inside a cell; all others stay."""
    return _SOFT_BREAK.sub(" ", text)


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _gate_lines(gates: Mapping[Gate, GateLike], questions: Questions) -> Iterator[GateLine]:
    words = questions.messages
    for gate in GATES:
        if gate in gates:
            state = gates[gate]
            text = words[f"gate_{state.status}"]
            if state.status == "closed" and state.open:
                text = words["count_open"].format_map({"count": str(len(state.open))})
            yield GateLine(
                label=plain_text(words[f"gate_{gate}"]), status=state.status, text=plain_text(text)
            )
