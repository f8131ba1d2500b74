"""Checking on a Dask cluster, workers that die included."""

import os
import signal

import pytest

from nbready.errors import ConfigError
from nbready.lint import check
from nbready.lint.dask import dask_executor
from notebook_files import as_bytes, code, notebook

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")

LOAD = "import pandas as pd\npd.read_csv('a.csv')"
# Enough work for the workers to be killed in the middle of it.
CELLS = [code(f"x{number} = [{number}]\n{LOAD}") for number in range(60)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("dask")
    for number in range(320):
        (path / f"{number:03}.ipynb").write_bytes(as_bytes(notebook(*CELLS)))
    return path


def test_a_local_cluster_gives_the_same_report(folder):
    with dask_executor("local", jobs=2) as executor:
        assert check([folder], executor=executor) == check([folder])


def test_workers_killed_half_way_lose_nothing(folder):
    expected = check([folder])
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    killed = []

    def kill(done, total):
        if not killed and done >= 64:
            killed.extend(worker.pid for worker in cluster.workers.values())
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    with cluster, dask_executor(cluster.scheduler_address) as executor:
        report = check([folder], executor=executor, progress=kill)
        assert len(killed) == 2
        assert [n.path for n in report.notebooks] == [n.path for n in expected.notebooks]
        assert report == expected


def test_a_cluster_that_is_not_there_is_told():
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(ConfigError, match=r"no Dask cluster at tcp://127\.0\.0\.1:1"),
        dask_executor("tcp://127.0.0.1:1"),
    ):
        pass
