"""What an SQL text does; statements and the tables of the systems themselves are catalogue data."""

from __future__ import annotations

import re

from nbready.stages.catalogue import Catalogue
from nbready.stages.embedded.commands import rule, stage_of

# Longer texts are read this far: a text made to be slow must not be.
_LONGEST = 8_000
_COMMENTS = r"(?sm)--[^\n]*|^[ \t]*#[^\n]*|/\*.*?\*/"
# What asks for no table calls functions: `select version()`. Some texts are known in part.
_CALLS = r"(?s)select\s(?!.*\bfrom\b)[^*]*[)\w'\"\s]$"
_IMPORTS = r"(?m)^(?:import\s+\w|from\s+[\w.]+\s+import\s)"
# How the argument that is a query is called.
STATEMENT = ("sql", "query", "statement", "operation", "0")
# What a cursor is noted for whose query reads no rows.
NO_ROWS = "no rows"


def makes_model(catalogue: Catalogue, text: str) -> bool:
    """Whether an SQL text trains a model inside the database; one that is made elsewhere is only bound."""
    bare = _bare(text)
    made = any(stage_of(catalogue, "SQL", each.strip()) == "train" for each in bare.split(";"))
    return made and not rule(catalogue, "SQL", "elsewhere").search(bare)


def reads_rows(catalogue: Catalogue, text: str) -> bool:
    """Whether a text that is known to be SQL reads rows; what a database says of itself are none."""
    bare = _bare(text)
    if rule(catalogue, "SQL", "body").match(bare):
        return False
    return any(_reads(catalogue, statement.strip()) for statement in bare.split(";"))


def _reads(catalogue: Catalogue, statement: str) -> bool:
    read = tables(statement)
    if read and all(map(rule(catalogue, "SQL", "system").match, read)):
        return False
    stage = stage_of(catalogue, "SQL", statement)
    if stage == "load":
        return re.match(_CALLS, statement) is None
    return not stage and re.search(r"\bselect\b.+\bfrom\b", statement, re.S) is not None


def reads_none(catalogue: Catalogue, text: str) -> bool:
    """Whether a text that is known to be SQL is known to read no rows of a table."""
    return bool(stage_of(catalogue, "SQL", _bare(text))) and not reads_rows(catalogue, text)


def is_cell(catalogue: Catalogue, text: str) -> bool:
    """Whether a cell that is no Python is SQL, by how it begins."""
    bare = _bare(text)
    if not rule(catalogue, "SQL", "cell").match(bare) or rule(catalogue, "SQL", "prose").match(bare):
        return False
    return not re.search(_IMPORTS, bare)


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
    return re.sub(_COMMENTS, " ", text[:_LONGEST]).strip().lstrip("(").lower()
