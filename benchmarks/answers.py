"""How well the checks tell good answers from empty ones.

Run it with ``python benchmarks/answers.py [FILE...]``. A file holds a list of
``{question: KEY, answer: ..., good: yes | no, given: {other answers, optional}}``; without files, the sets
of the tests are measured. Reports good answers that were refused and empty ones that were not caught; exits
with 1 when a good one was refused or fewer than 95 % of the empty ones were caught.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

from nbready.charter.check import review_charter
from nbready.charter.model import Standing, Value
from nbready.charter.parse import charter_from_mapping
from nbready.charter.questions import default_questions
from nbready.charter.yaml_text import read_yaml

TODAY = dt.date(2026, 6, 2)
CAUGHT = 0.95
SETS = Path(__file__).parents[1] / "tests" / "charter" / "answers"


class Row(NamedTuple):
    """An answer that somebody judged."""

    question: str
    answer: Value
    given: dict[str, Value]
    is_good: bool


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file; ``good.yaml`` and ``empty.yaml`` say it in their names."""
    for entry in cast("list[dict[str, Value]]", read_yaml(path.read_text(encoding="utf-8"), path=path).value):
        good = str(entry.get("good", "yes" if path.stem == "good" else "no")).lower() in ("yes", "true")
        given = cast("dict[str, Value]", entry.get("given", {}))
        yield Row(str(entry["question"]), entry["answer"], given, good)


def judge(row: Row) -> Standing:
    """How the answer stands by itself."""
    questions = default_questions()
    charter = charter_from_mapping({**row.given, row.question: row.answer}, questions)
    return review_charter(charter, questions, today=TODAY).standings[row.question]


def main(files: list[str]) -> int:
    """Print what was misjudged; 1 if the promise is broken."""
    paths = [Path(file) for file in files] or [SETS / "good.yaml", SETS / "empty.yaml"]
    judged = [(row, judge(row)) for path in paths for row in rows(path)]
    refused = [(r, s) for r, s in judged if r.is_good and s.status == "open"]
    missed = [(r, s) for r, s in judged if not r.is_good and s.status != "open"]
    for row, standing in refused:
        print(f"refused, though good: {row.question}: {row.answer!r}")
        print(*(f"    {remark.message}" for remark in standing.remarks if remark.is_open), sep="\n")
    for row, _ in missed:
        print(f"not caught: {row.question}: {row.answer!r}")
    good = sum(row.is_good for row, _ in judged)
    empty = len(judged) - good
    print(f"good answers refused: {len(refused)} of {good}")
    print(f"empty answers caught: {empty - len(missed)} of {empty}")
    return 1 if refused or len(missed) > (1 - CAUGHT) * empty else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
