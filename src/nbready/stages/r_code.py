"""R in a cell of ``%%R``: the calls by which R loads data and fits models, found by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from nbready.stages.pattern import Pattern
from nbready.stages.uses import Stage

# What the catalogue knows: functions, by language and stage.
Known: TypeAlias = "Mapping[tuple[str, str], list[str]]"


class Call(NamedTuple):
    """A call that enters a stage, and its line in the text, from 1."""

    stage: Stage
    name: str
    line: int


# A call of a function, of a package perhaps, that is given something; no member of an object.
_CALL = r"(?<![\w.$@])(?:\w{{1,40}}::)?({})\s*\(\s*[^)\s]"
_CALLS: tuple[tuple[Stage, Pattern], ...] = (
    # These fit only when they are given the data, or are other things' names too.
    ("train", Pattern(r"(?<![\w.$@])(?:\w{1,40}::)?(prophet)\s*\(\s*(?!\w[\w.]*\s*=(?!=))[^)\s]")),
    ("train", Pattern(r"(?<![\w.$@])(?:\w{1,40}::)?(train|fit)\s*\([^()]{0,200}(?:~|\bdata\s*=)")),
)
_ASIDE = Pattern(r"#[^\n]*|\"[^\"\n]*\"|'[^'\n]*'")


def read(text: str, known: Known) -> Iterator[Call]:
    """The calls of R code that load data or fit a model, by the catalogue's ones."""
    code = _ASIDE.sub(lambda aside: "" if aside[0][0] == "#" else '""', text)
    rules = [*_CALLS]
    for (language, stage), lines in known.items():
        if language == "R":
            rules.append((stage, _rule(tuple(lines))))  # type: ignore[arg-type]  # a test of the schema holds it
    for stage, calls in rules:
        for match in calls.finditer(code):
            yield Call(stage, match[1], code.count("\n", 0, match.start()) + 1)


@lru_cache(maxsize=8)
def _rule(lines: tuple[str, ...]) -> Pattern:
    names = sorted(" ".join(lines).split(), key=len, reverse=True)
    return Pattern(_CALL.format("|".join(map(re.escape, names))))
