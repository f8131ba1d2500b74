"""What ``nbready check`` costs, beside ruff on the same notebooks.

    python benchmarks/linter.py FOLDER [--repeat 3] [--dask] [--peers 155]

Every figure is a whole process, the best of ``--repeat`` runs that take turns. CPU is user and system time
of the process and its children. Copy real notebooks into FOLDER, a thousand or more, outside any project.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NBREADY = (sys.executable, "-m", "nbready")
WITHOUT_FAST = (
    "import sys; sys.modules.update(orjson=None, jsonschema_rs=None); "
    "from nbready.cli import main; main(sys.argv[1:])"
)
SMALL = (
    '{"cells": [{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [],'
    ' "source": "import pandas as pd\\npd.read_csv(\'a.csv\')"}],'
    ' "metadata": {}, "nbformat": 4, "nbformat_minor": 4}\n'
)
PEERS: Mapping[str, tuple[str, ...]] = {
    "nbstripout": ("nbstripout", "--dry-run"),
    "jupytext": ("jupytext", "--to", "py:percent", "--output", "-"),
    "nbqa ruff": ("nbqa", "ruff"),
    "pynblint": ("pynblint",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process cost: seconds on the clock, seconds of CPU, and its largest memory in MB."""

    wall: float
    cpu: float
    memory: float


def run(
    command: Sequence[str], *, cwd: Path, threads: int | None = None, codes: Collection[int] = (0, 1)
) -> Cost:
    """Run a command to its end, with compiled modules at hand as an installed package has them."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(cwd.parent / "nbready-benchmark-pyc")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if threads:
        environment["RAYON_NUM_THREADS"] = str(threads)
    started = time.perf_counter()
    with subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise SystemExit(f"{' '.join(command)} exited with {process.returncode}")
    wall = time.perf_counter() - started
    return Cost(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss / 1024)


def best(runs: Mapping[str, Callable[[], Cost]], repeat: int) -> dict[str, Cost]:
    """The least cost of each run; they take turns, so that a busy moment hits them alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for _ in range(repeat):
        for name, go in runs.items():
            costs[name].append(go())
    return {
        name: Cost(
            wall=min(c.wall for c in found),
            cpu=min(c.cpu for c in found),
            memory=max(c.memory for c in found),
        )
        for name, found in costs.items()
    }


def tell(what: str, figure: float, target: float, *, at_least: bool = False, unit: str = "") -> bool:
    """Print a figure beside its target; whether it is met."""
    met = figure >= target if at_least else figure <= target
    bound = "at least" if at_least else "at most"
    print(f"{what:<52} {figure:8.2f}{unit:<3} {bound} {target:g}{unit}  {'ok' if met else 'MISSED'}")
    return met


def whole_runs(corpus: Path, repeat: int, scratch: Path, *, dask: bool) -> bool:
    """Costs over the whole corpus, and their ratios."""
    check = (*NBREADY, "check", str(corpus), "--exit-zero", "-q", "--concise")
    cached = (*check, "--jobs", "1", "--cache-dir", str(scratch / "cache"))
    ruff = (shutil.which("ruff") or str(Path(sys.executable).with_name("ruff")), "check", "--no-cache")

    def cold() -> Cost:
        shutil.rmtree(scratch / "cache", ignore_errors=True)
        return run(cached, cwd=scratch)

    runs: dict[str, Callable[[], Cost]] = {
        "ruff": lambda: run((*ruff, "--isolated", "-q", str(corpus)), cwd=scratch, threads=1),
        "one process": lambda: run((*check, "--jobs", "1", "--no-cache"), cwd=scratch),
        "two processes": lambda: run((*check, "--jobs", "2", "--no-cache"), cwd=scratch),
        "cold cache": cold,
        "warm cache": lambda: run(cached, cwd=scratch),
    }
    if dask:
        runs["dask"] = lambda: run((*check, "--dask", "local", "--jobs", "2", "--no-cache"), cwd=scratch)
    costs = best(runs, repeat)
    print(f"{'':<16}{'wall s':>9}{'CPU s':>9}{'MB':>9}")
    for name, cost in costs.items():
        print(f"{name:<16}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.memory:9.1f}")
    one, two = costs["one process"], costs["two processes"]
    met = [
        tell("CPU over ruff's", one.cpu / costs["ruff"].cpu, 1.5),
        tell("warm cache over cold", costs["warm cache"].cpu / costs["cold cache"].cpu, 0.1),
        tell("two processes over one, on the clock", one.wall / two.wall, 1.7, at_least=True),
        tell("memory of one process", one.memory, 100, unit=" MB"),
    ]
    if dask:
        met.append(tell("Dask over the process pool, on the clock", costs["dask"].wall / two.wall, 1.35))
    return all(met)


