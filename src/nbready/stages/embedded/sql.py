"""What an SQL text does; statements and the tables of the systems themselves are catalogue data."""

from __future__ import annotations

import re

from nbready.stages.catalogue import Catalogue
from nbready.stages.embedded.commands import rule, stage_of
from nbready.stages.pattern import Pattern

# Longer texts are read this far: a text made to be slow must not be.
_LONGEST = 8_000
_COMMENTS = Pattern(r"--[^\n]*|^[ \t]*#[^\n]*|/\*.*?\*/", re.S | re.M)
# What asks for no table: a sign of life.
_CONSTANT = Pattern(r"select\s+(\d+|version\(\)|current_\w+)\s*;?$")


def makes_model(catalogue: Catalogue, text: str) -> bool:
    """Whether an SQL text trains a model inside the database; one that is made elsewhere is only bound."""
    bare = _bare(text)
    made = any(stage_of(catalogue, "SQL", each.strip()) == "train" for each in bare.split(";"))
    return made and not rule(catalogue, "SQL", "elsewhere").search(bare)


def reads_rows(catalogue: Catalogue, text: str) -> bool:
    """Whether a text that is known to be SQL reads rows; what a database says of itself are none."""
    bare, read = _bare(text), tables(text)
    if _CONSTANT.match(bare) or (read and all(map(rule(catalogue, "SQL", "system").match, read))):
        return False
    stages = [stage_of(catalogue, "SQL", each.strip()) for each in bare.split(";")]
    if stages[0] == "load":
        return True
    return not stages[0] and ("load" in stages or re.search(r"\bselect\b.+\bfrom\b", bare, re.S) is not None)


def is_query(text: str) -> bool:
    """Whether a text of any kind is an SQL query of a table."""
    return bool(re.match(r"(select|with)\s.*\bfrom\s+[\w.`\"\[(]", _bare(text), re.S))


def tables(text: str) -> set[str]:
    """The tables that an SQL text reads, in lower case; none where a list makes that hard to tell."""
    bare = _bare(text)
    if re.search(r"\bfrom\s+[\w.`]+(\s+\w+)?\s*,", bare):
        return set()
    return set(re.findall(r"\b(?:from|join)\s+`?([\w.]+)", bare))


def _bare(text: str) -> str:
    return _COMMENTS.sub(" ", text[:_LONGEST]).strip().lstrip("(").lower()
