"""The columns of a report, for whatever is made of rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from nbready.charter.model import GATES
from nbready.report.groups import Group, groups
from nbready.report.portfolio import Portfolio
from nbready.report.row import EARLY, Due, Row
from nbready.report.row import GUARD_OFF as GUARD_WORDS

Value = str | int | float

Per = Literal["notebook", "question", "folder", "project"]
"""What the rows of a report are."""

GUARD_OFF = "Guard off"
PINS_EDITED = "Pins edited"
ALIKE = "Alike"


def notebook_columns(row: Row) -> Mapping[str, Value]:
    """Everything that a report says of a notebook, by column."""
    return {
        "notebook": row.path,
        "author": row.author,
        "intent": intent(row),
        **{f"{gate}_gate": row.gates.get(gate, "") for gate in GATES},
        "gates_passed": row.passed,
        "answered": len(row.keys("answered")),
        "weak": len(row.keys("weak")),
        "deferred": len(row.keys("deferred")),
        "open": len(row.keys("open")),
        "open_questions": " ".join(row.keys("open")),
        "weak_questions": " ".join(row.keys("weak")),
        "deferred_questions": " ".join(row.keys("deferred")),
        "next_deferral_due": min((due.until.isoformat() for due in row.put_off), default=""),
        "data_loaded": data_loaded(row),
        "guard_off": guard_off(row),
        "edited_pins": " ".join(row.edited_pins),
        "same_text_as": row.most_alike,
        "same_text_with": "; ".join(row.alike),
        "alike_answers": row.most_near,
        "alike_with": "; ".join(row.near),
        "reviewed_by": "; ".join(said.review.by for said in row.reviews if not said.is_self),
        "last_change": last_change(row),
        "template": row.template,
        "remarks": " ".join(filter(None, (row.problem, row.broken))),
    }


def total_columns(portfolio: Portfolio) -> Mapping[str, Value]:
    """The last line of a report, by the columns of :func:`notebook_columns`."""
    rows = portfolio.readable
    totals = portfolio.totals
    return {
        "notebook": f"Total: {totals['notebooks']}",
        **{f"{gate}_gate": sum(row.gates[gate] == "open" for row in rows) for gate in GATES},
        "gates_passed": sum(row.passed for row in rows),
        "answered": sum(len(row.keys("answered")) for row in rows),
        **{key: totals[key] for key in ("weak", "deferred", "open")},
        "data_loaded": f"{totals['early']} early",
        "guard_off": totals["guard_off"],
        "edited_pins": totals["edited_pins"],
        "same_text_as": totals["same"],
        "alike_answers": totals["near"],
    }


def hidden_columns(portfolio: Portfolio) -> frozenset[str]:
    """Titles of the columns that a reader is spared, because no notebook has anything in them."""
    totals = portfolio.totals
    rare = {GUARD_OFF: "guard_off", PINS_EDITED: "edited_pins", ALIKE: "near"}
    return frozenset(title for title, key in rare.items() if not totals[key])


def group_columns(portfolio: Portfolio, by: Group) -> list[Mapping[str, Value]]:
    """How far each folder, or project, is, one mapping a group."""
    return [
        {
            by: name,
            "notebooks": len(group.rows),
            **{f"{gate}_gate": sum(row.gates[gate] == "open" for row in group.readable) for gate in GATES},
            **{key: group.totals[key] for key in ("open", "weak", "deferred", "due", "early", "unreadable")},
        }
        for name, group in groups(portfolio, by).items()
    ]


def part_columns(portfolio: Portfolio, per: Per) -> list[Mapping[str, Value]]:
    """The rows of a report whose rows are no notebooks."""
    if per in ("folder", "project"):
        return group_columns(portfolio, per)
    return question_columns(portfolio)


def question_columns(portfolio: Portfolio) -> list[Mapping[str, Value]]:
    """How often each question was missed, one mapping a question."""
    return [
        {
            "question": question.key,
            "label": question.label,
            "gate": question.gate,
            "asked": question.asked,
            "answered": question.counts["answered"],
            "weak": question.counts["weak"],
            "deferred": question.counts["deferred"],
            "open": question.counts["open"],
            "missed_percent": round(100 * question.missed),
        }
        for question in portfolio.questions
    ]


def data_loaded(row: Row) -> str:
    """When the data was loaded, in words."""
    if row.early:
        return ", ".join(EARLY[way] for way in row.early)
    return "in order" if row.loads else "" if row.problem else "no"


def intent(row: Row) -> str:
    """What the notebook is for, or that nobody said it."""
    return row.intent or ("not said" if row.questions else "")


def guard_off(row: Row) -> str:
    """How the file shows that the guard was not there, in words; empty where it does not."""
    return ", ".join(GUARD_WORDS[way] for way in row.guard_off)


def column_title(name: str) -> str:
    """What people read above a column."""
    return name.removesuffix("_gate").replace("_", " ").capitalize()


def due_line(row: Row, due: Due) -> str:
    """What was put off, in a line."""
    return f"{due.until:%Y-%m-%d} {due.label} ({due.owner}) in {row.path}{', overdue' if due.is_over else ''}"


def last_change(row: Row) -> str:
    """When the file was last changed, so that texts sort as times do."""
    return f"{row.changed:%Y-%m-%d %H:%M}" if row.changed else ""
