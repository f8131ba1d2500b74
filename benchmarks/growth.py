"""Whether time goes with size: each family of large inputs at one size and at four times that.

    python benchmarks/growth.py [--at-most 8]

CPU time of one process, the best of three; four times the size may take eight times as long, sixteen would
be a square. Exits 1 when a family takes longer.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbready.config import Config
from nbready.lint import check
from nbready.notebook import parse_notebook
from nbready.stages import detect_stages
from nbready.sync import remove_charter, sync_notebook

FACTOR = 4
RUNS = 3


def notebook(*cells: str, metadata: dict[str, Any] | None = None) -> bytes:
    """A notebook of code cells."""
    code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    made = [{**code, "source": cell} for cell in cells]
    document = {"cells": made, "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(document, indent=1).encode()


def _check(*cells: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a.ipynb")
        file.write_bytes(notebook(*cells))
        check([file], config=Config())


def star_imports(size: int) -> None:
    """Names that nothing binds, after so many star imports."""
    stars = "\n".join(f"from m{n} import *" for n in range(size))
    detect_stages([stars + "\n" + "\n".join(f"F{n}(x)" for n in range(size))])


def charter_cells(size: int) -> None:
    """So many charter cells, removed."""
    remove_charter(parse_notebook(notebook(*["%%charter\nauthor: a"] * size)))


def duplicates(size: int) -> None:
    """A key so many times in the metadata, removed."""
    keys = ", ".join(['"nbready": {}'] * size).encode()
    data = notebook("x").replace(b'"metadata": {},\n "nb', b'"metadata": {' + keys + b'},\n "nb')
    remove_charter(parse_notebook(data))


def ignore_comments(size: int) -> None:
    """So many lines that ask to ignore a rule that there is not."""
    _check("\n".join(f"x = {n}  # nbready: ignore[NBX{n}] why" for n in range(size)))


def r_cells(size: int) -> None:
    """So many cells of R."""
    _check(*[f"%%R\nx{n} <- lm(y ~ z)\npredict(x{n})" for n in range(size)])


def escapes(size: int) -> None:
    """A text of so many escaped quotes in a notebook that is brought in step."""
    sync_notebook(parse_notebook(notebook("%%charter\nauthor: a", '"' * size)), Config())


def keys(size: int) -> None:
    """So many keys in the metadata of a notebook that is brought in step."""
    made = notebook("%%charter\nauthor: a", metadata={str(n): n for n in range(size)})
    sync_notebook(parse_notebook(made), Config())


def deep_folders(size: int) -> None:
    """A notebook in each of so many folders, one inside the other."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.chdir(folder)
            for _ in range(size):
                Path("d").mkdir()
                os.chdir("d")
                Path("a.ipynb").write_bytes(notebook("x"))
            os.chdir(folder)
            check(["."])
        finally:
            os.chdir(before)


FAMILIES: dict[Callable[[int], None], int] = {
    star_imports: 300,
    charter_cells: 200,
    duplicates: 500,
    ignore_comments: 1_000,
    r_cells: 150,
    escapes: 300_000,
    keys: 20_000,
    deep_folders: 100,
}


def measured(family: Callable[[int], None], size: int) -> float:
    """CPU time in seconds, the best of three."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        family(size)
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Measure every family and print what four times the size costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at-most", type=float, default=2.0 * FACTOR)
    at_most = parser.parse_args().at_most
    worst = 0.0
    for family, size in FAMILIES.items():
        with contextlib.redirect_stdout(sys.stderr):
            family(size // 4)  # so that nothing is imported while it is measured
            small, large = measured(family, size), measured(family, FACTOR * size)
        worst = max(worst, large / small)
        ratio = large / small
        print(f"{family.__name__:16} {size:>9,}: {small:6.3f} s, {FACTOR} times as much: {ratio:4.1f} times")
    sys.exit(worst > at_most)


if __name__ == "__main__":
    main()
