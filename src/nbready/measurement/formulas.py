"""Every metric as a function of case weights, so that a resample is a row of weights and many go at once.

scikit-learn computes the point values (:mod:`nbready.measurement.point`); it has the same formulas with
``sample_weight``, one resample at a time and with checks that cost a thousand times as much. The tests hold
both against each other.

Weights have shape (b, n): b resamples of n cases, each weight the number of times that a case was drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from nbready.charter.metric import Metric

if TYPE_CHECKING:
    from nbready.measurement.arrays import Array, Floats

Statistic = Callable[["Array"], "Floats"]
"""Weights of shape (b, n) in, values of shape (b,) out."""


def statistic(
    metric: Metric, y: Array, predicted: Array, *, at: float | None, amounts: Mapping[str, float]
) -> Statistic | None:
    """The metric over these cases as a function of weights; None where there is no such formula.

    Args:
        metric: The metric.
        y: Labels of shape (n,): truth values, or numbers.
        predicted: Truth values for metrics of labels, otherwise scores or numbers; shape (n,).
        at: The share, or the quantile.
        amounts: What each outcome is worth.
    """
    if metric.key in _RANKED:
        return _RANKED[metric.key](y, predicted, at)
    if metric.key == "value_per_case":
        return _Means([value_terms(y, predicted, amounts)], _first)
    if metric.key not in _MEANS:
        return None
    terms, combine = _MEANS[metric.key]
    return _Means(terms(y, predicted, at), combine)


def value_terms(y: Array, predicted: Array, amounts: Mapping[str, float]) -> Floats:
    """What each case is worth: the amount of its outcome, 0 where none is given; shape (n,)."""
    import numpy as np

    names = ("true_negative", "false_negative", "false_positive", "true_positive")
    table = np.array([amounts.get(name, 0.0) for name in names])
    worth: Floats = table[y.astype(np.int8) + 2 * predicted.astype(np.int8)]
    return worth


def rank_auc(y: Array, scores: Array) -> float:
    """Area under the ROC curve from ranks, as :func:`scipy.stats.rankdata` gives them: ties count half.

    The same value as scikit-learn's, with a sum of ranks in place of a curve: half the memory.

    Args:
        y: Truth values of both kinds, shape (n,).
        scores: Scores, shape (n,).

    Reference: Hanley and McNeil (1982), Radiology 143; Mann and Whitney (1947).
    """
    from scipy.stats import rankdata

    positives = int(y.sum())
    # Ranks are whole or half: their sum is exact up to 10^8 cases.
    above = float(rankdata(scores)[y].sum()) - positives * (positives + 1) / 2
    return above / (positives * (len(y) - positives))


class _Means:
    """A function of weighted means of a few columns."""

    def __init__(self, columns: list[Array], combine: Callable[..., Any]) -> None:
        self._columns = columns
        self._combine = combine

    def __call__(self, weights: Array) -> Floats:
        import numpy as np

        # Converted once, or every product would do it again.
        real = weights.astype(np.float64, copy=False)
        total = real.sum(axis=-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            means = [real @ column / total for column in self._columns]
            value: Floats = self._combine(*means)
        return value


def _first(mean: Floats) -> Floats:
    return mean


def _confusion(y: Array, predicted: Array, _: float | None) -> list[Array]:
    import numpy as np

    return [column.astype(np.float64) for column in (y & predicted, y, predicted)]


def _balanced(tp: Floats, yes: Floats, said: Floats) -> Floats:
    return (tp / yes + (1 - yes - said + tp) / (1 - yes)) / 2


def _matthews(tp: Floats, yes: Floats, said: Floats) -> Floats:
    import numpy as np

    spread = np.sqrt(yes * (1 - yes) * said * (1 - said))
    # As in scikit-learn, 0 where all predictions are alike.
    return np.where(spread > 0, (tp - yes * said) / np.where(spread > 0, spread, 1), 0.0)


def _divided(part: Floats, whole: Floats) -> Floats:
    """A ratio that is 0 where there is nothing to divide by, as scikit-learn has it."""
    import numpy as np

    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0.0)


def _correct(y: Array, predicted: Array, _: float | None) -> list[Array]:
    import numpy as np

    return [(y == predicted).astype(np.float64)]


def _losses(y: Array, predicted: Array, _: float | None) -> list[Array]:
    import numpy as np

    # scikit-learn's clipping.
    tiny = np.finfo(predicted.dtype).eps
    clipped = np.clip(predicted, tiny, 1 - tiny)
    return [-np.log(np.where(y, clipped, 1 - clipped))]


def _squares(y: Array, predicted: Array, _: float | None) -> list[Array]:
    return [(predicted - y) ** 2]


def _absolutes(y: Array, predicted: Array, _: float | None) -> list[Array]:
    return [abs(predicted - y)]


def _relatives(y: Array, predicted: Array, _: float | None) -> list[Array]:
    import numpy as np

    return [abs(predicted - y) / np.maximum(abs(y), np.finfo(np.float64).eps)]


def _absolutes_and_sizes(y: Array, predicted: Array, _: float | None) -> list[Array]:
    return [abs(predicted - y), abs(y)]


def _errors(y: Array, predicted: Array, _: float | None) -> list[Array]:
    return [predicted - y]


def _variances(y: Array, predicted: Array, _: float | None) -> list[Array]:
    # Around the mean of all, so that nothing is lost when means of squares are subtracted.
    centred = y - y.mean()
    return [(predicted - y) ** 2, centred, centred**2]


def _pinballs(y: Array, predicted: Array, at: float | None) -> list[Array]:
    import numpy as np

    short = y - predicted
    return [np.maximum((at or 0.0) * short, ((at or 0.0) - 1) * short)]


_MEANS: Mapping[str, tuple[Callable[[Any, Any, float | None], list[Any]], Callable[..., Any]]] = {
    "accuracy": (_correct, _first),
    "balanced_accuracy": (_confusion, _balanced),
    "precision": (_confusion, lambda tp, yes, said: _divided(tp, said)),
    "recall": (_confusion, lambda tp, yes, said: tp / yes),
    "f1": (_confusion, lambda tp, yes, said: _divided(2 * tp, yes + said)),
    "matthews_corrcoef": (_confusion, _matthews),
    "log_loss": (_losses, _first),
    "brier": (_squares, _first),
    "mae": (_absolutes, _first),
    "rmse": (_squares, lambda mean: mean**0.5),
    "mape": (_relatives, _first),
    "wape": (_absolutes_and_sizes, lambda error, size: error / size),
    "bias": (_errors, _first),
    "r2": (_variances, lambda error, mean, square: 1 - error / (square - mean**2)),
    "pinball": (_pinballs, _first),
}


class _Ranked:
    """Cases in order of their scores, with the ends of runs of equal ones."""

    def __init__(self, y: Array, scores: Array) -> None:
        import numpy as np

        order = np.argsort(scores, kind="stable")[::-1]
        ranked = scores[order]
        ends = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True))
        self._order = order
        self._y = y[order].astype(np.int8)
        self._ends = None if len(ends) == len(order) else ends

    def counts(self, weights: Array) -> tuple[Array, Array]:
        """Positives and cases down to the end of each run of equal scores; whole numbers, (b, runs) each."""
        import numpy as np

        ranked = weights[:, self._order]
        cases = np.cumsum(ranked, axis=-1, dtype=np.int32)
        found = np.cumsum(ranked * self._y, axis=-1, dtype=np.int32)
        return (found, cases) if self._ends is None else (found[:, self._ends], cases[:, self._ends])


class _RocAuc(_Ranked):
    def __init__(self, y: Array, scores: Array, _: float | None) -> None:
        super().__init__(y, scores)

    def __call__(self, weights: Array) -> Floats:
        import numpy as np

        found, cases = self.counts(weights)
        missed = cases
        missed -= found
        pairs = found[:, -1].astype(np.float64) * missed[:, -1]
        # Trapezoids: half a point for each pair of equal scores, so both heights of each step count.
        steps = np.diff(missed, axis=-1, prepend=np.int32(0))
        found[:, 1:] += found[:, :-1].copy()
        value: Floats = np.einsum("bi,bi->b", found, steps, dtype=np.float64) / (2 * pairs)
        return value


class _AveragePrecision(_Ranked):
    def __init__(self, y: Array, scores: Array, _: float | None) -> None:
        super().__init__(y, scores)

    def __call__(self, weights: Array) -> Floats:
        import numpy as np

        found, cases = self.counts(weights)
        precision = found / np.maximum(cases, 1)
        steps = np.diff(found, axis=-1, prepend=np.int32(0))
        value: Floats = np.einsum("bi,bi->b", precision, steps) / found[:, -1]
        return value


class _Top(_Ranked):
    """Positives among the top share of cases; of equal scores at the border, the expected number."""

    def __init__(self, y: Array, scores: Array, at: float | None) -> None:
        super().__init__(y, scores)
        self._share = at or 0.0

    def hits(self, weights: Array) -> tuple[Floats, Floats, Floats, Floats]:
        """Positives in the top, its size, all positives, all cases; shape (b,) each."""
        import numpy as np

        found, cases = self.counts(weights)
        total, positives = cases[:, -1], found[:, -1]
        size = top_size(total, self._share)
        rows = np.arange(len(cases))
        run = (cases < size[:, None]).sum(axis=-1)
        before = np.where(run > 0, cases[rows, run - 1], 0.0)
        found_before = np.where(run > 0, found[rows, run - 1], 0.0)
        part = (size - before) / (cases[rows, run] - before)
        return found_before + part * (found[rows, run] - found_before), size, positives, total


class _RecallAtTop(_Top):
    def __call__(self, weights: Array) -> Floats:
        hits, _, positives, _ = self.hits(weights)
        return hits / positives


class _PrecisionAtTop(_Top):
    def __call__(self, weights: Array) -> Floats:
        hits, size, _, _ = self.hits(weights)
        return hits / size


class _LiftAtTop(_Top):
    def __call__(self, weights: Array) -> Floats:
        hits, size, positives, total = self.hits(weights)
        return (hits / size) / (positives / total)


def top_size(total: Floats, share: float) -> Floats:
    """How many cases a share of them is: whole ones, at least one."""
    import numpy as np

    # 0.4 x 5 is 2, whatever binary fractions make of it.
    return np.maximum(np.floor(total * share + 1e-9), 1.0)


_RANKED: Mapping[str, Callable[[Any, Any, float | None], Statistic]] = {
    "roc_auc": _RocAuc,
    "average_precision": _AveragePrecision,
    "recall_at_top": _RecallAtTop,
    "precision_at_top": _PrecisionAtTop,
    "lift_at_top": _LiftAtTop,
}
