"""What every export starts from: a charter that was read, how it stands, and what the cases were worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nbready.charter.card.view import GateLike, answer_facts
from nbready.charter.model import Charter, Gate, Review
from nbready.charter.redact import Redactor


class Source(NamedTuple):
    """A record to export.

    Attributes:
        name: What it is called: its file.
        review: How the questions stand.
        charter: The answers, merged with the inherited ones.
        gates: How the gates stand.
        valuation: ``Valuation.as_dict()``, where the cases were valued.
    """

    name: str
    review: Review
    charter: Charter
    gates: Mapping[Gate, GateLike]
    valuation: Mapping[str, object] | None = None

    def text(self, key: str, part: str = "") -> str:
        """An answer, or one part of it, as a person reads it; empty where there is none."""
        question = self.review.questions.get(key)
        answer = self.charter.answers.get(key, "")
        if question is None or not answer:
            return ""
        if part:
            answer = {part: answer[part]} if isinstance(answer, dict) and answer.get(part) else ""
            return " · ".join(fact.text for fact in answer_facts(question, answer)) if answer else ""
        facts = answer_facts(question, answer)
        return "; ".join(f"{fact.label}: {fact.text}" if fact.label else fact.text for fact in facts)


def read_source(
    name: str,
    review: Review,
    charter: Charter,
    gates: Mapping[Gate, GateLike],
    *,
    valuation: Mapping[str, object] | None = None,
    redact: bool = False,
) -> Source:
    """A record to export; with ``redact``, without names, amounts and system names."""
    if not redact:
        return Source(name, review, charter, gates, valuation)
    redactor = Redactor(charter, review.questions)
    return Source("", redactor.review(review), redactor.charter(), gates)
