"""``nbready.value``: what a model is worth, by the figures of a charter file or of the running notebook."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from nbready.charter.model import Charter
from nbready.charter_file import open_document
from nbready.errors import MeasureError
from nbready.valuation import Figures, Valuation, read_figures, read_share, value_cases
from nbready.valuation.outcomes import OutcomeValuation, Rule, value_outcomes


def value(
    y_true: object,
    y_score: object,
    *,
    charter: str | Path | Charter | None = None,
    baseline: object = None,
    capacity: float | str | None = None,
    prevalence: float | str | None = None,
    positive: object = None,
    rule: Rule | Mapping[str, Rule] | None = None,
    random_state: int = 0,
) -> Valuation | OutcomeValuation:
    """Value a model on labelled cases, by what the charter says a right call is worth and a wrong one costs.

    Amounts are reckoned exactly and are totals over the cases, ``n`` of them; only with a ``volume`` in the
    charter is anything said of a day or a month. Cases with the same score cannot be told apart: where some
    of them are acted on, each is with the same chance. Intervals are percentiles of the bootstrap.

    Args:
        y_true: Labels, shape (n,). Of two classes the positive one is True, or 1 beside 0 or -1.
        y_score: Scores of the positive class, shape (n,) or (n, 2): the higher, the sooner acted on.
        charter: A notebook or a charter file; by default the running notebook's charter.
        baseline: What today's method says about the same cases, in the same form.
        capacity: How many cases can be acted on: a share, or a text as in the charter; by default the
            charter's, and without one the model's own best share, which is then said to be assumed.
        prevalence: The share of positives in operation, where these cases hold another.
        positive: The positive class, where it is not clear.
        rule: For forecasts and numbers, which have outcomes of their own: from each outcome that the charter
            prices to a function of labels and predictions that says how much of it each case had, as in
            ``{"over_forecast_unit": lambda y, p: np.clip(p - y, 0, None)}``; or one function that gives each
            case's money.
        random_state: Seed of the bootstrap.

    Raises:
        MeasureError: The charter's figures do not suffice, or the cases do not fit; says what to do.
        NbreadyError: The charter cannot be read.
    """
    if rule is not None:
        priced = _priced(_charter(charter), rule)
        return value_outcomes(priced, y_true, y_score, rule, baseline=baseline, random_state=random_state)
    figures = read_figures(_charter(charter))
    return value_cases(
        figures,
        y_true,
        y_score,
        baseline=baseline,
        capacity=_share(capacity, "capacity"),
        prevalence=_share(prevalence, "prevalence"),
        positive=positive,
        random_state=random_state,
    )


def _charter(given: str | Path | Charter | None) -> Charter:
    if isinstance(given, Charter):
        return given
    if given is not None:
        return open_document(Path(given)).charter
    from nbready.kernel.here import document_needed

    return document_needed().charter


def _priced(charter: Charter, rule: Rule | Mapping[str, Rule]) -> Figures:
    """The charter's figures for the outcomes of a rule, every one of which needs a price."""
    answer = charter.answers.get("cost_benefit")
    values = answer.get("values") if isinstance(answer, dict) else None
    written = tuple(values) if isinstance(values, dict) else ()
    outcomes = tuple(rule) if isinstance(rule, Mapping) else written
    figures = read_figures(charter, outcomes=outcomes)
    if figures.assumed:
        raise MeasureError(
            f"The charter does not say what `{figures.assumed[0]:.60}` is worth.",
            remedy=f"Add it to `cost_benefit.values`, which has {', '.join(written)}.",
        )
    return figures


def _share(given: float | str | None, name: str) -> Fraction | None:
    if given is None:
        return None
    share = read_share(str(given), name, None)
    if share is None:
        raise MeasureError(f"`{name}: {given!r:.40}` is no share.", remedy="Write it as in `0.4` or `40 %`.")
    return share
