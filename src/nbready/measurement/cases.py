"""Labelled cases and what was predicted for them, checked: bad input is one message, never a wrong number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from nbready.charter.metric import Metric
from nbready.errors import MeasureError
from nbready.measurement.arrays import as_array, as_floats, check_lengths, check_order
from nbready.measurement.formulas import rank_auc

if TYPE_CHECKING:
    from nbready.measurement.arrays import Array

Kind = Literal["binary", "many", "number", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Cases ready to be measured.

    Attributes:
        kind: ``binary``: labels are truth values, of the positive class; ``many``: several classes, or
            several labels a case; ``number``; ``any``: as they came, for a function of the project's own.
        y: Labels, shape (n,), or (n, k) for several labels a case.
        predicted: Scores, probabilities, predicted labels or numbers, as the metric takes them.
        baseline: The same of today's method, if it was given.
        groups: The cluster of each case as a number from 0, if any were given; shape (n,).
    """

    kind: Kind
    y: Array
    predicted: Array
    baseline: Array | None = None
    groups: Array | None = None

    @property
    def positives(self) -> int | None:
        """Number of positive cases, where there is a positive class."""
        return int(self.y.sum()) if self.kind == "binary" else None


def read_cases(
    y_true: object,
    y_score: object,
    metric: Metric,
    *,
    at: float | None = None,
    baseline: object = None,
    groups: object = None,
    positive: object = None,
    average: str = "binary",
) -> Cases:
    """Check what was handed over against what the metric takes.

    Args:
        y_true: The labels.
        y_score: Scores, probabilities (n,) or (n, 2), labels or numbers.
        metric: What will be computed.
        at: A cut-off on the score, for metrics of labels.
        baseline: What today's method says about the same cases.
        groups: The cluster of each case.
        positive: The positive class, where it is not clear.
        average: ``binary``, or scikit-learn's averages over several classes.

    Raises:
        MeasureError: Something does not fit; says what to pass.
    """
    given = {"the predictions": y_score, "baseline": baseline, "groups": groups}
    check_order(y_true, {name: value for name, value in given.items() if value is not None})
    arrays = {
        "the labels": as_array(y_true, "the labels"),
        "the predictions": as_array(y_score, "the predictions"),
    }
    arrays |= {
        name: as_array(value, name)
        for name, value in (("baseline", baseline), ("groups", groups))
        if value is not None
    }
    check_lengths(arrays)
    y, predicted, today = arrays["the labels"], arrays["the predictions"], arrays.get("baseline")
    clusters = _codes(arrays["groups"]) if "groups" in arrays else None
    if metric.of == "any":
        return Cases(kind="any", y=y, predicted=predicted, baseline=today, groups=clusters)
    if metric.of == "number":
        return _numbers(y, predicted, today, clusters)
    if y.ndim == 2 or average != "binary" or (metric.of == "classes" and _is_many(y, positive)):
        return _many(y, predicted, today, clusters, metric)
    return _binary(y, predicted, today, clusters, metric, at, positive)


def _codes(groups: Array) -> Array:
    import numpy as np

    if groups.ndim != 1:
        raise MeasureError(
            "`groups` has several columns.", remedy="Pass one value a case, such as a customer."
        )
    names, codes = np.unique(groups, return_inverse=True)
    if len(names) < 2:
        raise MeasureError(
            "`groups` has one value only.", remedy="Leave it out, or pass who belongs together."
        )
    return codes.astype(np.int32)


