"""Value against the share of cases that is acted on, from the charter's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from nbready.valuation.figures import OUTCOMES
from nbready.valuation.ranking import Counts, Ranking

if TYPE_CHECKING:
    from nbready.measurement.arrays import Array, Floats


class Point(NamedTuple):
    """What acting on a share of the cases is worth, over all cases of the sample."""

    share: Fraction
    value: Fraction


class Curve:
    """The value of one ranking of the cases.

    Where the cases hold another share of positives than operation will see, each positive stands for
    ``prevalence / observed`` of them, and each negative for its part; shares are those of operation.

    Args:
        ranking: The cases.
        amounts: What each outcome is worth.
        prevalence: The share of positives to reckon with; None for that of the cases.
    """

    def __init__(
        self, ranking: Ranking, amounts: Mapping[str, Decimal], prevalence: Fraction | None = None
    ) -> None:
        self.ranking = ranking
        self.amounts = {name: Fraction(amounts[name]) for name in OUTCOMES}
        observed = Fraction(ranking.positives, ranking.n)
        wanted = observed if prevalence is None else prevalence
        self._positive = wanted / observed if observed else Fraction(1)
        self._negative = (1 - wanted) / (1 - observed) if observed != 1 else Fraction(1)

    @property
    def is_weighted(self) -> bool:
        """Whether cases stand for more or fewer of their kind."""
        return self._positive != 1 or self._negative != 1

    def at(self, share: Fraction) -> Point:
        """The value of acting on a share: on as many whole cases as fit into it, if each stands for one."""
        return Point(share, self.value(self._counts(share)))

    def counted_at(self, share: Fraction) -> dict[str, Fraction]:
        """The cases by outcome when a share is acted on."""
        return self._counted(self._counts(share))

    def value(self, counts: Counts) -> Fraction:
        """What these counts are worth."""
        counted = self._counted(counts)
        return sum((amount * counted[name] for name, amount in self.amounts.items()), Fraction(0))

    def _counts(self, share: Fraction) -> Counts:
        ranking = self.ranking
        if not self.is_weighted:
            return ranking.counts(Fraction(int(share * ranking.n)))
        wanted = share * ranking.n
        place = self._group_of(wanted)
        start, end = self._weight(place), self._weight(place + 1)
        part = (wanted - start) / (end - start) if end > start else Fraction(0)
        size = int(ranking.ends[place + 1] - ranking.ends[place])
        return ranking.counts(int(ranking.ends[place]) + part * size)

    def _group_of(self, wanted: Fraction) -> int:
        """The group of equal scores in which so many cases of operation are reached."""
        import numpy as np

        weights = self._stand_for(self.ranking.hits, self.ranking.ends - self.ranking.hits)
        place = int(np.searchsorted(weights, float(wanted), side="right")) - 1
        return max(0, min(place, len(self.ranking.ends) - 2))

    def _weight(self, place: int) -> Fraction:
        """How many cases of operation the cases down to a group's start stand for."""
        hits = int(self.ranking.hits[place])
        return hits * self._positive + (int(self.ranking.ends[place]) - hits) * self._negative

    def _stand_for(self, positives: Floats, negatives: Floats) -> Floats:
        weights: Floats = float(self._positive) * positives + float(self._negative) * negatives
        return weights

    def _counted(self, counts: Counts) -> dict[str, Fraction]:
        """The counts by outcome, each case for as many as it stands for."""
        weights = {
            "true_positive": self._positive,
            "false_negative": self._positive,
            "false_positive": self._negative,
            "true_negative": self._negative,
        }
        return {name: getattr(counts, name) * weight for name, weight in weights.items()}

    def best(self) -> Point:
        """The point of the highest value; of several, the one that acts on the fewest cases.

        Between two scores the value runs straight, so it lies at the end of a group of equal scores.
        """
        import numpy as np

        values = self.values()
        best = np.flatnonzero(values >= values.max() - 1e-9 * max(1.0, abs(values.max())))[0]
        acted = Fraction(int(self.ranking.ends[best]))
        share = self._weight(int(best)) / self.ranking.n
        return Point(share, self.value(self.ranking.counts(acted)))

    def values(self) -> Floats:
        """The value at the end of each group of equal scores, none first; shape (groups + 1,)."""
        import numpy as np

        hits = self.ranking.hits.astype(np.float64)
        return self._values(hits, self.ranking.ends - hits, self.ranking.positives, self.ranking.n)

    def redrawn(self, weights: Array, shares: Floats) -> Floats:
        """The value per case at some shares, each case counted so many times; shape of ``shares``.

        Args:
            weights: How often each case was drawn. Shape (n,).
            shares: Between 0 and 1.
        """
        import numpy as np

        ends, hits = self.ranking.redrawn(weights)
        reached = self._stand_for(hits, ends - hits)
        wanted = shares * reached[-1]
        wanted = wanted if self.is_weighted else np.floor(wanted + 1e-9)
        found, alarms = np.interp(wanted, reached, hits), np.interp(wanted, reached, ends - hits)
        values: Floats = self._values(found, alarms, hits[-1], ends[-1]) / reached[-1]
        return values

    def _values(self, hits: Floats, alarms: Floats, positives: float, n: float) -> Floats:
        positive, negative = float(self._positive), float(self._negative)
        amounts = {name: float(amount) for name, amount in self.amounts.items()}
        missed = positives - hits
        spared = n - positives - alarms
        gains = amounts["true_positive"] * hits + amounts["false_negative"] * missed
        costs = amounts["false_positive"] * alarms + amounts["true_negative"] * spared
        values: Floats = positive * gains + negative * costs
        return values
