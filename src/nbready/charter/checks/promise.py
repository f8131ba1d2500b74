"""What a success metric promises, held against what the metric is; and a result against the promise.

They speak where the charter says what is computed (``computed_as``), and where words can be compared letter
by letter; what prose means is never weighed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nbready.charter.asked import Asked, is_nothing
from nbready.charter.metric import Metric, find_metric
from nbready.charter.model import Part, Remark, Value
from nbready.charter.quantity import has_blank, read_quantity
from nbready.charter.words import bare, shorten

_BOUNDED = ("threshold", "baseline")
_FIXED = {"metric": "name", "evaluated_on": "evaluated_on"}
"""Parts of a result, and those of the promise that fix them."""


def registered_result(answers: Mapping[str, Value]) -> dict[str, str]:
    """What a result has to be a result of, as the promise says it: parts of ``measured_result``.

    Args:
        answers: A charter's answers. What the promise leaves out, or leaves blank, is not there.
    """
    promise = answers.get("success_metric")
    said = promise if isinstance(promise, Mapping) else {}
    texts = {part: said.get(registered, "") for part, registered in _FIXED.items()}
    return {
        part: text for part, text in texts.items() if isinstance(text, str) and text and not has_blank(text)
    }


def contradicts_metric(asked: Asked) -> Iterator[Remark]:
    """A direction, a threshold or an ``at`` that the registered metric cannot have."""
    metric = _metric(asked) if asked.question.key == "success_metric" else None
    if metric is None:
        return
    direction = asked.choice("direction")
    if direction and direction != _expected(metric, direction):
        yield asked.remark(
            "wrong_direction",
            part=_part(asked, "direction"),
            is_open=False,
            metric=metric.key,
            direction=_expected(metric, direction),
        )
    for key in _BOUNDED:
        text, quantity = asked.part(key), read_quantity(asked.part(key))
        if quantity and not has_blank(text) and not _can_be(metric, quantity.number):
            check = "not_a_share" if metric.unit == "share" else "out_of_range"
            yield asked.remark(
                check, part=_part(asked, key), is_open=False, metric=metric.key, answer=shorten(text)
            )
    yield from _wrong_at(asked, metric)


def result_of_another(asked: Asked) -> Iterator[Remark]:
    """A result for another metric, or on other data, than was registered."""
    if asked.question.key != "measured_result":
        return
    promised = asked.of("success_metric")
    pairs = (
        ("metric", "name", bare(asked.part("metric")), bare(promised.part("name"))),
        ("computed_as", "computed_as", _computed(asked), _computed(promised)),
        (
            "evaluated_on",
            "evaluated_on",
            bare(asked.part("evaluated_on")),
            bare(promised.part("evaluated_on")),
        ),
    )
    for key, registered_key, measured, registered in pairs:
        if measured and registered and not _is_same(key, measured, registered):
            yield asked.remark(
                "result_of_another",
                part=_part(asked, key),
                measured=shorten(asked.part(key)),
                registered=shorten(_registered(promised, registered_key)),
            )


def _is_same(key: str, measured: str, registered: str) -> bool:
    # Data is told at greater or smaller length; what is part of the other is the same data.
    if key == "evaluated_on":
        return f" {measured} " in f" {registered} " or f" {registered} " in f" {measured} "
    return measured == registered


def _metric(asked: Asked) -> Metric | None:
    key = asked.choice("computed_as")
    return find_metric(key) if key else None


def _expected(metric: Metric, written: str) -> str:
    """The direction that goes with the metric; ``lower`` stands for nearer to zero."""
    return {"any": written, "zero": "lower"}.get(metric.better, metric.better)


def _can_be(metric: Metric, value: float) -> bool:
    least, most = metric.least, metric.most
    return (least is None or value >= least) and (most is None or value <= most)


def _wrong_at(asked: Asked, metric: Metric) -> Iterator[Remark]:
    text, quantity = asked.part("at"), read_quantity(asked.part("at"))
    if is_nothing(asked.questions, text) or has_blank(text) or quantity is None:
        return
    part = _part(asked, "at")
    if not metric.at and metric.of != "any":
        yield asked.remark(
            "at_without_use", part=part, is_open=False, metric=metric.key, answer=shorten(text)
        )
    elif metric.at in ("share", "quantile") and not 0 < quantity.number < 1:
        yield asked.remark(
            "at_out_of_range", part=part, is_open=False, metric=metric.key, answer=shorten(text)
        )


def _computed(asked: Asked) -> str:
    """What is computed, and at what: the same text for a promise and for a result."""
    if asked.question.key == "success_metric":
        quantity = read_quantity(asked.part("at"))
        key = asked.choice("computed_as")
        return f"{key} at {quantity.number:g}" if key and quantity else key
    return " ".join(asked.part("computed_as").split())


def _registered(promised: Asked, key: str) -> str:
    return _computed(promised) if key == "computed_as" else promised.part(key)


def _part(asked: Asked, key: str) -> Part | None:
    return next((part for part in asked.question.parts if part.key == key), None)
