"""What a rule is: a code, a name, a function from facts to problems, and a docstring that documents it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from nbready.document import Place
from nbready.lint.facts import Facts
from nbready.lint.findings import Severity

SECTIONS = ("What it does", "Why it matters", "Example", "Remedy")
"""The sections that the docstring of every rule has, in this order."""

_HEADING = rf"(?m)^({'|'.join(SECTIONS)}):\n"


class Problem(NamedTuple):
    """What a rule saw, before it has a place in the file.

    Attributes:
        message: What is wrong.
        remedy: What to do about it.
        cell: Index of the cell among all cells, from 0; None for the file as a whole.
        line: Line in the cell, from 1; without a cell, line in the file.
        column: Column in that line, from 1.
        questions: Keys of the questions it is about.
        severity: Where it differs from the rule's own.
        anchor: What the problem is about, in words that outlive an edit elsewhere; by default the line.
    """

    message: str
    remedy: str = ""
    cell: int | None = None
    line: int | None = None
    column: int | None = None
    questions: tuple[str, ...] = ()
    severity: Severity | None = None
    anchor: str = ""

    def at(self, place: Place | None) -> Problem:
        """The problem at a place; where there is none, as it is."""
        if place is None:
            return self
        return self._replace(cell=place.cell, line=place.line, column=place.column)


Check = Callable[[Facts], Iterator[Problem]]


class Rule(NamedTuple):
    """One thing the linter looks for.

    Attributes:
        code: ``NBR201``.
        name: ``data-before-gate``.
        severity: The severity of its findings, unless a finding has its own.
        check: The function that looks; its docstring is the rule's documentation.
    """

    code: str
    name: str
    severity: Severity
    check: Check

    @property
    def summary(self) -> str:
        """What it finds, in one line."""
        return self._doc.partition("\n")[0]

    @property
    def sections(self) -> Mapping[str, str]:
        """The sections of its documentation, by title."""
        _, *parts = re.split(_HEADING, self._doc)
        return {title: inspect.cleandoc(text) for title, text in zip(parts[::2], parts[1::2], strict=True)}

    @property
    def _doc(self) -> str:
        return inspect.getdoc(self.check) or ""


def rule(code: str, name: str, *, severity: Severity = "warning") -> Callable[[Check], Rule]:
    """Make a rule of a function. It is in force once :data:`nbready.lint.rules.RULES` lists it."""

    def make(check: Check) -> Rule:
        return Rule(code=code, name=name, severity=severity, check=check)

    return make


def index_rules(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """The rules by code.

    Raises:
        ValueError: Two of them have the same code or name; what people ignore would be the wrong one.
    """
    by_code: dict[str, Rule] = {}
    names: set[str] = set()
    for rule in rules:
        if rule.code in by_code or rule.name in names:
            raise ValueError(f"{rule.code} ({rule.name}) has the code or the name of another rule.")
        by_code[rule.code] = rule
        names.add(rule.name)
    return by_code
