"""A report as JSON, for other programs; ``report.schema.json`` beside this module describes it."""

from __future__ import annotations

import json
from typing import Any

from nbready.report.columns import Per, last_change, part_columns
from nbready.report.portfolio import Portfolio
from nbready.report.row import STATUSES, Row
from nbready.report.together import pairs_value

VERSION = 1


def write_json(portfolio: Portfolio, *, per: Per = "notebook") -> str:
    """One object: ``version``, ``date``, ``notebooks``, ``due``, ``together``, ``questions`` and ``summary``.

    Where the rows are not notebooks those, and what is due or alike in them, are left out; folders, or
    projects, are ``groups``. ``together`` is null where nearly equal texts could not be looked for.
    """
    value: dict[str, Any] = {"version": VERSION, "date": portfolio.today.isoformat()}
    if per in ("folder", "project"):
        value["groups"] = part_columns(portfolio, per)
    if per == "notebook":
        value["notebooks"] = [_notebook(row) for row in portfolio.rows]
        value["due"] = [
            {**due._asdict(), "until": due.until.isoformat(), "notebook": row.path}
            for row, due in portfolio.due
        ]
        value["together"] = pairs_value(portfolio) if portfolio.is_compared else None
    value["questions"] = [
        {
            "key": question.key,
            "label": question.label,
            "gate": question.gate,
            "asked": question.asked,
            **question.counts,
            "missed": round(question.missed, 4),
        }
        for question in portfolio.questions
    ]
    value["summary"] = {**portfolio.totals, "funnel": dict(portfolio.funnel)}
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def _notebook(row: Row) -> dict[str, Any]:
    return {
        "path": row.path,
        "problem": row.problem,
        "author": row.author,
        "template": row.template,
        "template_changed": row.broken,
        "intent": row.intent,
        "gates": dict(row.gates),
        "questions": {status: list(row.keys(status)) for status in STATUSES},
        "begun": row.begun,
        "data": {"loaded": row.loads, "early": list(row.early)},
        "guard_off": list(row.guard_off),
        "edited_pins": list(row.edited_pins),
        "same_text": {"others": dict(row.same), "with": list(row.alike)},
        "alike": {"answers": row.most_near, "with": list(row.near)},
        "last_change": last_change(row),
        "dated_by": row.dated_by,
        "project": row.project,
        "put_off": [{**due._asdict(), "until": due.until.isoformat()} for due in row.put_off],
        "reviews": [
            {"by": said.by, "date": said.date, "is_self": is_self, "older": list(older)}
            for said, older, is_self in row.reviews
        ],
    }
