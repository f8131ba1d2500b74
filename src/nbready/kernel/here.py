"""The record of the notebook whose code is running, for functions that are called in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.getipython import get_ipython

from nbready.kernel.magics import magics_of

if TYPE_CHECKING:
    from nbready.document import Document


def document_here() -> Document | None:
    """The notebook's record; None outside of a shell that has loaded nbready."""
    shell = get_ipython()
    magics = magics_of(shell) if shell is not None else None
    return magics.session.document if magics is not None else None
