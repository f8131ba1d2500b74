"""Measuring: cases and a promise in, a measurement out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nbready.errors import MeasureError
from nbready.measurement.arrays import as_array
from nbready.measurement.cases import Cases, read_cases
from nbready.measurement.digest import Digests, digest
from nbready.measurement.formulas import statistic
from nbready.measurement.intervals import MOST_FOR_BCA, Interval, bootstrap, top_design_effect, wilson
from nbready.measurement.looks import Looks
from nbready.measurement.measured import Difference, judge
from nbready.measurement.point import point_value, whole
from nbready.measurement.promise import Promise
from nbready.measurement.result import Measurement

if TYPE_CHECKING:
    from nbready.measurement.arrays import Array, Floats

# A resample of these loses its meaning, not only its precision, when a class goes missing or its size
# changes: they compare the classes and do not depend on how frequent each is.
_BETWEEN_CLASSES = ("roc_auc", "balanced_accuracy")
_FEW = 10
"""Cases of a class below which resamples without any are likely enough to keep its number fixed."""
_ENOUGH_GROUPS = 30
_CALLS = 499
"""Resamples where each takes a call of a function, about a millisecond."""


def measure_promise(
    promise: Promise,
    y_true: object,
    y_score: object,
    *,
    baseline: object = None,
    ids: object = None,
    groups: object = None,
    metric: Callable[[Any, Any], float] | None = None,
    positive: object = None,
    average: str = "binary",
    confidence: float = 0.95,
    random_state: int = 0,
    looks: Looks | None = None,
    today: dt.date | None = None,
) -> Measurement:
    """Measure a promise on labelled cases; see :func:`nbready.measure` for what is taken.

    Raises:
        MeasureError: The cases do not fit the metric, or something that is needed is not installed.
    """
    _check_installed()
    _check_own(promise, metric)
    if not 0.5 <= confidence < 1:
        raise MeasureError(f"`confidence` is {confidence!r}.", remedy="Pass 0.95, or another share below 1.")
    today = today or dt.date.today()
    cases = read_cases(
        y_true,
        y_score,
        promise.metric,
        at=promise.at if promise.metric.at == "cutoff" else None,
        baseline=baseline,
        groups=groups,
        positive=positive,
        average=average,
    )
    digests = digest(as_array(y_true, "the labels"), as_array(y_score, "the predictions"), _ids(ids))
    work = _Work(promise, cases, metric, average, confidence, random_state)
    value = work.value(cases.predicted)
    today_scores = work.value(cases.baseline) if cases.baseline is not None else None
    interval, difference = work.intervals(value, today_scores)
    outcome, more = judge(promise, value, interval.low, interval.high, len(cases.y))
    return Measurement(
        metric=promise.name,
        computed_as=promise.metric.key,
        at=promise.at,
        direction=promise.direction,
        unit=promise.unit,
        value=value,
        low=interval.low,
        high=interval.high,
        confidence=confidence,
        interval=interval.how,
        n=len(cases.y),
        positives=cases.positives,
        groups=None if cases.groups is None else int(cases.groups.max()) + 1,
        threshold=promise.threshold,
        baseline=promise.baseline if today_scores is None else today_scores,
        is_baseline_measured=today_scores is not None,
        baseline_source=promise.baseline_source,
        difference=difference,
        outcome=outcome,
        if_missed=promise.if_missed,
        more_cases=more,
        look=looks.count(digests.data, digests.predictions, today) if looks else None,
        data=digests.data,
        evaluated_on=promise.evaluated_on,
        date=today,
        notes=tuple(_notes(promise, cases, digests, today_scores)),
    )


class _Work:
    """One measurement under way: the point value, its interval, and the difference to today's method."""

    def __init__(
        self,
        promise: Promise,
        cases: Cases,
        own: Callable[[Any, Any], float] | None,
        average: str,
        confidence: float,
        random_state: int,
    ) -> None:
        self._promise = promise
        self._cases = cases
        self._own = own
        self._average = average
        self._confidence = confidence
        self._random_state = random_state

    def value(self, predicted: Array) -> float:
        return point_value(
            self._promise.metric,
            self._cases,
            predicted,
            at=self._promise.at,
            average=self._average,
            amounts=self._promise.amounts,
            own=self._own,
        )

    def intervals(self, value: float, today: float | None) -> tuple[Interval, Difference | None]:
        """The interval of the value, and the difference to today's method with its own."""
        closed = self._closed(value)
        if closed is not None and today is None:
            return closed, None
        interval, *rest = self._resampled(with_difference=today is not None)
        difference = Difference(value - today, *rest[0][:2]) if today is not None else None
        return closed or interval, difference

    def _closed(self, value: float) -> Interval | None:
        """The interval that needs no resampling: a share of independent cases."""
        cases, metric = self._cases, self._promise.metric
        if metric.interval != "wilson" or cases.groups is not None:
            return None
        y, predicted = cases.y, cases.predicted
        if metric.key == "accuracy" and y.ndim == 1:
            return wilson(float((y == predicted).sum()), len(y), self._confidence)
        if cases.kind != "binary" or self._average != "binary":
            return None
        if metric.key == "recall":
            return wilson(float((y & predicted).sum()), float(y.sum()), self._confidence)
        if metric.key == "precision":
            said = float(predicted.sum())
            if not said:
                raise MeasureError(
                    "Nothing is predicted to be positive, so precision has no meaning here.",
                    remedy="Lower the cut-off `at`, or look at the scores.",
                )
            return wilson(float((y & predicted).sum()), said, self._confidence)
        return self._top(value) if metric.at == "share" else None

    def _top(self, value: float) -> Interval:
        from math import floor

        y, scores, share = self._cases.y, self._cases.predicted, self._promise.at or 0.0
        size = max(1, floor(len(y) * share + 1e-9))
        of_top = self._promise.metric.key == "precision_at_top"
        n = size if of_top else float(y.sum())
        # Lift is the share of positives found, over the share of cases.
        scale = 1.0 if self._promise.metric.key != "lift_at_top" else len(y) / size
        effect = top_design_effect(y, scores, share, of_top=of_top)
        found = wilson(value / scale * n / effect, n / effect, self._confidence)
        how = (
            "Wilson" if effect < 1.005 else f"Wilson, widened by {effect**0.5:.2f} for the border that moves"
        )
        return Interval(found.low * scale, found.high * scale, how)

    def _resampled(self, *, with_difference: bool) -> tuple[Interval, ...]:
        cases = self._cases
        formulas = [self._formula(cases.predicted)]
        if with_difference:
            formulas.append(self._formula(cases.baseline))
        slow = any(formula is None for formula in formulas)

        def values(weights: Array) -> Floats:
            import numpy as np

            first, *rest = (
                self._slowly(weights, predicted) if formula is None else formula(weights)
                for formula, predicted in zip(formulas, (cases.predicted, cases.baseline), strict=False)
            )
            return np.stack([first, *(first - other for other in rest)])

        return bootstrap(
            values,
            len(cases.y),
            strata=self._strata(slow),
            groups=cases.groups,
            confidence=self._confidence,
            random_state=self._random_state,
            resamples=max(199, min(_CALLS, 20_000_000 // len(cases.y))) if slow else None,
            most_for_bca=_CALLS if slow else MOST_FOR_BCA,
        )

    def _formula(self, predicted: Array | None) -> Callable[[Array], Floats] | None:
        cases, metric = self._cases, self._promise.metric
        plain = cases.kind == "number" or (cases.kind == "binary" and self._average == "binary")
        if self._own is not None or predicted is None or not (plain or metric.key == "accuracy"):
            return None
        if cases.y.ndim == 2:
            return None
        return statistic(metric, cases.y, predicted, at=self._promise.at, amounts=self._promise.amounts)

    def _slowly(self, weights: Array, predicted: Array | None) -> Floats:
        """A function's value on each resample, one call a time."""
        import numpy as np

        compute = whole(
            self._promise.metric, self._cases, at=self._promise.at, average=self._average, own=self._own
        )
        assert compute is not None
        assert predicted is not None
        places = np.arange(len(self._cases.y))
        drawn = (np.repeat(places, row) for row in weights)
        return np.array([compute(self._cases.y[rows], predicted[rows]) for rows in drawn])

    def _strata(self, slow: bool) -> Array | None:
        """The classes, where each has to be in every resample."""
        import numpy as np

        cases = self._cases
        if cases.kind == "any":
            few = len(np.unique(cases.y)) <= max(2, len(cases.y) // _FEW) if cases.y.ndim == 1 else False
            return (
                np.unique(cases.y, return_inverse=True)[1] if few and cases.y.dtype.kind in "biuUS" else None
            )
        if cases.kind == "number" or cases.y.ndim == 2:
            return None
        if cases.kind == "binary":
            codes = cases.y
            fewest = min(int(codes.sum()), int((~codes).sum()))
        else:
            codes = np.unique(cases.y, return_inverse=True)[1]
            fewest = int(np.bincount(codes).min())
        if slow or self._promise.metric.key in _BETWEEN_CLASSES or fewest < _FEW:
            return codes
        return None


def _ids(ids: object) -> Array | None:
    return None if ids is None else as_array(ids, "ids")


def _notes(promise: Promise, cases: Cases, digests: Digests, today: float | None) -> list[str]:
    notes = []
    if digests.doubled:
        notes.append(
            f"{digests.doubled:,} ids occur again: pass `groups` if cases belong together, "
            "or the interval is too narrow."
        )
    if cases.groups is not None and int(cases.groups.max()) + 1 < _ENOUGH_GROUPS:
        notes.append(f"With fewer than {_ENOUGH_GROUPS} groups the interval is likely to be too narrow.")
    if (
        today is not None
        and promise.baseline is not None
        and abs(today - promise.baseline) > _rounding(promise)
    ):
        notes.append("Today's method scores another value here than the charter says.")
    return notes


def _rounding(promise: Promise) -> float:
    """What the charter's baseline may be off by for being written with few digits."""
    baseline = promise.baseline or 0.0
    return 0.00055 if promise.unit == "%" else max(5e-4, abs(baseline) * 0.005)


def _check_own(promise: Promise, own: Callable[[Any, Any], float] | None) -> None:
    if promise.metric.key == "function" and own is None:
        raise MeasureError(
            "The charter says `computed_as: function`.",
            remedy="Pass it: `nbready.measure(..., metric=FUNCTION)`, or `--metric FUNCTION`.",
        )
    if promise.metric.key != "function" and own is not None:
        raise MeasureError(
            f"The charter registers `computed_as: {promise.metric.key}`, not a function of your own.",
            remedy="Leave `metric` out, or register `computed_as: function` before you look at results.",
        )


def _check_installed() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("numpy", "scipy", "sklearn") if find_spec(name) is None]
    if missing:
        raise MeasureError(
            f"Measuring needs {', '.join(missing)}.",
            remedy="Install what it takes: pip install 'nbready[measure]'.",
        )
