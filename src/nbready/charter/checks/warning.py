"""What is worth a second look, but leaves an answer answered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from nbready.charter.asked import Asked, is_nothing
from nbready.charter.model import SEEN, Amendment, Remark
from nbready.charter.quantity import has_number, is_unit_unclear, is_worse, read_choice, read_date
from nbready.charter.signing import RESULT
from nbready.charter.words import bare, count_words, shorten, texts_in

EARLIEST = 1970
"""A year before this one in a date is a slip of the hand."""


def no_better_than_baseline(asked: Asked) -> Iterator[Remark]:
    """A threshold that today's method already reaches, or that nobody can hold against it."""
    if asked.question.key == "success_metric":
        threshold, baseline = asked.part("threshold"), asked.part("baseline")
        if is_unit_unclear(threshold, baseline):
            yield asked.remark(
                "unit_unclear", is_open=False, threshold=shorten(threshold), baseline=shorten(baseline)
            )
        elif is_worse(threshold, baseline, asked.choice("direction"), or_equal=True):
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
    for part, value in asked.parts():
        names = [bare(name) for name in texts_in(value) if part.key == approver]
        if author and names and all(name == author for name in names):
            yield asked.remark("decides_alone", part=part, is_open=False)


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
    """What is said to have happened, dated in the future; or any date before there were projects."""
    for part, text in asked.filled("date"):
        date = read_date(text)
        if date and date.year < EARLIEST:
            yield asked.remark("early_date", part=part, is_open=False, answer=shorten(text))
        # Somewhere it is tomorrow already; and an intent's `until` is meant to lie ahead.
        elif date and part.key != "until" and date > asked.today + dt.timedelta(days=1):
            yield asked.remark("future_date", part=part, is_open=False, answer=shorten(text))


_HELD_TO = ("success_metric", "prediction_target")
"""What a result is held to."""


def changed_after_seen(asked: Asked) -> Iterator[Remark]:
    """A metric, threshold or target that was changed when the held-out result was known."""
    if asked.question.key != RESULT:
        return
    for amendment in asked.charter.amendments.values():
        question = asked.questions.get(amendment.question)
        if question and question.key in _HELD_TO and read_choice(amendment.seen, SEEN) == "held_out":
            what = _lowered(amendment, asked) or shorten(amendment.was) or amendment.name
            yield asked.remark(
                "changed_after_seen",
                is_open=False,
                changed=question.label,
                date=shorten(amendment.date),
                answer=what,
            )


def _lowered(amendment: Amendment, asked: Asked) -> str:
    """What became of the threshold, if that is what the amendment changed."""
    was = next((line for line in amendment.was.split("\n") if line.startswith("threshold: ")), "")
    metric = asked.of("success_metric")
    now, before = metric.part("threshold"), was.removeprefix("threshold: ")
    is_easier = bool(was) and is_worse(now, before, metric.choice("direction"))
    return f"{shorten(before)} → {shorten(now)}{' (easier)' if is_easier else ''}" if was else ""


def cut_by_comment(asked: Asked) -> Iterator[Remark]:
    """YAML took the rest of a line for a comment."""
    parts = {part.key: part for part in asked.question.parts}
    for note in asked.charter.notes:
        if note.question == asked.question.key:
            part, line = parts.get(note.part), str(note.line)
            remark = asked.remark("cut_by_comment", part=part, is_open=False, line=line)
            # The corrected line is what helps here.
            yield remark._replace(remedy=note.remedy)
