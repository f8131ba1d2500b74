"""The metrics that a charter can promise: what each takes, which way is better, what its ``at`` means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

from nbready.charter.model import Value
from nbready.charter.question import Fail
from nbready.charter.words import bare
from nbready.charter.yaml_text import read_yaml
from nbready.errors import QuestionsError

SOURCE = Path(__file__).with_name("metrics.yaml")

Of = Literal["classes", "binary", "number", "any"]
Takes = Literal["label", "score", "probability", "number", "any"]
Better = Literal["higher", "lower", "zero", "any"]
Unit = Literal["share", "number", "times", "target", "currency", "any"]
At = Literal["", "share", "cutoff", "quantile"]
Interval = Literal["wilson", "bootstrap"]

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "of": ("classes", "binary", "number", "any"),
    "takes": ("label", "score", "probability", "number", "any"),
    "better": ("higher", "lower", "zero", "any"),
    "unit": ("share", "number", "times", "target", "currency", "any"),
    "interval": ("wilson", "bootstrap"),
}
_AT = ("share", "cutoff", "quantile", "cutoff?")
_KEYS = ("label", *_CHOICES, "from", "to", "at", "words")
_ALIKE = 0.6
"""How near a name has to be to a metric's words, by difflib's ratio, to suit it."""


class Metric(NamedTuple):
    """One value of ``computed_as``.

    Attributes:
        key: ``recall_at_top``.
        label: What people read.
        of: What the labels are.
        takes: What is handed over beside the labels.
        better: Which way it improves; ``any`` where only the project knows.
        unit: What a value is measured in; of a ``share``, 0.35 and 35 % are the same.
        interval: How its interval is made where the cases are independent.
        at: What ``at`` means for it; empty where it takes none.
        at_required: Whether it cannot be computed without ``at``.
        least: The smallest value that it can have, if there is one.
        most: The largest.
        words: What people say for it.
    """

    key: str
    label: str
    of: Of
    takes: Takes
    better: Better
    unit: Unit
    interval: Interval
    at: At = ""
    at_required: bool = False
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()


@cache
def metrics() -> Mapping[str, Metric]:
    """All metrics by key, in the order in which they are offered."""
    reading = read_yaml(SOURCE.read_text(encoding="utf-8"), path=SOURCE, error=QuestionsError)
    fail = Fail(path=SOURCE, reading=reading)
    return {key: _metric(key, value, fail) for key, value in fail.mapping(reading.value, ()).items()}


def find_metric(key: str) -> Metric | None:
    """The metric of that name, if there is one."""
    return metrics().get(key)


def nearest_metrics(name: str) -> tuple[tuple[float, Metric], ...]:
    """Every metric with how near its words are to a name (over 1: one is in it), the nearest first."""
    from difflib import SequenceMatcher

    said = bare(name)

    def likeness(metric: Metric) -> float:
        within = max((len(word) for word in map(bare, metric.words) if word in said), default=0)
        ratio = max((SequenceMatcher(None, said, bare(word)).ratio() for word in metric.words), default=0)
        return within + ratio

    scored = ((likeness(metric), metric) for metric in metrics().values())
    return tuple(sorted(scored, key=lambda each: each[0], reverse=True))


@lru_cache(maxsize=64)
def suitable_metrics(name: str, direction: str = "", most: int = 5) -> tuple[str, ...]:
    """What may be meant by a name and a direction (``higher``, ``lower`` or empty), the likeliest first.

    To be offered, never to be believed; none where nothing is like it.
    """
    ways = ("any", "zero", direction) if direction else ("any", "zero", "higher", "lower")
    near = [metric.key for score, metric in nearest_metrics(name) if score > _ALIKE and metric.better in ways]
    return tuple(near[:most])


def _metric(key: str, value: Value, fail: Fail) -> Metric:
    table = fail.mapping(value, (key,))
    fail.known_keys(table, _KEYS, (key,))
    chosen = {
        name: fail.choice(table.get(name, ""), allowed, (key, name)) for name, allowed in _CHOICES.items()
    }
    at = fail.choice(table["at"], _AT, (key, "at")) if "at" in table else ""
    return Metric(
        key=key,
        label=fail.text(table.get("label", ""), (key, "label")),
        **chosen,
        at=cast("At", at.removesuffix("?")),
        at_required=bool(at) and not at.endswith("?"),
        least=_number(table.get("from"), (key, "from"), fail),
        most=_number(table.get("to"), (key, "to"), fail),
        words=fail.texts(table.get("words", []), (key, "words")),
    )


def _number(value: Value | None, at: tuple[str, str], fail: Fail) -> float | None:
    if value is None:
        return None
    try:
        return float(fail.text(value, at))
    except ValueError:
        raise fail("This must be a number.", at, "Write `0` or `1`.") from None
