"""Notebooks kept as text (``.py`` in the percent format, ``.md``, ``.Rmd``, ``.qmd``), through jupytext."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from nbready.errors import NotebookError
from nbready.notebook.model import Cell, Notebook
from nbready.notebook.read import build_notebook

# What a script has that is meant as a notebook: cell marks, or jupytext's own header.
_MARKS = re.compile(r"^# (?:%%|\+|---\n# jupyter:)", re.MULTILINE)


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
    if suffix == ".py" and not _MARKS.search(text):
        raise _refusal("it has no cell marks (`# %%`)", path)
    document = json.loads(json.dumps(_convert(text, path, suffix)))
    for cell in document["cells"]:
        cell.pop("id", None)  # made up on the way, anew each time
    notebook = build_notebook({**document, "nbformat_minor": 4}, data, path)
    return notebook._replace(lines=tuple(_lines(notebook.cells, text.splitlines())))


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
    return NotebookError(f"This file is not a text notebook: {problem}.", code="NBR002", path=path)
