"""Confidence intervals: Wilson's for shares of independent cases, the bootstrap for everything else.

Both are intervals for the value in the population that the cases were drawn from; cases, or groups of them,
are taken to be independent draws. What they cannot know is whether tomorrow's cases come from there.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from nbready.errors import MeasureError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from nbready.measurement.arrays import Array, Floats

    Samples = Sequence[npt.NDArray[np.intp]]

MOST_FOR_BCA = 5_000
"""Units up to which the bootstrap is corrected for bias and skewness: that takes one more value a unit."""
_CELLS = 500_000
"""Weights held at a time, for bounded memory."""


class Interval(NamedTuple):
    """An interval and how it was made."""

    low: float
    high: float
    how: str = ""


def wilson(hits: float, n: float, confidence: float) -> Interval:
    """Wilson's score interval of a share.

    ``scipy.stats.binomtest(...).proportion_ci(method="wilson")`` gives the same for whole numbers of hits;
    ties at the border of a top share make fractions, and :func:`top_design_effect` makes fractions of cases.

    Args:
        hits: Number of hits, 0 to n.
        n: Number of cases.
        confidence: Such as 0.95.

    Reference: Wilson (1927), JASA 22; Brown, Cai and DasGupta (2001), Statistical Science 16.
    """
    from scipy.stats import norm

    z = float(norm.ppf(0.5 + confidence / 2))
    share = hits / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if hits <= 0 else max(0.0, centre - half)
    high = 1.0 if hits >= n else min(1.0, centre + half)
    return Interval(low, high, "Wilson")


def top_design_effect(y: Array, scores: Array, share: float, *, of_top: bool) -> float:
    """How much more a share in the top varies than that of a fixed set, because the border moves; at least 1.

    The border is a quantile of the sample's own scores. With q the share, P the precision in the top, R the
    share of positives in it, R0 that of negatives, π the share of positives among all and p that at the
    border (estimated from the max(5, n^(1/3)) cases on either side of it), the variances are

        precision: [P(1 - P) + (1 - q)(P - p)²] / (nq)
        recall:    [(1 - p)²R(1 - R) + p²R0(1 - R0)(1 - π)/π] / (nπ), given the number of positives

    instead of P(1 - P)/(nq) and R(1 - R)/(nπ). What is below 1 counts as 1, so an interval is only widened.
    Where the share is close to that of the positives, a sample with more of them has a lower recall whatever
    the model: the interval of a recall is one for cases with this share of positives.

    Args:
        y: Truth values, shape (n,).
        scores: Scores, shape (n,).
        share: The top share.
        of_top: Whether it is about the precision in the top, not the positives found.

    Assumptions: independent cases, few ties. Reference: van der Vaart (1998), Asymptotic Statistics, ch. 21.
    """
    import numpy as np

    n = len(y)
    size = max(1, math.floor(n * share + 1e-9))
    ranked = y[np.argsort(scores, kind="stable")[::-1]]
    window = max(5, round(n ** (1 / 3)))
    border = float(ranked[max(0, size - window) : size + window].mean())
    found, positives, q = float(ranked[:size].sum()), float(y.sum()), size / n
    if of_top:
        inside = found / size
        spread = inside * (1 - inside)
        return 1 + (1 - q) * (inside - border) ** 2 / spread if spread > 0 else 1.0
    recall, others = found / positives, (size - found) / (n - positives)
    spread = recall * (1 - recall)
    if spread == 0:
        return 1.0
    moved = border**2 * others * (1 - others) * (n - positives) / positives
    return max(1.0, (1 - border) ** 2 + moved / spread)


def bootstrap(
    values: Callable[[Array], Floats],
    n: int,
    *,
    strata: Array | None = None,
    groups: Array | None = None,
    confidence: float = 0.95,
    random_state: int = 0,
    resamples: int | None = None,
    most_for_bca: int = MOST_FOR_BCA,
) -> tuple[Interval, ...]:
    """Bootstrap intervals of one or more values over the same resamples, by :func:`scipy.stats.bootstrap`.

    Bias-corrected and accelerated (BCa) where there are few enough units, percentiles above.

    Args:
        values: Case weights of shape (b, n) in, values of shape (k, b) out.
        n: Number of cases.
        strata: The stratum of each case, from 0: each keeps its size in every resample. Shape (n,).
        groups: The cluster of each case, from 0: whole clusters are drawn. Shape (n,).
        confidence: Such as 0.95.
        random_state: Seed of the resamples.
        resamples: How many; by default fewer where there are more cases.
        most_for_bca: Units up to which BCa's one more value a unit is worth its time.

    Assumptions: cases are independent, or clusters where they are given (at least some 30 of them).
    Reference: Efron (1987), JASA 82; Davison and Hinkley (1997), ch. 2, 3 and 5.
    """
    import numpy as np
    from scipy import stats

    units = n if groups is None else int(groups.max()) + 1
    samples = _samples(units, None if groups is not None else strata)
    draws = resamples or (1_999 if n <= 20_000 else 999 if n <= 100_000 else 199)
    is_bca = units <= most_for_bca
    how = f"{'BCa' if is_bca else 'percentile'} bootstrap, {draws:,} resamples"
    if groups is not None:
        how = f"cluster {how} of {units:,} groups"
    elif strata is not None:
        how = f"stratified {how}"

    def value_of(*drawn: Array, axis: int = -1) -> Floats:
        weights = _weights(drawn, units)
        found = values(weights if groups is None else weights[:, groups])
        return found if drawn[0].ndim > 1 else found[:, 0]

    with warnings.catch_warnings():
        # Of a value that never varies, SciPy says that the interval is not defined; it is told below.
        warnings.simplefilter("ignore")
        found = stats.bootstrap(
            samples,
            value_of,
            n_resamples=draws,
            batch=max(1, _CELLS // n),
            vectorized=True,
            axis=-1,
            confidence_level=confidence,
            method="BCa" if is_bca else "percentile",
            rng=np.random.default_rng(random_state),
        )
    lows, highs = found.confidence_interval
    spread = np.asarray(found.bootstrap_distribution)
    return tuple(_one(*bounds, how) for bounds in zip(lows, highs, spread, strict=True))


def _one(low: float, high: float, drawn: Floats, how: str) -> Interval:
    import numpy as np

    if not np.isfinite(drawn).all():
        raise MeasureError(
            "Some resamples of these cases have no value, so there is no interval.",
            remedy="There are too few cases of one class, or too few groups: measure more of them.",
        )
    if not (math.isfinite(low) and math.isfinite(high)):
        # BCa breaks down where every resample, or every one on one side, gives the same.
        low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(float(low), float(high), how)


def _samples(units: int, strata: Array | None) -> Samples:
    import numpy as np

    if strata is None:
        return (np.arange(units),)
    return tuple(np.flatnonzero(strata == stratum) for stratum in np.unique(strata))


def _weights(drawn: tuple[Array, ...], units: int) -> Array:
    """How often each unit was drawn; shape (b, units)."""
    import numpy as np

    rows = [np.atleast_2d(part) for part in drawn]
    size = max(len(row) for row in rows)
    offsets = np.arange(size)[:, None] * units
    counts = np.zeros(size * units, dtype=np.int32)
    for row in rows:
        # One row needs no offsets: with many cases each copy counts.
        places = row if size == 1 else np.broadcast_to(row, (size, row.shape[-1])) + offsets
        counts += np.bincount(places.ravel(), minlength=size * units).astype(np.int32)
    return counts.reshape(size, units)
