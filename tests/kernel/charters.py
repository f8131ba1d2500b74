"""Charters for kernel tests: the question's own good examples, gate by gate."""

from __future__ import annotations

from dataclasses import replace

from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter, Gate
from nbready.charter.questions import default_questions

QUESTIONS = default_questions()
LATER, PAST = "2035-12-31", "2020-01-31"


def answers(*gates: Gate, intent: str = "deployment", without: tuple[str, ...] = ()) -> Charter:
    """Good answers to all questions of some gates, less some."""
    given = {q.key: q.example for q in QUESTIONS if q.gate in gates and q.key not in without}
    return Charter(answers={**given, "project_intent": {"intent": intent}})


def cell(charter: Charter) -> str:
    return write_cell(charter, QUESTIONS)


NOTHING = cell(Charter())
DATA = cell(answers("data"))
PLAN = cell(answers("data", "model"))
ALL = cell(answers("data", "model", "launch"))
LEARNING = cell(
    replace(
        answers("data"),
        answers={
            "project_intent": {"intent": "learning"},
            "prediction_target": QUESTIONS["prediction_target"].example,
        },
    )
)
