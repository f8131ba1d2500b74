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
    said = (one_line(" · ".join(lines)) for lines in _gates(review, form, questions))
    return " ".join(("Peer review.", *(text if text.endswith(_ENDS) else f"{text}." for text in said)))


def _row(reviewed: Reviewed, form: Form, questions: Questions) -> Row:
    review = reviewed.review
    lines = (line for lines in _gates(review, form, questions) for line in lines)
    return Row(
        label=plain_line(f"{review.by}, the author" if reviewed.is_self else review.by),
        status="answered",
        status_text="",
        facts=tuple(Fact(label="", text=plain_text(line)) for line in (review.date, *lines)),
        problems=(),
        warnings=tuple(_age(reviewed, questions)),
        prompt="",
        help="",
        example="",
    )


def _gates(review: PeerReview, form: Form, questions: Questions) -> Iterator[tuple[str, ...]]:
    """What was said of each gate, in lines: its name and what was chosen on the first."""
    for gate, said in review.gates.items():
        found = tuple(_said(said, form))
        chosen = (line for item, line in found if item is not None and item.part.choices)
        written = (line for item, line in found if item is None or not item.part.choices)
        yield " · ".join((questions.messages[f"before_{gate}"], *chosen)), *written


def _said(said: GateReview, form: Form) -> Iterator[tuple[Item | None, str]]:
    for item in form:
        text = said.said.get(item.part.key, "")
        if text or not item.after:
            yield item, f"{item.part.label}: {part_text(item.part, text) if text else UNSAID}"
    known = {item.part.key for item in form}
    # A review of another form says what it says by its own keys.
    yield from ((None, f"{key}: {text}") for key, text in said.said.items() if key not in known)


def _age(reviewed: Reviewed, questions: Questions) -> Iterator[str]:
    if not reviewed.older:
        return
    if len(reviewed.older) == len(reviewed.review.gates):
        yield "Of an older version: the answers changed since."
    else:
        gates = ", ".join(plain_text(questions.messages[f"before_{gate}"]).lower() for gate in reviewed.older)
        yield f"Of an older version: the answers changed since ({gates})."
