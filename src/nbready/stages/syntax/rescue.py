"""Cells that are not valid Python: translated from Python 2, or read around the lines that are wrong."""

from __future__ import annotations

import ast
import re
import warnings
from typing import NamedTuple

from nbready.stages.syntax.source import parse_cell, translate

# A cell is read around its wrong lines as long as so many characters, all parsings together, are enough.
_MOST_PARSED = 40_000
_MOST_TRIES = 24

# Python 2: a sign of it, its pattern, and what Python 3 writes; inside a string the change does no harm.
_PYTHON_2 = (
    ("print", r"(?m)((?:^|[:;])[ \t]*)print[ \t]+(?:>>[ \t]*)?(?=[^\s=(\[.,)]|\()", r"\1_ = "),
    ("except", r"(?m)^([ \t]*except[ \t]+(?:[\w.()]+|\([^()\n]*\))),[ \t]*(\w+)[ \t]*:", r"\1 as \2:"),
    ("lambda", r"\blambda[ \t]*\(([\w, ]+)\)[ \t]*:", r"lambda \1:"),
    ("exec", r"(?m)((?:^|[:;])[ \t]*exec)[ \t]+([^\s=(\[.,)][^\n]*)$", r"\1(\2)"),
    ("raise", r"(?m)((?:^|[:;])[ \t]*raise[ \t]+[\w.]+)[ \t]*,[ \t]*(\S[^\n]*)$", r"\1(\2)"),
    ("<>", r"<>", "!="),
    ("`", r"`([^`\n]+)`", r"repr(\1)"),
    ("0", r"(?<![\w.])0(?=[0-7]+\b(?![.]))", "0o"),
    ("", r"\b(\d+)[lL]\b", r"\1"),
    ("", r"\b[uU]([rR])(?=['\"])", r"\1"),
)


class Rescued(NamedTuple):
    """What could be read of a cell.

    Attributes:
        tree: The statements that could be read; None where there are none.
        gaps: The lines that were not read, from 1.
        remark: What is wrong with the cell, in words.
    """

    tree: ast.Module | None
    gaps: tuple[int, ...]
    remark: str


def rescue(source: str) -> Rescued:
    """Read as much as can be of a cell that :func:`nbready.stages.syntax.source.parse_cell` refuses."""
    text = _from_python2(source)
    if text != source:
        tree = parse_cell(text)
        if tree is not None:
            return Rescued(tree, (), "this cell is Python 2")
    rescued = _read_around(text)
    if rescued is not None:
        return rescued
    everything = tuple(range(1, source.count("\n") + 2))
    return Rescued(None, everything, "this cell is not valid Python")


def _from_python2(source: str) -> str:
    """The cell in Python 3, as far as a few patterns go; it is changed for the parser's eyes only."""
    for sign, pattern, instead in _PYTHON_2:
        if sign in source:
            source = re.sub(pattern, instead, source)
    return source


def _read_around(source: str) -> Rescued | None:
    """Read a cell without the lines that the parser stops at, one after another; None where nothing is left.

    Three in a row are no slip but pasted output or prose, which goes on to the next empty line.
    """
    lines = translate(source).split("\n")
    written = {number for number, line in enumerate(lines, 1) if line.strip()}
    gaps: set[int] = set()
    for _ in range(min(_MOST_TRIES, _MOST_PARSED // max(1, len(source)))):
        at = 0
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse("\n".join(lines))
        except SyntaxError as error:
            at = error.lineno or 0
        except (ValueError, RecursionError, MemoryError):
            return None
        else:
            return Rescued(tree, tuple(sorted(gaps)), _remark(sorted(gaps))) if written - gaps else None
        if not 1 <= at <= len(lines) or not lines[at - 1].strip():
            return None
        lines[at - 1] = _stand_in(lines[at - 1], is_new=at not in gaps)
        gaps.add(at)
        while {at - 1, at - 2} <= gaps and at < len(lines) and lines[at].strip():
            lines[at] = ""
            at += 1
            gaps.add(at)
    return None


def _stand_in(line: str, *, is_new: bool) -> str:
    """What keeps the block around a wrong line together: a head for a head, a statement, at last nothing."""
    if not is_new:
        return ""
    indent = line[: len(line) - len(line.lstrip())]
    if not line.rstrip().endswith(":"):
        return f"{indent}pass"
    is_definition = line.lstrip().startswith(("def ", "class ", "async def "))
    return f"{indent}def _():" if is_definition else f"{indent}if _:"


def _remark(gaps: list[int]) -> str:
    if len(gaps) == 1:
        return f"line {gaps[0]} is not valid Python, and was read around"
    return f"lines {', '.join(map(str, gaps))} are not valid Python, and were read around"
