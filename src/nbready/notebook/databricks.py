"""Notebooks of Databricks as Python: ``# COMMAND ----------`` between cells, magics behind ``# MAGIC``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_HEADER = "# Databricks notebook source"
_BETWEEN = re.compile(r"^# COMMAND -{10}\s*$")
_MAGIC = re.compile(r"^# MAGIC ?")


def is_databricks(text: str) -> bool:
    """Whether a script is such a notebook."""
    return text.lstrip("\ufeff").startswith(_HEADER)


def read_databricks(text: str) -> Iterator[tuple[dict[str, Any], int]]:
    """The cells, as nbformat has them, each with the line of the file on which it starts, from 1."""
    lines = text.splitlines()
    start = 1
    for number in range(1, len(lines) + 1):
        if number == len(lines) or _BETWEEN.match(lines[number]):
            if any(line.strip() for line in lines[start:number]):
                yield _cell(lines, start, number)
            start = number + 1


def _cell(lines: list[str], start: int, end: int) -> tuple[dict[str, Any], int]:
    while not lines[start].strip():
        start += 1
    source = "\n".join(_MAGIC.sub("", line) for line in lines[start:end]).rstrip()
    cell: dict[str, Any] = {"cell_type": "code", "metadata": {}, "source": source}
    if source.startswith("%md"):
        cell["cell_type"] = "markdown"
    return cell, start + 1
