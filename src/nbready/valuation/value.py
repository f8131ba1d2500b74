"""A model valued: its curve, today's method on the same cases, and how far the figures may be off."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from nbready.errors import MeasureError
from nbready.valuation.band import Bands, bands
from nbready.valuation.breakeven import BreakEven, break_even
from nbready.valuation.curve import Curve, Point
from nbready.valuation.figures import Figures
from nbready.valuation.ranking import Ranking
from nbready.valuation.result import Valuation
from nbready.valuation.valued import Drawn, PerPeriod

if TYPE_CHECKING:
    from nbready.measurement.arrays import Array, Floats

_STEPS = 100


def value_cases(
    figures: Figures,
    y_true: object,
    y_score: object,
    *,
    baseline: object = None,
    capacity: Fraction | None = None,
    prevalence: Fraction | None = None,
    positive: object = None,
    random_state: int = 0,
) -> Valuation:
    """Value a model of two classes on labelled cases, by a charter's figures.

    Args:
        figures: What each outcome is worth, how many cases there are and can be acted on.
        y_true: Labels, shape (n,).
        y_score: Scores of the positive class, shape (n,) or (n, 2): the higher, the sooner acted on.
        baseline: What today's method says about the same cases, in the same form.
        capacity: The share of cases that can be acted on; None for the charter's, and without one for the
            model's own best share.
        prevalence: The share of positives to reckon with; None for that of the cases.
        positive: The positive class, where it is not clear.
        random_state: Seed of the bootstrap.

    Raises:
        MeasureError: The cases do not fit.
    """
    truth, scores, today_scores = _read(y_true, y_score, baseline, positive)
    curve = Curve(Ranking(truth, scores), figures.amounts, prevalence)
    today = None if today_scores is None else Curve(Ranking(truth, today_scores), figures.amounts, prevalence)
    best = curve.best()
    wanted = capacity if capacity is not None else figures.capacity
    share = best.share if wanted is None else wanted
    at_capacity, today_at = curve.at(share), today.at(share) if today else None
    shares = _shares(share)
    found = bands(curve, today, shares, random_state=random_state)
    here = int((shares == float(share)).argmax())
    n = len(truth)
    return Valuation(
        figures=figures,
        n=n,
        positives=curve.ranking.positives,
        prevalence=Fraction(curve.ranking.positives, n) if prevalence is None else prevalence,
        capacity=share,
        is_capacity_assumed=wanted is None,
        at_capacity=at_capacity,
        today_at_capacity=today_at,
        everybody=curve.at(Fraction(1)),
        nobody=curve.at(Fraction(0)),
        best=best,
        today_best=today.best() if today else None,
        interval=_over_all(found.model, here, n),
        advantage=None if today_at is None else at_capacity.value - today_at.value,
        advantage_interval=None if found.advantage is None else _over_all(found.advantage, here, n),
        break_even=tuple(_break_even(curve, today, share)),
        per_period=_in_operation(figures, at_capacity, today_at, n),
        curve=_drawn(curve, shares, found.model),
        today_curve=None if today is None or found.today is None else _drawn(today, shares, found.today),
        notes=tuple(_notes(figures, curve.ranking, prevalence, found)),
    )


def _read(
    y_true: object, y_score: object, baseline: object, positive: object
) -> tuple[Array, Array, Array | None]:
    import numpy as np

    from nbready.measurement.arrays import as_array, as_floats, check_lengths, check_order
    from nbready.measurement.cases import positive_class, positive_column

    given = {"the scores": y_score, **({} if baseline is None else {"baseline": baseline})}
    check_order(y_true, given)
    y = as_array(y_true, "the labels")
    columns = {name: positive_column(as_array(values, name), name) for name, values in given.items()}
    check_lengths({"the labels": y, **columns})
    classes = np.unique(y)
    if y.ndim != 1 or len(classes) < 2:
        raise MeasureError("The labels hold one class only.", remedy="Pass cases of both.")
    truth = y == positive_class(classes, positive)
    scores = {name: as_floats(column, name) for name, column in columns.items()}
    return truth, scores["the scores"], scores.get("baseline")


def _shares(share: Fraction) -> Floats:
    import numpy as np

    return np.union1d(np.linspace(0, 1, _STEPS + 1), [float(share)])


def _drawn(curve: Curve, shares: Floats, band: Floats) -> Drawn:
    import numpy as np

    return Drawn(shares, curve.redrawn(np.ones(curve.ranking.n, dtype=np.intp), shares), band)


def _over_all(band: Floats, place: int, n: int) -> tuple[float, float]:
    low, high = band[:, place]
    return float(low) * n, float(high) * n


def _break_even(curve: Curve, today: Curve | None, share: Fraction) -> Iterator[BreakEven]:
    if today is not None:
        yield from break_even(curve.amounts, curve.counted_at(share), today.counted_at(share))


def _in_operation(figures: Figures, model: Point, today: Point | None, n: int) -> PerPeriod | None:
    """Nothing is said of a month where nobody said how many cases there are in it."""
    volume = figures.volume
    if volume is None:
        return None
    period = figures.run_cost.period if figures.run_cost else volume.period
    cases, cost = volume.per(period), figures.run_cost.number if figures.run_cost else Fraction(0)
    return PerPeriod(
        period=period,
        cases=cases,
        value=model.value / n * cases - cost,
        today=None if today is None else today.value / n * cases,
        run_cost=cost,
    )


def _notes(figures: Figures, ranking: Ranking, prevalence: Fraction | None, found: Bands) -> Iterator[str]:
    from nbready.valuation.words import percent

    observed = Fraction(ranking.positives, ranking.n)
    expected = figures.prevalence
    if prevalence is not None:
        yield (
            f"Reckoned with {percent(prevalence)} positives; among these cases they are {percent(observed)}."
        )
    elif expected is not None and abs(expected - observed) > Fraction(1, 10) * expected:
        yield (
            f"The charter expects {percent(expected)} positives; among these cases they are "
            f"{percent(observed)}. `prevalence=` reckons with another share."
        )
    yield f"Intervals are percentiles of {found.draws} draws of the cases."
