"""R in a cell of ``%%R``: the calls by which R loads data and fits models, found by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from nbready.stages.catalogue import Catalogue


class Call(NamedTuple):
    """A call that enters a stage, and its line in the text, from 1."""

    stage: str
    name: str
    line: int


# A call of a function, of a package perhaps, that is given something; no member of an object. What stands in
# a section `given data` fits only when it is given the data, or is other things' name too.
_CALL = r"(?<![\w.$@])(?:\w{{1,40}}::)?({})\s*\(\s*"
_GIVEN = {"": r"[^)\s]", "something": r"(?!\w[\w.]*\s*=(?!=))[^)\s]", "data": r"[^()]{0,200}(?:~|\bdata\s*=)"}
_ASIDE = r"#[^\n]*|\"[^\"\n]*\"|'[^'\n]*'"


def read(catalogue: Catalogue, text: str) -> Iterator[Call]:
    """The calls of R code that load data or fit a model."""
    code = re.sub(_ASIDE, lambda aside: "" if aside[0][0] == "#" else '""', text)
    for section, lines in catalogue.commands["R"].items():
        stage, _, given = section.partition(" given ")
        for match in _rule(tuple(lines), given).finditer(code):
            yield Call(stage, match[1], code.count("\n", 0, match.start()) + 1)


@lru_cache(maxsize=8)
def _rule(lines: tuple[str, ...], given: str) -> re.Pattern[str]:
    names = sorted(" ".join(lines).split(), key=len, reverse=True)
    return re.compile(_CALL.format("|".join(map(re.escape, names))) + _GIVEN[given])
