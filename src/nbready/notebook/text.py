"""Notebooks kept as text: ``.py`` with cell marks, ``.md``, ``.Rmd`` and ``.qmd`` through jupytext.

Scripts of Databricks and marimo are read without it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbready.errors import NotebookError
from nbready.notebook.databricks import is_databricks, read_databricks
from nbready.notebook.marimo import is_marimo, read_marimo
from nbready.notebook.model import Cell, Notebook
from nbready.notebook.read import build_notebook

# What a script has that is meant as a notebook: cell marks, or jupytext's own header.
_MARKS = re.compile(
    r"^#(?: (?:\+|---\n# jupyter:)|\s*(?:%%|<codecell>|In\[[0-9 ]*\]:?[ \t]*$))", re.MULTILINE
)
# How jupytext says that a format needs a program beside it.
_MISSING = re.compile(r"requires '(\w+)[^']*', but \1 was not found")
_PROGRAMS = {
    "quarto": "Install Quarto (https://quarto.org); jupytext reads `.qmd` through it.",
    "pandoc": "Install pandoc (https://pandoc.org); jupytext reads this Markdown through it.",
}


def parse_text_notebook(data: bytes, *, path: Path | None, suffix: str) -> Notebook:
    """Read a notebook from the bytes of a text file.

    Args:
        data: The file's bytes.
        path: The file, for messages and for what lies beside it.
        suffix: One of :data:`nbready.notebook.file.TEXT_SUFFIXES`.

    Raises:
        NotebookError: (NBR001) jupytext is not installed; (NBR002) it is no notebook.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise _refusal(f"byte {error.start + 1} is not UTF-8", path) from error
    if suffix == ".py":
        found = _read_script(text, path)
        if found is not None:
            cells, starts = zip(*found, strict=True) if found else ((), ())
            return _built(cells, {}, data, path)._replace(lines=starts)
        if not _MARKS.search(text):
            raise _refusal("it has no cell marks (`# %%`)", path)
    document = json.loads(json.dumps(_convert(text, path, suffix)))
    for cell in document["cells"]:
        cell.pop("id", None)  # made up on the way, anew each time
    notebook = _built(document["cells"], document["metadata"], data, path)
    return notebook._replace(lines=tuple(_lines(notebook.cells, text.splitlines())))


def _built(cells: Sequence[Any], metadata: Mapping[str, Any], data: bytes, path: Path | None) -> Notebook:
    document = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    return build_notebook(document, data, path)


def _read_script(text: str, path: Path | None) -> list[tuple[dict[str, Any], int]] | None:
    """The cells of a script with a way of its own to be a notebook, and their lines; None for another."""
    if is_databricks(text):
        return list(read_databricks(text))
    if not is_marimo(text):
        return None
    try:
        return list(read_marimo(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _refusal(f"it is not valid Python, line {getattr(error, 'lineno', 1)}", path) from error


def _convert(text: str, path: Path | None, suffix: str) -> object:
    try:
        import jupytext
    except ImportError as error:
        remedy = "Install it: `pip install 'nbready[jupytext]'`."
        raise NotebookError("Reading a text notebook needs jupytext.", path=path, remedy=remedy) from error
    try:
        return jupytext.reads(text, fmt=suffix.removeprefix("."))
    except Exception as error:  # jupytext runs parsers and programs of many formats
        problem = str(error).partition("\n")[0].rstrip(".") or type(error).__name__
        missing = _MISSING.search(problem)
        if missing is not None:
            raise NotebookError(
                f"Reading this file needs the program {missing[1]}, which is not installed.",
                path=path,
                remedy=_PROGRAMS.get(missing[1], "Install it, and check again."),
            ) from error
        raise _refusal(problem, path) from error


def _lines(cells: Sequence[Cell], lines: Sequence[str]) -> Iterator[int]:
    """For each cell, the line of the file on which it starts, from 1."""
    at = 0
    for cell in cells:
        source = cell.source.splitlines()
        first = next((line for line in source if line.strip()), "")
        blank = source.index(first) if first else 0
        found = (i for i in range(at, len(lines)) if first and _is_same(lines[i], first))
        start = max(next(found, at + blank) - blank, 0)
        yield start + 1
        at = start + max(len(source), 1)


def _is_same(line: str, code: str) -> bool:
    # Magics and prose stand behind a comment sign in a script.
    return line.strip() == code.strip() or line.lstrip("# \t").rstrip() == code.lstrip("# \t").rstrip()


def _refusal(problem: str, path: Path | None) -> NotebookError:
    return NotebookError(
        f"This file is not a text notebook: {problem}.",
        code="NBR002",
        path=path,
        remedy="Text notebooks are scripts with cell marks, Markdown, and scripts of Databricks and marimo.",
    )