def _numbers(y: Array, predicted: Array, today: Array | None, groups: Array | None) -> Cases:
    import numpy as np

    columns = {
        "the labels": y,
        "the predictions": predicted,
        **({} if today is None else {"baseline": today}),
    }
    for name, column in columns.items():
        if column.ndim != 1:
            raise MeasureError(f"`{name}` has several columns.", remedy="Pass one number a case.")
    numbers = {name: as_floats(column, name) for name, column in columns.items()}
    truth = numbers.pop("the labels")
    for name, column in numbers.items():
        varies = len(truth) > 7 and np.ptp(truth) > 0 and np.ptp(column) > 0
        likeness = np.corrcoef(truth, column)[0, 1] if varies else 1.0
        if likeness < -0.5:
            raise MeasureError(
                f"`{name}` falls where the labels rise (correlation {likeness:.2f}).",
                remedy="Check its sign, and that the cases are in the same order.",
            )
    return Cases(
        kind="number",
        y=truth,
        predicted=numbers["the predictions"],
        baseline=numbers.get("baseline"),
        groups=groups,
    )


def _is_many(y: Array, positive: object) -> bool:
    import numpy as np

    return positive is None and len(np.unique(y)) > 2


def _many(y: Array, predicted: Array, today: Array | None, groups: Array | None, metric: Metric) -> Cases:
    import numpy as np

    classes = np.unique(y)
    if y.ndim == 1 and len(classes) < 2:
        raise _one_class(classes[0])
    columns = {"the predictions": predicted, **({} if today is None else {"baseline": today})}
    if metric.takes == "label":
        columns = {name: _labels_of(column, y, classes, name) for name, column in columns.items()}
    else:
        for name, column in columns.items():
            if y.ndim == 1 and (column.ndim != 2 or column.shape[1] != len(classes)):
                raise MeasureError(
                    f"`{name}` needs a column for each of the {len(classes)} classes.",
                    remedy="Pass `predict_proba`, its columns in the order of the sorted classes.",
                )
            columns[name] = as_floats(column, name)
            if metric.takes == "probability" or y.ndim == 1:
                _check_probabilities(columns[name], name)
    return Cases(
        kind="many",
        y=y,
        predicted=columns["the predictions"],
        baseline=columns.get("baseline"),
        groups=groups,
    )


def _labels_of(column: Array, y: Array, classes: Array, name: str) -> Array:
    """Predicted labels; of probabilities, the likeliest class, or those above one half."""
    import numpy as np

    if y.ndim == 2:
        return (
            column if set(np.unique(column)) <= {0, 1} else (as_floats(column, name) >= 0.5).astype(y.dtype)
        )
    if column.ndim == 2:
        if column.shape[1] != len(classes):
            raise MeasureError(
                f"`{name}` has {column.shape[1]} columns, the labels {len(classes)} classes.",
                remedy="Pass predicted labels.",
            )
        likeliest: Array = classes[column.argmax(axis=1)]
        return likeliest
    if column.dtype.kind == "f" and (column % 1 != 0).any():
        raise MeasureError(
            f"`{name}` holds scores of one class, and there are {len(classes)}.",
            remedy="Pass predicted labels, or a column of probabilities a class.",
        )
    if (column.dtype.kind in "US") != (y.dtype.kind in "US"):
        raise MeasureError(
            f"`{name}` and the labels are of different kinds.", remedy="Pass labels as they are named."
        )
    return column


def _binary(
    y: Array,
    predicted: Array,
    today: Array | None,
    groups: Array | None,
    metric: Metric,
    at: float | None,
    positive: object,
) -> Cases:
    import numpy as np

    classes = np.unique(y)
    if len(classes) == 1:
        raise _one_class(classes[0])
    yes = positive_class(classes, positive)
    truth = y == yes
    columns = {"the predictions": predicted, **({} if today is None else {"baseline": today})}
    read: dict[str, Any] = {}
    for name, given in columns.items():
        column = positive_column(given, name)
        is_labels = _is_labels(column, classes)
        if metric.takes == "label":
            read[name] = column == yes if is_labels else _cut(column, truth, at, name)
        else:
            if is_labels and (metric.takes == "probability" or name != "baseline"):
                raise MeasureError(
                    f"`{name}` holds labels where {metric.label} takes scores.",
                    remedy="Pass `predict_proba(...)[:, 1]` or `decision_function(...)`.",
                )
            scores = (column == yes).astype(np.float64) if is_labels else as_floats(column, name)
            if metric.takes == "probability":
                _check_probabilities(scores, name)
            _check_sign(scores, truth, name)
            read[name] = scores
    return Cases(
        kind="binary",
        y=truth,
        predicted=read["the predictions"],
        baseline=read.get("baseline"),
        groups=groups,
    )


