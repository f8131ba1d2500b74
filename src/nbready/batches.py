"""Work on many files: one after the other here, or in batches in processes or by any executor."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from nbready.errors import ConfigError

if TYPE_CHECKING:
    from concurrent.futures import Executor, ProcessPoolExecutor

BATCH = 32
"""Files that travel together to another process: one by one, the way would cost more than the work."""

T = TypeVar("T")
Work = Callable[[Sequence[str]], Iterable[T]]
"""Does some files, one result each, in order; a function of a module, or a partial of one: it travels."""


def in_batches(
    work: Work[T], files: Sequence[str], *, executor: Executor | None = None, jobs: int = 1
) -> Iterator[Sequence[T]]:
    """The results of all files, in order, as they come: a batch at a time, or file by file in this thread.

    Args:
        work: What is done.
        files: Paths and addresses.
        executor: Where it is done; None for processes of our own.
        jobs: How many of those; one, like too few files to share, means this thread.

    Raises:
        ConfigError: A configuration cannot be used.
    """
    batches = [files[start : start + BATCH] for start in range(0, len(files), BATCH)]
    if executor is not None:
        yield from _through(executor, batches, work)
    elif jobs > 1 and len(batches) > 1:
        with _process_pool(min(jobs, len(batches))) as pool:
            try:
                yield from _through(pool, batches, work)
            except (KeyboardInterrupt, GeneratorExit):
                _wind_up(pool)
                raise
    else:
        yield from ([result] for result in work(files))


def _do(work: Work[T], files: Sequence[str]) -> list[T]:
    return list(work(files))


def _through(executor: Executor, batches: Sequence[Sequence[str]], work: Work[T]) -> Iterator[Sequence[T]]:
    futures = [executor.submit(_do, work, batch) for batch in batches]
    try:
        for batch, future in zip(batches, futures, strict=True):
            try:
                results = future.result()
            except ConfigError:
                raise
            except Exception:
                # Whatever became of the worker, its files are done: here, where an error is our own.
                results = _do(work, batch)
            yield results
    finally:
        for future in futures:
            future.cancel()


def _process_pool(jobs: int) -> ProcessPoolExecutor:
    """Processes of this machine that end when this one does, however it ends."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forking is the quickest start, and safe in a process with a single thread, as the command's is.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin_worker)


def _wind_up(pool: ProcessPoolExecutor) -> None:
    """Let the workers finish the batch they are at, and start no other.

    Ctrl-C has no effect meanwhile: halfway through, the pool would wait for its workers for ever.
    """
    is_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if is_main else None
    pool.shutdown(cancel_futures=True)
    if before is not None:
        signal.signal(signal.SIGINT, before)


def _begin_worker() -> None:
    # Ctrl-C reaches every process of the terminal; only the first one has something to say about it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever, and whoever reads its output for it."""
    import os
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
