"""Reviews in words, for whatever shows them: each is a row of a charter card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nbready.charter.card.text import section_lines
from nbready.charter.card.view import Fact, Row, Section, part_text
from nbready.charter.model import Questions
from nbready.charter.words import one_line
from nbready.escape import plain_line, plain_text
from nbready.peer.form import Form, Item
from nbready.peer.model import GateReview, PeerReview, Reviewed
from nbready.peer.shelf import Beside

HEADING = "Peer reviews"
UNSAID = "not said"
_ENDS = (".", "?", "!", "。", "？", "！")


def card_sections(reviews: Sequence[Reviewed], form: Form, questions: Questions) -> tuple[Section, ...]:
    """The reviews as a section of a charter card; none without a review."""
    rows = tuple(_row(reviewed, form, questions) for reviewed in reviews)
    return ((HEADING, rows),) if rows else ()


def review_lines(beside: Beside, form: Form, questions: Questions) -> Iterator[str]:
    """What is kept beside a file, in lines."""
    sections = card_sections(beside.reviews, form, questions)
    if not sections:
        yield "Nobody has reviewed it yet."
    for section in sections:
        yield from section_lines(section)


def sentence_of(review: PeerReview, form: Form, questions: Questions) -> str:
    """A review on one line, as an answer of the charter quotes it."""
    facts = _facts(review, form, questions)
    said = (one_line(f"{fact.label}: {fact.text}") for fact in facts)
    return " ".join(("Peer review.", *(text if text.endswith(_ENDS) else f"{text}." for text in said)))


def _row(reviewed: Reviewed, form: Form, questions: Questions) -> Row:
    review = reviewed.review
    who = f"{review.by}, the author" if reviewed.is_self else review.by
    return Row(
        label=plain_line(f"{who}, {review.date}"),
        status="answered",
        status_text="",
        facts=tuple(_facts(review, form, questions)),
        problems=(),
        warnings=tuple(_age(reviewed, questions)),
        prompt="",
        help="",
        example="",
    )


def _facts(review: PeerReview, form: Form, questions: Questions) -> Iterator[Fact]:
    for gate, said in review.gates.items():
        label = questions.messages[f"before_{gate}"]
        yield Fact(label=plain_text(label), text=plain_text(" · ".join(_said(said, form))))


def _said(said: GateReview, form: Form) -> Iterator[str]:
    for item in form:
        text = said.said.get(item.part.key, "")
        if text or not item.after:
            yield f"{item.part.label}: {_text(item, text) if text else UNSAID}"
    known = {item.part.key for item in form}
    # A review of another form says what it says by its own keys.
    yield from (f"{key}: {text}" for key, text in said.said.items() if key not in known)


def _text(item: Item, text: str) -> str:
    return part_text(item.part, text)


def _age(reviewed: Reviewed, questions: Questions) -> Iterator[str]:
    if not reviewed.older:
        return
    if len(reviewed.older) == len(reviewed.review.gates):
        yield "Of an older version: the answers changed since."
    else:
        gates = ", ".join(plain_text(questions.messages[f"before_{gate}"]).lower() for gate in reviewed.older)
        yield f"Of an older version: the answers changed since ({gates})."
