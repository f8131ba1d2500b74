"""Files checked in batches: in this thread, in processes, or by any executor."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nbready.errors import ConfigError
from nbready.lint.engine import Checker, Options
from nbready.lint.findings import NotebookResult
from nbready.notebook import decode, schema

if TYPE_CHECKING:
    from concurrent.futures import Executor, ProcessPoolExecutor

BATCH = 32
"""Files that travel together to another process: one by one, the way would cost more than the check."""

FEW = 8
"""Up to so many files, what is quick to import beats what is quick to run."""


def check_files(
    files: Sequence[str], options: Options, *, executor: Executor | None = None, jobs: int = 1
) -> Iterator[Sequence[NotebookResult]]:
    """Check files; the results come batch by batch, in the order of the files.

    Args:
        files: Paths and addresses.
        options: How to check.
        executor: Where to check; None for processes of our own.
        jobs: How many of those; one, like too few files to share, means this thread.

    Raises:
        ConfigError: A configuration cannot be used.
    """
    batches = [files[start : start + BATCH] for start in range(0, len(files), BATCH)]
    if executor is not None:
        yield from _check_through(executor, batches, options)
    elif jobs > 1 and len(batches) > 1:
        with _process_pool(min(jobs, len(batches))) as pool:
            try:
                yield from _check_through(pool, batches, options)
            except (KeyboardInterrupt, GeneratorExit):
                _wind_up(pool)
                raise
    else:
        checker = _checker(options, len(files))
        yield from ([checker.check_file(file)] for file in files)


def check_batch(files: Sequence[str], options: Options) -> list[NotebookResult]:
    """Check a batch of files, in order; runs in any process."""
    checker = _checker(options, len(files))
    return [checker.check_file(file) for file in files]


def _checker(options: Options, files: int) -> Checker:
    if files > FEW:
        decode.expect_many()
        schema.expect_many()
    return Checker(options)


def _check_through(
    executor: Executor, batches: Sequence[Sequence[str]], options: Options
) -> Iterator[Sequence[NotebookResult]]:
    futures = [executor.submit(check_batch, batch, options) for batch in batches]
    try:
        for batch, future in zip(batches, futures, strict=True):
            try:
                results = future.result()
            except ConfigError:
                raise
            except Exception:
                # Whatever became of the worker, its files are checked: here, where an error is our own.
                results = check_batch(batch, options)
            yield results
    finally:
        for future in futures:
            future.cancel()


def _process_pool(jobs: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forking is the quickest start, and safe in a process with a single thread, as the command's is.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts)


def _wind_up(pool: ProcessPoolExecutor) -> None:
    """Let the workers finish the batch they are at, and start no other.

    Ctrl-C has no effect meanwhile: halfway through, the pool would wait for its workers for ever.
    """
    is_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if is_main else None
    pool.shutdown(cancel_futures=True)
    if before is not None:
        signal.signal(signal.SIGINT, before)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; only the first one has something to say about it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
