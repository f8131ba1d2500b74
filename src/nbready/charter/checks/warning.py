"""What is worth a second look, but leaves an answer answered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from nbready.charter.asked import Asked, is_nothing
from nbready.charter.model import Remark
from nbready.charter.quantity import has_number, is_worse, read_date
from nbready.charter.words import bare, count_words, shorten, texts_in


def no_better_than_baseline(asked: Asked) -> Iterator[Remark]:
    """A threshold that today's method already reaches."""
    if asked.question.key == "success_metric":
        threshold, baseline = asked.part("threshold"), asked.part("baseline")
        if is_worse(threshold, baseline, asked.choice("direction"), or_equal=True):
            yield asked.remark(
                "no_better_than_baseline",
                is_open=False,
                threshold=shorten(threshold),
                baseline=shorten(baseline),
            )


def few_words(asked: Asked) -> Iterator[Remark]:
    """Fewer than three words in a long text."""
    for part, text in asked.filled("long_text"):
        if count_words(text) < 3:
            yield asked.remark("few_words", part=part, is_open=False, answer=shorten(text))


def decides_alone(asked: Asked) -> Iterator[Remark]:
    """The author is the one who says yes, or the only one who signs."""
    approver = {"decision_maker": "approver", "sign_off": "by"}.get(asked.question.key, "")
    author = bare(asked.charter.author)
    names = [bare(name) for part, value in asked.parts() if part.key == approver for name in texts_in(value)]
    if author and names and all(name == author for name in names):
        yield asked.remark("decides_alone", is_open=False)


def no_number(asked: Asked) -> Iterator[Remark]:
    """An objective without a number."""
    if asked.question.key == "business_objective" and not any(map(has_number, texts_in(asked.answer))):
        yield asked.remark("no_number", is_open=False)


def odd_latency(asked: Asked) -> Iterator[Remark]:
    """A batch in milliseconds, or online scores without a latency."""
    if asked.question.key != "integration":
        return
    mode, latency = asked.choice("mode"), asked.part("latency")
    if mode == "batch" and re.search(r"\d\s*(?:ms|millisec|msec)", latency, re.IGNORECASE):
        yield asked.remark("batch_in_milliseconds", is_open=False, answer=shorten(latency))
    if mode == "online" and is_nothing(asked.questions, latency):
        yield asked.remark("online_without_latency", is_open=False)


def same_text(asked: Asked) -> Iterator[Remark]:
    """The same long text in an earlier answer."""
    own = {bare(text) for _, text in asked.filled("long_text")} - {""}
    for question in asked.questions:
        if question.key == asked.question.key or not own:
            return
        other = asked.of(question.key)
        if own & {bare(text) for _, text in other.filled("long_text")}:
            yield asked.remark("same_text", is_open=False, other=question.label)


def future_date(asked: Asked) -> Iterator[Remark]:
    """A review or a sign-off dated in the future."""
    if asked.question.key in ("privacy_legal_review", "sign_off"):
        for part, text in asked.filled("date"):
            date = read_date(text)
            # Somewhere it is tomorrow already.
            if date and date > asked.today + dt.timedelta(days=1):
                yield asked.remark("future_date", part=part, is_open=False, answer=shorten(text))


def cut_by_comment(asked: Asked) -> Iterator[Remark]:
    """YAML took the rest of a line for a comment."""
    parts = {part.key: part for part in asked.question.parts}
    for note in asked.charter.notes:
        if note.question == asked.question.key:
            part, line = parts.get(note.part), str(note.line)
            remark = asked.remark("cut_by_comment", part=part, is_open=False, line=line)
            # The corrected line is what helps here.
            yield remark._replace(remedy=note.remedy)
