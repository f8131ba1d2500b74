"""The record of the notebook whose code is running, for functions that are called in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.getipython import get_ipython

from nbready.errors import MeasureError
from nbready.kernel.magics import magics_of

if TYPE_CHECKING:
    from nbready.document import Document


def document_here() -> Document | None:
    """The notebook's record; None outside of a shell that has loaded nbready."""
    shell = get_ipython()
    magics = magics_of(shell) if shell is not None else None
    return magics.session.document if magics is not None else None


def document_needed() -> Document:
    """The running notebook's record, for a function that was given no charter.

    Raises:
        MeasureError: There is none here.
    """
    document = document_here()
    if document is None:
        raise MeasureError(
            "There is no charter here.",
            remedy="Pass `charter=` with a notebook or a charter file, or `%load_ext nbready` in one.",
        )
    return document
