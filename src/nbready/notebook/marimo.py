"""Notebooks of marimo, which are Python: each cell is a function that ``@app.cell`` decorates."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from typing import Any

_APP = re.compile(r"^app = marimo\.App\(", re.MULTILINE)
_DECORATORS = frozenset({"cell", "function", "class_definition"})


def is_marimo(text: str) -> bool:
    """Whether a script is such a notebook."""
    return "marimo" in text and _APP.search(text) is not None


def read_marimo(text: str) -> Iterator[tuple[dict[str, Any], int]]:
    """The cells in their order, as nbformat has them, each with the line on which it starts, from 1.

    What a cell hands on (its last ``return``) is not code that somebody wrote, and is left out.

    Raises:
        SyntaxError: It is not Python.
    """
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.With) and any(_is_app(item.context_expr) for item in node.items):
            yield _cell(lines, node.body)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = {_called(decorator) for decorator in node.decorator_list if _is_app(decorator)}
            if names & {"cell"}:
                body = node.body[:-1] if isinstance(node.body[-1], ast.Return) else node.body
                if body:
                    yield _cell(lines, body)
            elif names & _DECORATORS:
                yield _cell(lines, [node])


def _cell(lines: list[str], body: list[Any]) -> tuple[dict[str, Any], int]:
    first, last = body[0].lineno, body[-1].end_lineno or body[-1].lineno
    source = textwrap.dedent("\n".join(lines[first - 1 : last]))
    return {"cell_type": "code", "metadata": {}, "source": source}, first


def _is_app(node: ast.expr) -> bool:
    target = node.func if isinstance(node, ast.Call) else node
    owner = target.value if isinstance(target, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id == "app"


def _called(node: ast.expr) -> str:
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else ""
