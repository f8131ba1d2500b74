"""How long `nbready report` takes to find nearly equal answers in a class of 520, and whether it finds them.

    python benchmarks/alike.py [--notebooks 520] [--copies 20] [--at-most 10]

Six long answers and three short ones are drawn word by word from 4,000 made-up words, the frequent ones
often, as in a language; a copy has every twelfth word replaced. The time is that of the whole process, with
its imports.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter, Value
from nbready.charter.questions import default_questions
from nbready.charter.store import stored_value

WORDS = 4_000
LENGTH = (30, 70)
SHORT_LENGTH = (4, 10)
LONG = (
    "business_objective",
    "decision_action",
    "feature_availability",
    "operational_change",
    "fallback_rollback",
    "limitations",
)

SHORT = {
    "prediction_target": ("unit_of_analysis", "label_definition", "prediction_time"),
    "success_metric": ("name", "baseline_source", "evaluated_on"),
    "data_classification": ("source", "permission"),
}


def main() -> int:
    """Measure and print; 1 when the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebooks", type=int, default=520)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--at-most", type=float, default=10.0, help="seconds, for all of them")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), arguments.notebooks, arguments.copies)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        report = run(folder)
        seconds = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pairs = {tuple(sorted(Path(path).stem for path in pair["notebooks"])) for pair in report["together"]}
    copied = {(f"{number:04}", f"{number:04}-copy") for number in range(arguments.copies)}
    notebooks, memory = len(report["notebooks"]), after.ru_maxrss / 1024
    print(f"{notebooks} notebooks: {seconds:.2f} s, {cpu:.2f} s CPU, {memory:.0f} MB")
    print(f"{len(pairs & copied)} of {len(copied)} copies found, {len(pairs - copied)} other pairs")
    kept = seconds <= arguments.at_most and pairs == copied
    print(f"at most {arguments.at_most:.0f} s, and those only: {'kept' if kept else 'BROKEN'}")
    return int(not kept)


def generate(folder: Path, count: int, copies: int) -> None:
    """Write ``count`` submissions, the last ``copies`` of them copies of the first."""
    draw = random.Random(0)
    words = ["".join(draw.choices("abdeghiklmnoprstuvz", k=draw.randint(2, 9))) for _ in range(WORDS)]
    weights = [1 / (rank + 3) for rank in range(WORDS)]
    originals = []
    for _ in range(count - copies):
        drawn = {key: draw.choices(words, weights, k=draw.randint(*LENGTH)) for key in LONG}
        for key, parts in SHORT.items():
            for part in parts:
                drawn[f"{key}.{part}"] = draw.choices(words, weights, k=draw.randint(*SHORT_LENGTH))
        originals.append(drawn)
    for number, original in enumerate(originals):
        _submit(folder / f"{number:04}.ipynb", original)
    for number, original in enumerate(originals[:copies]):
        edited = {
            key: [draw.choice(words) if place % 12 == 7 else word for place, word in enumerate(text)]
            for key, text in original.items()
        }
        _submit(folder / f"{number:04}-copy.ipynb", edited)


def run(folder: str) -> dict[str, Any]:
    """The report of a folder as JSON."""
    command = [sys.executable, "-m", "nbready", "report", folder, "--format", "json"]
    done = subprocess.run(command, check=True, capture_output=True, cwd=folder)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _submit(path: Path, answers: dict[str, list[str]]) -> None:
    said = {key: " ".join(text) for key, text in answers.items()}
    short: dict[str, dict[str, Value]] = {
        key: {part: said[f"{key}.{part}"] for part in parts} for key, parts in SHORT.items()
    }
    short["success_metric"] |= {
        "direction": "higher",
        "threshold": ">= 80 %",
        "baseline": "60 %",
        "if_missed": "stop",
    }
    short["data_classification"]["class"] = "internal"
    charter = Charter(answers={**{key: said[key] for key in LONG}, **short})
    source = write_cell(charter, default_questions())
    cell = {"cell_type": "code", "id": "charter", "metadata": {}, "outputs": [], "source": source}
    metadata = {"nbready": stored_value(charter, None)}
    notebook = {
        "cells": [cell | {"execution_count": 1}],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
