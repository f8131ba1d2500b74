"""Digests of cases and of predictions: the same for the same ones, in whatever order they came."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from nbready.errors import MeasureError

if TYPE_CHECKING:
    from nbready.measurement.arrays import Array

_LENGTH = 16


class Digests(NamedTuple):
    """Of the labelled cases, and of what was predicted for them; and how many ids occur twice."""

    data: str
    predictions: str
    doubled: int = 0


def digest(y: Array, predicted: Array, ids: Array | None) -> Digests:
    """Digests of labelled cases and predictions.

    With ids the cases are those ids, in any order; without, they are their labels in this order, so two
    samples with the same labels are taken for one.

    Raises:
        MeasureError: The ids are not one a case.
    """
    import numpy as np

    if ids is None:
        return Digests(_hash("labels", y), _hash("predictions", _rounded(predicted)))
    if ids.ndim != 1 or len(ids) != len(y):
        raise MeasureError(
            f"`ids` has {len(ids):,} values for {len(y):,} cases.", remedy="Pass one id a case."
        )
    order = np.argsort(ids, kind="stable")
    ranked = ids[order]
    doubled = int(np.count_nonzero(ranked[1:] == ranked[:-1]))
    return Digests(_hash("ids", ranked), _hash("predictions", _rounded(predicted[order])), doubled)


def _rounded(predicted: Array) -> Array:
    """Six digits: another number of threads may change the last ones of the same model's scores."""
    import numpy as np

    if predicted.dtype.kind != "f":
        return predicted
    with np.errstate(divide="ignore", invalid="ignore"):
        places = np.floor(np.log10(np.abs(predicted)))
    scale = 10.0 ** (5 - np.where(np.isfinite(places), places, 0))
    rounded: Array = np.round(predicted * scale) / scale
    # -0.0 is 0.0.
    return rounded + 0.0


def _hash(kind: str, values: Array) -> str:
    import numpy as np

    found = hashlib.sha256(f"{kind} {values.shape}\0".encode())
    if values.dtype.kind in "biuf":
        found.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    else:
        found.update("\0".join(map(str, values.ravel().tolist())).encode())
    return found.hexdigest()[:_LENGTH]
