"""The same report, wherever the files are checked."""

import concurrent.futures
import os
import signal
import subprocess
import sys
import time

import pytest

from nbready.errors import ConfigError
from nbready.lint import check
from notebook_files import as_bytes, code, markdown, notebook

LOAD = "import pandas as pd\npd.read_csv('a.csv')"
MANY = 100


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """More notebooks than one batch holds."""
    path = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        cells = [markdown(str(number))] * (number % 3) + [code(LOAD)] * (number % 2)
        (path / f"{number:03}.ipynb").write_bytes(b"{" if number % 10 == 9 else as_bytes(notebook(*cells)))
    return path


@pytest.fixture(scope="module")
def expected(folder):
    return check([folder])


@pytest.mark.parametrize("jobs", [2, 3, 64])
def test_processes(jobs, folder, expected):
    assert check([folder], jobs=jobs) == expected


def test_processes_share_a_cache(folder, expected, tmp_path):
    assert check([folder], jobs=2, cache=tmp_path / "cache") == expected
    assert check([folder], jobs=2, cache=tmp_path / "cache") == expected


def test_any_executor(folder, expected):
    with concurrent.futures.ThreadPoolExecutor(2) as executor:
        assert check([folder], executor=executor) == expected


def test_a_relative_path_is_read_from_where_the_run_started(folder, monkeypatch):
    monkeypatch.chdir(folder)
    expected = check(["."])
    with concurrent.futures.ProcessPoolExecutor(1, initializer=os.chdir, initargs=("/",)) as executor:
        assert check(["."], executor=executor) == expected


class Counting(concurrent.futures.Executor):
    """Notes the size of each batch; loses every second one, as workers that die do."""

    def __init__(self):
        self.sizes = []

    def submit(self, function, work, files):
        self.sizes.append(len(files))
        future = concurrent.futures.Future()
        if len(self.sizes) % 2:
            future.set_exception(concurrent.futures.BrokenExecutor("the worker died"))
        else:
            future.set_result(function(work, files))
        return future


def test_batches_that_are_lost_are_checked_here(folder, expected):
    executor = Counting()
    assert check([folder], executor=executor) == expected
    assert executor.sizes == [32, 32, 32, 4]


def test_a_killed_process_loses_nothing(folder, expected):
    with concurrent.futures.ProcessPoolExecutor(1) as executor:
        os.kill(executor.submit(os.getpid).result(), signal.SIGKILL)
        assert check([folder], executor=executor) == expected


def test_a_configuration_that_cannot_be_used_is_told(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[tool.nbready]\nunknown = 1\n")
    for number in range(MANY):
        (inner / f"{number}.ipynb").write_bytes(as_bytes(notebook()))
    with pytest.raises(ConfigError, match="Unknown key"):
        check([inner / f"{number}.ipynb" for number in range(MANY)], jobs=2)


def test_progress_counts_to_the_end(folder):
    seen = []
    check([folder], jobs=2, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (MANY, MANY)
    assert seen == sorted(seen)


SLOW = """
import sys, time
from nbready.lint import engine
from nbready.cli import main
check_file = engine.Checker.check_file
def slow(self, path):
    time.sleep(0.05)
    return check_file(self, path)
engine.Checker.check_file = slow
print("ready", file=sys.stderr, flush=True)
main(["check", sys.argv[1], "--format", "json", "--no-cache", "--jobs", sys.argv[2]])
"""


@pytest.mark.parametrize(("jobs", "times"), [("1", 1), ("2", 1), ("2", 2)])
def test_an_interrupt_ends_the_run_with_what_was_found(jobs, times, folder):
    run = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(folder), jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stderr.readline() == "ready\n"
    time.sleep(1.5)
    for _ in range(times):
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to every process
    out, err = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "Traceback" not in err
    assert '"findings"' in out or times > 1  # the second one can stop the report as well


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_workers_end_with_their_parent(how, folder):
    """Whoever reads the output of a run that was killed is not kept waiting by its workers."""
    run = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(folder), "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stderr.readline() == "ready\n"
    time.sleep(1.5)
    run.send_signal(signal.Signals[how])
    run.communicate(timeout=30)  # to the end of its output, which lasts as long as somebody holds it open
