"""Cases sorted by score: how many of each class are acted on when so many cases are, exactly.

Cases with the same score cannot be told apart: where only some of them are acted on, each is with the same
chance, so the counts are those that are expected.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from nbready.measurement.arrays import Array, Floats


class Counts(NamedTuple):
    """Cases by what is done and what they turn out to be; expected numbers, so they need not be whole."""

    true_positive: Fraction
    false_positive: Fraction
    false_negative: Fraction
    true_negative: Fraction


class Ranking:
    """Cases of two classes, riskiest first, in groups of equal scores.

    Args:
        truth: Whether each case is a positive. Shape (n,).
        scores: The higher, the sooner a case is acted on. Shape (n,).

    Attributes:
        n: Number of cases.
        positives: Number of positives.
        ends: Number of cases down to the end of each group, none first. Shape (groups + 1,).
        hits: Number of positives down to there. Shape (groups + 1,).
    """

    def __init__(self, truth: Array, scores: Array) -> None:
        import numpy as np

        order = np.argsort(-scores, kind="stable")
        ranked = scores[order]
        last = np.flatnonzero(np.diff(ranked)).tolist()
        hits = np.cumsum(truth[order])
        self._order: Any = order
        self._truth: Any = truth[order]
        self.n = len(scores)
        self.positives = int(hits[-1])
        ends = [end + 1 for end in last] + [self.n]
        self.ends: Any = np.array([0, *ends])
        self.hits: Any = np.concatenate(([0], hits[np.array(ends) - 1]))

    def counts(self, acted: Fraction) -> Counts:
        """The counts when ``acted`` cases are acted on, riskiest first."""
        import numpy as np

        place = int(np.searchsorted(self.ends, float(acted), side="right")) - 1
        place = max(0, min(place, len(self.ends) - 1))
        found = Fraction(int(self.hits[place]))
        rest = acted - int(self.ends[place])
        if rest > 0 and place + 1 < len(self.ends):
            size = int(self.ends[place + 1] - self.ends[place])
            found += rest * int(self.hits[place + 1] - self.hits[place]) / size
        return self._of(found, acted)

    def redrawn(self, weights: Array) -> tuple[Floats, Floats]:
        """Cases and positives down to the end of each group, each case counted so many times."""
        import numpy as np

        counted = weights[self._order]
        cases = np.concatenate(([0], np.cumsum(counted)))[self.ends]
        hits = np.concatenate(([0], np.cumsum(counted * self._truth)))[self.ends]
        return cases.astype(np.float64), hits.astype(np.float64)

    def _of(self, found: Fraction, acted: Fraction) -> Counts:
        return Counts(found, acted - found, self.positives - found, self.n - self.positives - (acted - found))
