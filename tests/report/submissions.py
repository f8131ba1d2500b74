"""Notebooks to report on, written in a line each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter, Value
from nbready.charter.questions import default_questions
from nbready.charter.store import stored_value
from nbready.templates.preset import load_preset

LOAD = "import pandas as pd\npd.read_csv('rows.csv')"
EXAMPLE = load_preset("fraud").example


def charter(*, without: tuple[str, ...] = (), author: str = "Ada", **answers: Value) -> Charter:
    """The worked example of a preset, less some answers, with some answered otherwise."""
    merged: Mapping[str, Value] = {**EXAMPLE.answers, **answers}
    return Charter(answers={k: v for k, v in merged.items() if k not in without}, author=author)


def submit(path: Path, of: Charter | None, *code: str, counts: tuple[int, ...] = (), **metadata: Any) -> Path:
    """Write a notebook: the charter's cell, if there is one, and code cells; with execution counts."""
    sources = [*([write_cell(of, default_questions())] if of else []), *code]
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "metadata": {},
            "outputs": [],
            "source": source,
            "execution_count": counts[number] if number < len(counts) else None,
        }
        for number, source in enumerate(sources)
    ]
    stored = {"nbready": stored_value(of, None)} if of else {}
    notebook = {"cells": cells, "metadata": {**stored, **metadata}, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path
