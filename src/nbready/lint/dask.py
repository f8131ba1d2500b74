"""Checking on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager

from nbready.errors import ConfigError

LOCAL = "local"
# A worker that dies takes its batches with it; they are given to another one so many times.
_RETRIES = 5


@contextmanager
def dask_executor(address: str, *, jobs: int | None = None) -> Iterator[Executor]:
    """An executor whose work is done by a Dask cluster.

    Args:
        address: A scheduler's address, or ``local`` for a cluster of processes on this machine.
        jobs: How many processes that one has; None for one a core.

    Raises:
        ConfigError: Dask is not installed, or the cluster cannot be reached.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        remedy = "Install it: `pip install 'nbready[dask]'`."
        raise ConfigError("`--dask` needs Dask.", remedy=remedy) from error
    with ExitStack() as stack:
        try:
            cluster = address
            if address == LOCAL:
                cluster = stack.enter_context(
                    LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call]
                )
            client = stack.enter_context(Client(cluster, set_as_default=False))  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise ConfigError(f"There is no Dask cluster at {address}: {error}.") from error
        yield client.get_executor(pure=False, retries=_RETRIES)
