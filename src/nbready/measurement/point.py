"""The point value of a metric: scikit-learn's or SciPy's where they have it, one of ours where nobody has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from nbready.charter.metric import Metric
from nbready.errors import MeasureError
from nbready.measurement.cases import Cases
from nbready.measurement.formulas import rank_auc, statistic

if TYPE_CHECKING:
    from nbready.measurement.arrays import Array

# scikit-learn's functions, and the arguments that they take beside labels and predictions.
_SKLEARN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "accuracy": ("accuracy_score", ()),
    "balanced_accuracy": ("balanced_accuracy_score", ()),
    "precision": ("precision_score", ("average", "zero_division")),
    "recall": ("recall_score", ("average", "zero_division")),
    "f1": ("f1_score", ("average", "zero_division")),
    "matthews_corrcoef": ("matthews_corrcoef", ()),
    "roc_auc": ("roc_auc_score", ("average", "multi_class")),
    "average_precision": ("average_precision_score", ("average",)),
    "log_loss": ("log_loss", ("labels",)),
    "brier": ("brier_score_loss", ()),
    "mae": ("mean_absolute_error", ()),
    "rmse": ("root_mean_squared_error", ()),
    "mape": ("mean_absolute_percentage_error", ()),
    "r2": ("r2_score", ()),
    "pinball": ("mean_pinball_loss", ("alpha",)),
}


def point_value(
    metric: Metric,
    cases: Cases,
    predicted: Array,
    *,
    at: float | None = None,
    average: str = "binary",
    amounts: Mapping[str, float] | None = None,
    own: Callable[[Any, Any], float] | None = None,
) -> float:
    """The metric's value over all cases, in scikit-learn's scale: shares as fractions.

    Args:
        metric: The metric.
        cases: The labelled cases.
        predicted: Predictions for them: the model's, or today's method's.
        at: The share or the quantile.
        average: scikit-learn's ``average``, for several classes.
        amounts: What each outcome is worth, for ``value_per_case``.
        own: The project's own function, for ``function``.
    """
    if metric.key == "roc_auc" and cases.kind == "binary":
        return rank_auc(cases.y, predicted)
    compute = whole(metric, cases, at=at, average=average, own=own)
    if compute is not None:
        return compute(cases.y, predicted)
    import numpy as np

    formula = statistic(metric, cases.y, predicted, at=at, amounts=amounts or {})
    assert formula is not None, metric.key
    return float(formula(np.ones((1, len(cases.y)), dtype=np.int8))[0])


def whole(
    metric: Metric,
    cases: Cases,
    *,
    at: float | None = None,
    average: str = "binary",
    own: Callable[[Any, Any], float] | None = None,
) -> Callable[[Array, Array], float] | None:
    """The metric as a function of labels and predictions: scikit-learn's, or the project's own."""
    if own is not None:
        return lambda y, predicted: _own_value(own, y, predicted)
    if metric.key not in _SKLEARN:
        return None
    from sklearn import metrics

    name, takes = _SKLEARN[metric.key]
    function = getattr(metrics, name)
    given: dict[str, Any] = {
        "average": _average(metric, average, cases) if "average" in takes else None,
        "multi_class": "ovr" if cases.kind == "many" and cases.y.ndim == 1 else "raise",
        "labels": _classes(cases),
        "alpha": at,
        "zero_division": 0,
    }
    arguments = {key: given[key] for key in takes}

    def compute(y: Array, predicted: Array) -> float:
        return float(function(y, predicted, **arguments))

    return compute


def _average(metric: Metric, average: str, cases: Cases) -> str:
    if average != "binary" or cases.kind == "binary":
        # Scores have no binary average: of two classes it is the macro one.
        return average if average != "binary" or metric.takes == "label" else "macro"
    raise MeasureError(
        f"{metric.label} of several classes needs an average.",
        remedy="Pass `average=`: macro, weighted or micro, as in scikit-learn.",
    )


def _classes(cases: Cases) -> Array | None:
    import numpy as np

    return np.unique(cases.y) if cases.kind in ("binary", "many") else None


def _own_value(function: Callable[[Any, Any], float], y: Array, predicted: Array) -> float:
    name = getattr(function, "__name__", "the function")
    try:
        value = function(y, predicted)
    except Exception as error:
        raise MeasureError(
            f"`{name}` failed: {type(error).__name__}: {error}",
            remedy="It gets labels and predictions as arrays and gives back one number.",
        ) from error
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise MeasureError(
            f"`{name}` gave back {value!r:.60}, which is no number.", remedy="Give back one number."
        ) from None
    if number != number:
        raise MeasureError(f"`{name}` gave back nan.", remedy="Give back one number.")
    return number
