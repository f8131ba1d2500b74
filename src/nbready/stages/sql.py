"""What an SQL text does."""

from __future__ import annotations

import re

from nbready.stages.pattern import Pattern

# Longer texts are read this far: a text made to be slow must not be.
_LONGEST = 8_000
_COMMENTS = Pattern(r"--[^\n]*|^[ \t]*#[^\n]*|/\*.*?\*/", re.S | re.M)
_NO_READING = Pattern(
    r"(create|insert|update|delete|drop|alter|merge|grant|replace|copy|explain|attach|pragma|set|use|declare)\b"
)


_OF_ITSELF = Pattern(r"(pg_|information_schema|sqlite_|sys\.|dual$|mysql\.)|.*\binformation_schema\b")


def makes_model(text: str) -> bool:
    """Whether an SQL text trains a model inside the database; one that is made elsewhere is only bound."""
    bare = _bare(text)
    made = re.search(r"(^|;\s*)create\s+(or\s+replace\s+)?(temp(orary)?\s+)?model\b", bare)
    return made is not None and not re.search(r"\bremote\s+with\s+connection\b|\bmodel_path\b", bare)


def is_select(text: str) -> bool:
    """Whether a text that is known to be SQL reads rows; what a database says of itself are none."""
    bare = _bare(text)
    read = tables(text)
    if read and all(_OF_ITSELF.match(table) for table in read):
        return False
    if re.match(r"(select|with|from|table|values|match|summarize|pivot)\b", bare):
        return not re.match(r"select\s+(\d+|version\(\)|current_\w+)\s*;?$", bare)
    return not _NO_READING.match(bare) and bool(
        re.search(r";\s*(select|with)\b|\bselect\b.+\bfrom\b", bare, re.S)
    )


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