def _one_class(only: object) -> MeasureError:
    return MeasureError(
        f"All labels are {only!s:.40}.", remedy="A metric of classes needs cases of both: pass all of them."
    )


def positive_class(classes: Array, positive: object) -> object:
    """The positive class: the one that was named, True, or 1 beside 0 or -1."""
    if positive is not None:
        known = classes.tolist()
        match = next((value for value in known if value == positive or str(value) == str(positive)), None)
        if match is None:
            listed = ", ".join(f"{value!r:.40}" for value in known[:8])
            raise MeasureError(f"No label is {positive!r:.40}.", remedy=f"The labels are {listed}.")
        return match
    if classes.dtype.kind in "biuf" and [float(value) for value in classes] in ([0.0, 1.0], [-1.0, 1.0]):
        return classes[1]
    listed = " and ".join(f"{value!r:.40}" for value in classes.tolist()[:8])
    if len(classes) > 2:
        raise MeasureError(
            f"The labels have {len(classes)} classes.",
            remedy="Name the positive one with `positive=`, or say how to average over them with `average=`.",
        )
    raise MeasureError(
        f"The labels are {listed}, and it is not clear which one is the positive.",
        remedy=f"Name it: `positive={classes.tolist()[-1]!r}`.",
    )


def positive_column(column: Array, name: str) -> Array:
    """One score a case: of probabilities of shape (n, 2), the second column, as in scikit-learn."""
    if column.ndim == 1:
        return column
    if column.shape[1] != 2:
        raise MeasureError(
            f"`{name}` has {column.shape[1]} columns, the labels two classes.",
            remedy="Pass the column of the positive class.",
        )
    return column[:, 1]


def _is_labels(column: Array, classes: Array) -> bool:
    import numpy as np

    if column.dtype.kind in "USb":
        return True
    # Scores are many; a few suffice to tell.
    if len(np.unique(column[:1000])) > 2:
        return False
    found = np.unique(column)
    return (
        len(found) <= 2
        and classes.dtype.kind not in "US"
        and bool(np.isin(found, classes.astype(float)).all())
    )


def _cut(column: Array, truth: Array, at: float | None, name: str) -> Array:
    """Labels from scores: those at or above the cut-off; one half, where they are probabilities."""
    scores = as_floats(column, name)
    if at is None:
        if scores.min() < 0 or scores.max() > 1:
            raise MeasureError(
                f"`{name}` holds scores that are no probabilities, and there is no cut-off.",
                remedy="Write `at:` into the success metric, or pass predicted labels.",
            )
        at = 0.5
    _check_sign(scores, truth, name)
    return scores >= at


def _check_probabilities(scores: Array, name: str) -> None:
    if scores.min() < 0 or scores.max() > 1:
        raise MeasureError(
            f"`{name}` holds {scores.min():.4g} to {scores.max():.4g}: no probabilities.",
            remedy="Pass `predict_proba`.",
        )


def _check_sign(scores: Array, truth: Array, name: str) -> None:
    """Refuse scores that rank the positives last, beyond what chance would do (p < 0.001)."""
    positives = int(truth.sum())
    negatives = len(truth) - positives
    auc = rank_auc(truth, scores)
    # The standard error of an AUC of one half without ties (Hanley and McNeil, 1982).
    error = ((positives + negatives + 1) / (12 * positives * negatives)) ** 0.5
    if auc < 0.5 - 3.3 * error:
        raise MeasureError(
            f"`{name}` ranks the positives last (ROC AUC {auc:.2f}).",
            remedy="Pass the score of the positive class, or its negative where a low score means positive; "
            "check that the cases are in the same order.",
        )
