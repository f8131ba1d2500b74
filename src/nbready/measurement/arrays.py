"""Whatever holds numbers or labels, as NumPy arrays: lists, Series, columns, polars, tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbready.errors import MeasureError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[Any]
    Floats = npt.NDArray[np.float64]


def as_array(values: object, name: str) -> Array:
    """The values as an array of shape (n,) or (n, k); never a copy where none is needed.

    Raises:
        MeasureError: It is empty, ragged, or has more than two dimensions.
    """
    import numpy as np

    try:
        array = np.asarray(_plain(values))
    except ValueError:
        raise MeasureError(
            f"The rows of `{name}` have different lengths.", remedy="Pass one row a case."
        ) from None
    if array.dtype == object and array.ndim == 1:
        array = _from_objects(array, name)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim not in (1, 2):
        shape = "one value" if array.ndim == 0 else f"shape {array.shape}"
        raise MeasureError(f"`{name}` has {shape}.", remedy="Pass one value or one row a case.")
    if len(array) == 0:
        raise MeasureError(f"`{name}` is empty.", remedy="Pass the cases that the charter names.")
    _refuse_missing(array, name)
    return array


def as_floats(array: Array, name: str) -> Floats:
    """The array as floats.

    Raises:
        MeasureError: It holds something else than numbers.
    """
    import numpy as np

    try:
        return array.astype(np.float64, copy=False)
    except (TypeError, ValueError):
        raise MeasureError(
            f"`{name}` holds texts where numbers are needed, such as {array.ravel()[0]!r:.40}.",
            remedy="Pass scores, or predicted numbers.",
        ) from None


def check_lengths(arrays: dict[str, Array]) -> None:
    """Refuse arrays of different lengths."""
    (first, reference), *rest = arrays.items()
    for name, array in rest:
        if len(array) != len(reference):
            raise MeasureError(
                f"`{first}` has {len(reference):,} cases, `{name}` {len(array):,}.",
                remedy="Pass the same cases to all of them, in the same order.",
            )


def check_order(y_true: object, others: dict[str, object]) -> None:
    """Refuse Series of the same index in another order: position by position they would be wrong."""
    index = getattr(y_true, "index", None)
    if index is None or callable(index):
        return
    for name, values in others.items():
        other = getattr(values, "index", None)
        if other is None or callable(other) or len(other) != len(index) or index.equals(other):
            continue
        if not index.has_duplicates and index.difference(other).empty:
            raise MeasureError(
                f"`{name}` has the cases of the labels in another order.",
                remedy=f"Pass `{name}.loc[labels.index]`.",
            )


def _plain(values: object) -> object:
    """What a Series, a frame or a tensor holds."""
    if hasattr(values, "detach"):
        values = values.detach()
    if hasattr(values, "cpu"):
        values = values.cpu()
    if hasattr(values, "to_numpy"):
        return values.to_numpy()
    if hasattr(values, "toarray"):
        return values.toarray()
    return values


def _from_objects(array: Array, name: str) -> Array:
    """Objects as numbers, truth values or texts, whichever all of them are."""
    import numpy as np

    values = array.tolist()
    if any(value is None or value != value or type(value).__name__ == "NAType" for value in values):
        raise _missing(name, sum(1 for v in values if v is None or type(v).__name__ == "NAType" or v != v))
    if all(isinstance(value, bool | np.bool_) for value in values):
        return array.astype(bool)
    if all(isinstance(value, str) for value in values):
        return array.astype(str)
    try:
        return array.astype(float)
    except (TypeError, ValueError):
        return array.astype(str)


def _refuse_missing(array: Array, name: str) -> None:
    import numpy as np

    if array.dtype.kind in "fc":
        bad = int(array.size - np.count_nonzero(np.isfinite(array)))
        if bad:
            raise _missing(name, bad)


def _missing(name: str, count: int) -> MeasureError:
    return MeasureError(
        f"`{name}` has {count:,} missing or infinite value{'' if count == 1 else 's'}.",
        remedy="Decide what happens to such cases in operation, and measure that: left out is no success.",
    )
