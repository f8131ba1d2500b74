"""What a charter says, for a page about one stage: answers as lines, and what of them is still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nbready.brief.page import Block, Line, Stage
from nbready.charter.card.view import answer_facts
from nbready.charter.model import GATES, Charter, Gate, Review, Standing, Value
from nbready.escape import plain_text

GATE_OF: Mapping[Stage, Gate] = {"kickoff": "data", "plan": "model", "launch": "launch"}
"""The gate that has to be answered for each page."""


class Record:
    """A reviewed charter, read for one stage.

    Args:
        review: How the questions stand.
        charter: The answers, merged with the inherited ones.
        stage: What the page is about.
    """

    def __init__(self, review: Review, charter: Charter, stage: Stage) -> None:
        self.review = review
        self.charter = charter
        self.stage = stage
        self._gates = GATES[: GATES.index(GATE_OF[stage]) + 1]

    def lines(
        self,
        key: str,
        *,
        parts: tuple[str, ...] = (),
        label: str = "",
        is_labelled: bool = False,
        open_: bool = True,
    ) -> Iterator[Line]:
        """What an answer says, in one line or a line a part; and what of it is still open.

        Args:
            key: The question.
            parts: The parts to show; all of them if none is named.
            label: The message that names the line.
            is_labelled: Whether each part is a line of its own, by the part's label.
            open_: Whether to say what is still open.
        """
        question = self.review.questions.get(key)
        if question is None or not self.is_shown(key):
            return
        answer = self.charter.answers.get(key, "")
        if isinstance(answer, dict):
            recorded = {part.key for part in question.parts if part.shown == "recorded"}
            wanted = parts or tuple(part.key for part in question.parts if part.key not in recorded)
            answer = {name: answer[name] for name in wanted if answer.get(name)}
        facts = tuple(answer_facts(question, answer))
        if is_labelled:
            yield from (Line(label=fact.label, text=fact.text) for fact in facts)
        elif facts:
            name = self.word(label) if label else ""
            yield Line(label=name, text=" · ".join(fact.text for fact in facts))
        if open_:
            yield from self.open_lines(key)

    def open_lines(self, key: str) -> Iterator[Line]:
        """What of an answer is still open, or put off until when."""
        standing = self.review.standings.get(key)
        if standing is None or not self.is_due(standing) or standing.status == "answered":
            return
        deferral = standing.deferral
        if standing.status == "deferred" and deferral is not None:
            said = {"until": deferral.until, "reason": deferral.reason, "owner": deferral.owner}
            text = self.word("deferred", **said)
        else:
            said_ = [r.message for r in standing.remarks if r.is_open and r.check != "unanswered"]
            text = self.word("brief_still_open", prompt=(said_ or [standing.question.prompt])[0])
        yield Line(label=self.label(key), text=text, is_open=True)

    def block(self, title: str, *parts: Iterable[Line]) -> Block | None:
        """The lines under a title; None where there are none."""
        lines = tuple(line for part in parts for line in part)
        return Block(title=self.word(title), lines=lines) if lines else None

    def part(self, key: str, part: str) -> str:
        """One part of an answer as it was written; empty where there is none."""
        answer = self.charter.answers.get(key)
        return text_of(answer.get(part)) if isinstance(answer, dict) else ""

    def approver(self) -> str:
        """Whoever can say yes."""
        return self.part("decision_maker", "approver") or self.words["brief_whoever"]

    def is_due(self, standing: Standing) -> bool:
        """Whether a question has to be answered for this page."""
        question = standing.question
        return question.gate in self._gates and self.review.intent in question.intents

    def is_shown(self, key: str) -> bool:
        """Whether the page speaks of a question: it is due, or answered before its time."""
        standing = self.review.standings.get(key)
        return standing is not None and (self.is_due(standing) or key in self.charter.answers)

    def label(self, key: str) -> str:
        """What people call a question."""
        question = self.review.questions.get(key)
        return plain_text(question.label if question else key)

    @property
    def words(self) -> Mapping[str, str]:
        """The words of the language in force."""
        return self.review.questions.messages

    def word(self, name: str, **values: str) -> str:
        """One of them, filled in; its placeholders come from people."""
        return plain_text(self.words[name].format_map(values))


def text_of(value: Value | None) -> str:
    """An answer or a part of one, on one line."""
    if isinstance(value, list):
        return "; ".join(text_of(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{name} {text_of(item)}" for name, item in value.items())
    return value or ""