def small_runs(repeat: int, scratch: Path) -> bool:
    """What one small notebook costs over an empty Python program."""
    (scratch / "small.ipynb").write_text(SMALL)
    check = ("check", "small.ipynb", "--no-cache")
    costs = best(
        {
            "nothing": lambda: run((sys.executable, "-c", "pass"), cwd=scratch),
            "fast": lambda: run((*NBREADY, *check), cwd=scratch),
            "without": lambda: run((sys.executable, "-c", WITHOUT_FAST, *check), cwd=scratch),
        },
        max(5, 4 * repeat),
    )
    over = {name: 1000 * (cost.wall - costs["nothing"].wall) for name, cost in costs.items()}
    return all(
        [
            tell("one small notebook over `python -c pass`", over["fast"], 90, unit=" ms"),
            tell("the same without the extra `fast`", over["without"], 250, unit=" ms"),
        ]
    )


def peers(corpus: Path, count: int, repeat: int, scratch: Path) -> None:
    """What the peers that are installed cost on the same few notebooks, as multiples of ruff's CPU time."""
    sample = scratch / "sample"
    sample.mkdir()
    found = sorted(corpus.rglob("*.ipynb"), key=lambda path: path.stat().st_size)
    for number, path in enumerate(found[len(found) // 4 :: max(1, len(found) // (2 * count))][:count]):
        shutil.copyfile(path, sample / f"{number}.ipynb")
    names = [path.name for path in sorted(sample.iterdir())]
    tools = {"ruff": ("ruff", "check", "--no-cache", "--isolated"), **PEERS}
    runs: dict[str, Callable[[], Cost]] = {
        "nbready": lambda: run((*NBREADY, "check", "--no-cache", "--jobs", "1", "."), cwd=sample)
    }
    for name, command in tools.items():
        if shutil.which(command[0]):
            runs[name] = lambda command=command: run(  # type: ignore[misc]
                (*command, *names), cwd=sample, threads=1, codes=range(256)
            )
    costs = best(runs, repeat)
    print(f"\nOn {len(names)} notebooks, in multiples of ruff's CPU time:")
    for name, cost in costs.items():
        print(f"{name:<16}{cost.cpu / costs['ruff'].cpu:9.1f}")


def main() -> int:
    """Measure, print, and say by the exit code whether every target is met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--dask", action="store_true", help="measure a Dask cluster too")
    parser.add_argument("--peers", type=int, metavar="N", help="compare with other tools on N notebooks")
    arguments = parser.parse_args()
    corpus: Path = arguments.folder.absolute()
    count = sum(1 for _ in corpus.rglob("*.ipynb"))
    print(f"{count} notebooks, {sum(p.stat().st_size for p in corpus.rglob('*.ipynb')) / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        met = whole_runs(corpus, arguments.repeat, scratch, dask=arguments.dask)
        met = small_runs(arguments.repeat, scratch) and met
        if arguments.peers:
            peers(corpus, arguments.peers, arguments.repeat, scratch)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
