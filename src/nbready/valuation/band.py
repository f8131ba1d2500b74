"""How uncertain a curve is: the same curve over cases drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nbready.measurement.arrays import Floats
    from nbready.valuation.curve import Curve

_DRAWS = ((20_000, 999), (200_000, 299))
_FEWEST = 99


class Bands(NamedTuple):
    """Percentile intervals, per case.

    Attributes:
        model: Lower and upper ends along the shares. Shape (2, shares).
        today: The same of today's method; None without one.
        advantage: Of the model over today's method, case by case. Shape (2, shares).
        draws: How many times the cases were drawn.
    """

    model: Floats
    today: Floats | None
    advantage: Floats | None
    draws: int


def bands(
    curve: Curve, today: Curve | None, shares: Floats, *, confidence: float = 0.95, random_state: int = 0
) -> Bands:
    """Bootstrap bands of one or two curves over the same cases.

    Estimator: the value per case at each share. Interval: percentiles of the nonparametric bootstrap, where
    all ``n`` cases are drawn with replacement and ranked anew; both curves are drawn together, so that the
    advantage is paired. The band holds share by share, not for the whole curve at once.
    Assumptions: cases are independent. Reference: Davison and Hinkley (1997), ch. 2 and 5.

    Args:
        curve: Of the model.
        today: Of today's method on the same cases, in the same order.
        shares: Where, between 0 and 1.
        confidence: Such as 0.95.
        random_state: Seed of the draws.
    """
    import numpy as np

    n = curve.ranking.n
    draws = next((draws for most, draws in _DRAWS if n <= most), _FEWEST)
    generator = np.random.default_rng(random_state)
    curves = [curve] if today is None else [curve, today]
    drawn = np.empty((len(curves), draws, len(shares)))
    for draw in range(draws):
        weights = np.bincount(generator.integers(0, n, n), minlength=n)
        for number, each in enumerate(curves):
            drawn[number, draw] = each.redrawn(weights, shares)
    tail = (1 - confidence) / 2
    ends = [tail, 1 - tail]
    low_high = [np.quantile(of_curve, ends, axis=0) for of_curve in drawn]
    advantage = None if today is None else np.quantile(drawn[0] - drawn[1], ends, axis=0)
    return Bands(low_high[0], None if today is None else low_high[1], advantage, draws)
