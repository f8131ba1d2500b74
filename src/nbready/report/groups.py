"""A report in parts: its notebooks by folder or by project."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

from nbready.report.portfolio import Portfolio
from nbready.report.row import Row

Group = Literal["folder", "project"]
GROUPS: tuple[Group, ...] = get_args(Group)


def _folder(row: Row) -> str:
    return row.path.rpartition("/")[0] if "://" in row.path else str(Path(row.path).parent)


def _project(row: Row) -> str:
    """The folder whose ``pyproject.toml`` or ``.git`` makes a project of what lies below it."""
    if not row.project:
        return "no project"
    inside = Path(row.project).is_relative_to(Path.cwd())
    return os.path.relpath(row.project) if inside else row.project


_NAMES: Mapping[Group, Callable[[Row], str]] = {"folder": _folder, "project": _project}


def groups(portfolio: Portfolio, by: Group) -> dict[str, Portfolio]:
    """The report of each folder, or project, by its name. What was compared stays compared with all."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in portfolio.rows:
        rows[_NAMES[by](row)].append(row)
    return {name: replace(portfolio, rows=tuple(rows[name])) for name in sorted(rows)}
