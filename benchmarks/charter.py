"""What the charter costs: to import, and to parse and check a full one.

Run it with ``python benchmarks/charter.py``. Import times are the best of many fresh interpreters, taken in
turns, over an interpreter that imports nothing; the others are the best of many calls in this one. Exits
with 1 when a promise is broken.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import yaml

from nbready.charter.card import card_html
from nbready.charter.check import review_charter
from nbready.charter.fill_in import write_charter
from nbready.charter.fingerprint import fingerprint_charter
from nbready.charter.parse import charter_from_mapping, parse_charter
from nbready.charter.questions import default_questions

IMPORT_MS, PARSE_AND_CHECK_MS = 45.0, 3.0
STARTS, CALLS = 20, 200
IMPORTS = {
    "nothing": "pass",
    "yaml": "import yaml",
    "yaml, dataclasses": "import yaml, dataclasses",
    "the charter": "import nbready.charter.parse, nbready.charter.check",
    "the charter and its questions": (
        "import nbready.charter.parse, nbready.charter.check\n"
        "from nbready.charter.questions import default_questions\ndefault_questions()"
    ),
}


def import_times() -> dict[str, float]:
    """Milliseconds that each import takes over an interpreter without it."""
    best = dict.fromkeys(IMPORTS, float("inf"))
    with tempfile.TemporaryDirectory() as folder:
        # Compiled modules are what people have; a first round writes them.
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for turn in range(STARTS + 1):
            for name, code in IMPORTS.items():
                started = time.perf_counter()
                subprocess.run([sys.executable, "-c", code], check=True, env=environment)
                taken = (time.perf_counter() - started) * 1000
                best[name] = min(best[name], taken) if turn else best[name]
    return {name: taken - best["nothing"] for name, taken in best.items()}


def milliseconds(call: Callable[[], object]) -> float:
    """The best time of many calls."""
    best = float("inf")
    for _ in range(CALLS):
        started = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - started)
    return best * 1000


def main() -> int:
    """Print the figures; 1 if a promise is broken."""
    questions = default_questions()
    charter = charter_from_mapping({question.key: question.example for question in questions}, questions)
    text = write_charter(charter, questions)
    today = dt.date(2026, 6, 15)
    review = review_charter(charter, questions, today=today)
    bare = milliseconds(lambda: yaml.load(text, yaml.CBaseLoader))
    parse = milliseconds(lambda: parse_charter(text, questions))
    check = milliseconds(lambda: review_charter(charter, questions, today=today))
    print(f"a full charter, {len(text):,} characters")
    print(f"  yaml.load(CBaseLoader)  {bare:6.2f} ms")
    print(f"  parse                   {parse:6.2f} ms  {parse / bare:5.1f} x")
    print(f"  check                   {check:6.2f} ms  {check / bare:5.1f} x")
    print(f"  write to fill in        {milliseconds(lambda: write_charter(charter, questions)):6.2f} ms")
    print(f"  card as HTML            {milliseconds(lambda: card_html(review, charter)):6.2f} ms")
    print(f"  fingerprint             {milliseconds(lambda: fingerprint_charter(charter)):6.2f} ms")
    imports = import_times()
    print("import, over an interpreter that imports nothing")
    for name, taken in imports.items():
        print(f"  {name:30}{taken:6.1f} ms  {taken / imports['yaml']:5.2f} x yaml")
    is_kept = parse + check <= PARSE_AND_CHECK_MS and imports["the charter"] <= IMPORT_MS
    print("kept" if is_kept else "BROKEN", f"(at most {PARSE_AND_CHECK_MS} ms and {IMPORT_MS} ms)")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
