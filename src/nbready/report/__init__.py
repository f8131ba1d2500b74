"""Where a class, or a company's notebooks, stand: one row a notebook, read and never run."""

from __future__ import annotations

from nbready.report.gather import gather_rows
from nbready.report.portfolio import Portfolio
from nbready.report.row import QuestionState, Row

__all__ = ["Portfolio", "QuestionState", "Row", "gather_rows"]
