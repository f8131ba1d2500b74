"""How long `nbready report` takes over a class of 500, as a whole process, and whether memory stays flat.

    python benchmarks/report.py [--notebooks 500] [--format html]

With answers compared for likeness, which loads scikit-learn, and without. Submissions are generated from the
example class: every text, number and name is a student's own.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

COMPARED = ("-m", "nbready")
NOT_COMPARED = (
    "-c",
    "import sys; sys.modules['sklearn'] = None; from nbready.cli import main; main(sys.argv[1:])",
)
CLASS = Path(__file__).parents[1] / "examples" / "class"
RUNS = 3


class Run(NamedTuple):
    """Wall time and CPU time in seconds, and the largest resident memory of any process so far in MB."""

    seconds: float
    cpu: float
    memory: float


def main() -> int:
    """Measure and print; 1 when the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=int, default=500)
    parser.add_argument("--format", choices=("table", "csv", "json", "html"), default="html")
    parser.add_argument("--at-most", type=float, default=10.0, help="seconds, for all of them, compared")
    parser.add_argument("--at-most-apart", type=float, default=5.0, help="seconds, not compared")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder, "few"), Path(folder, "many")
        generate(few, arguments.notebooks // 10)
        generate(many, arguments.notebooks)
        runs = [
            (f"{len(list(path.glob('*.ipynb')))} notebooks, {what}", best(how, path, arguments.format))
            for how, what in ((NOT_COMPARED, "not compared"), (COMPARED, "compared"))
            for path in (few, many)
        ]
    for what, measured in runs:
        print(f"{what}: {measured.seconds:.2f} s ({measured.cpu:.2f} s CPU), {measured.memory:.0f} MB")
    kept = runs[1][1].seconds <= arguments.at_most_apart and runs[3][1].seconds <= arguments.at_most
    most = f"{arguments.at_most_apart:.0f} and {arguments.at_most:.0f} s"
    print(f"{arguments.format}: at most {most}: {'kept' if kept else 'BROKEN'}")
    return int(not kept)


def generate(folder: Path, count: int) -> None:
    """Write ``count`` submissions: those of the example class, with words and numbers of their own."""
    folder.mkdir()
    originals = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CLASS.glob("*.ipynb"))]
    draw = random.Random(0)
    for number in range(count):
        text = json.dumps(originals[number % len(originals)])
        changed = re.sub(r"(?<=[a-z] )(\d\d?)(?= [a-z])", lambda found: str(draw.randint(2, 99)), text)
        changed = changed.replace("customers", f"customers of branch {number}")
        (folder / f"student-{number:04}.ipynb").write_text(changed, encoding="utf-8")


def best(how: Sequence[str], folder: Path, format_: str) -> Run:
    """The fastest of some runs."""
    command = [sys.executable, *how, "report", str(folder), "--format", format_]
    command += ["-o", str(folder / f"report.{format_}")]
    return min(run(command, folder) for _ in range(RUNS))


def run(command: list[str], folder: Path) -> Run:
    """One run as a whole process, with the processes that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, cpu, after.ru_maxrss / 1024)


if __name__ == "__main__":
    sys.exit(main())
