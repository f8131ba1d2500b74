"""Files checked, here or in batches elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from nbready.batches import in_batches
from nbready.lint.engine import Checker, Options
from nbready.lint.findings import NotebookResult
from nbready.notebook import decode, schema

if TYPE_CHECKING:
    from concurrent.futures import Executor

FEW = 8
"""Up to so many files, what is quick to import beats what is quick to run."""


def check_files(
    files: Sequence[str], options: Options, *, executor: Executor | None = None, jobs: int = 1
) -> Iterator[Sequence[NotebookResult]]:
    """Check files; the results come in the order of the files, as they are there.

    Args:
        files: Paths and addresses.
        options: How to check.
        executor: Where to check; None for processes of our own.
        jobs: How many of those; one, like too few files to share, means this thread.

    Raises:
        ConfigError: A configuration cannot be used.
    """
    return in_batches(partial(check_each, options=options), files, executor=executor, jobs=jobs)


def check_each(files: Sequence[str], options: Options) -> Iterator[NotebookResult]:
    """Check files one by one, in order; runs in any process."""
    if len(files) > FEW:
        decode.expect_many()
        schema.expect_many()
    checker = Checker(options)
    return map(checker.check_file, files)
