"""A progress bar on stderr: only on a terminal, and only for runs that one would wait for."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 0.7
_EVERY = 0.1
_WIDTH = 24
_CLEAR = "\r\x1b[K"


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A function to call with the number done and of all; None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar.show
    finally:
        bar.clear()


class _Bar:
    def __init__(self) -> None:
        self._next = time.monotonic() + _PATIENCE
        self._is_shown = False

    def show(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY
        self._is_shown = True
        filled = "█" * (done * _WIDTH // total)
        sys.stderr.write(f"{_CLEAR}{filled:░<{_WIDTH}} {done:,} of {total:,} notebooks")
        sys.stderr.flush()

    def clear(self) -> None:
        if self._is_shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
