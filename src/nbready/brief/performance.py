"""Promise, result and today's method, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.brief.answers import Record
from nbready.brief.page import Mark, Promise, Tone
from nbready.charter.quantity import is_worse, read_choice, read_quantity
from nbready.escape import plain_text


def promise_of(record: Record) -> Promise | None:
    """What was promised, and what came of it; None where a project asks for no promise."""
    key = "success_metric"
    if key not in record.review.questions:
        return None
    direction = read_choice(record.part(key, "direction"), ("higher", "lower"))
    marks = tuple(_marks(record, direction))
    about = [record.part(key, part) for part in ("name", "evaluated_on")]
    verdict, tone = _verdict(record, direction)
    return Promise(
        title=record.word("brief_performance"),
        metric=plain_text(" · ".join(filter(None, about))),
        marks=marks,
        is_higher_better={"higher": True, "lower": False}.get(direction),
        verdict=verdict,
        tone=tone,
        lines=tuple(record.open_lines(key)) + (tuple(record.open_lines("measured_result"))),
    )


def _marks(record: Record, direction: str) -> Iterator[Mark]:
    metric, result = "success_metric", "measured_result"
    for kind, key, part, note in (
        ("today", metric, "baseline", "baseline_source"),
        ("promised", metric, "threshold", ""),
        ("measured", result, "value", "uncertainty"),
    ):
        text = record.part(key, part)
        if kind == "measured" and not text and record.stage != "launch":
            continue
        quantity = read_quantity(text) if text else None
        yield Mark(
            kind=kind,  # type: ignore[arg-type]
            label=record.word(f"brief_{kind}"),
            text=plain_text(_signs(text)) if text else record.word("brief_not_measured"),
            note=plain_text(record.part(key, note)) if note else "",
            number=quantity.number if quantity else None,
        )


def _signs(text: str) -> str:
    return text.replace(">=", "≥").replace("<=", "≤")


def _verdict(record: Record, direction: str) -> tuple[str, Tone]:
    value = record.part("measured_result", "value")
    threshold = record.part("success_metric", "threshold")
    if not value or not threshold or not direction:
        return "", "open"
    outcome = read_choice(record.part("measured_result", "outcome"), ("established", "met", "missed"))
    # The figures decide: an outcome that contradicts them was written by hand.
    if outcome == "missed" or is_worse(value, threshold, direction):
        missed = record.part("success_metric", "if_missed").replace("_", " ")
        return record.word("brief_missed", if_missed=missed), "bad"
    if not outcome or not record.part("measured_result", "data"):
        return f"{record.word('brief_reported')} {record.word('brief_by_hand')}", "open"
    return record.word(f"brief_{outcome}"), "good" if outcome == "established" else "open"
