"""Which files beside a notebook were asked for while it was judged: what a cached verdict depends on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[set[str] | None] = ContextVar("nbready_reads", default=None)


def note_read(path: os.PathLike[str] | str) -> None:
    """Tell whoever listens that a file or folder was read, or looked for and not there."""
    noted = _noted.get()
    if noted is not None:
        noted.add(os.fspath(path))


@contextmanager
def noting_reads() -> Iterator[set[str]]:
    """Collect what is noted inside the ``with`` block."""
    noted: set[str] = set()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)
