"""What an SQL text does."""

from __future__ import annotations

import re


def makes_model(text: str) -> bool:
    """Whether an SQL text trains a model inside the database."""
    return bool(re.match(r"\s*create\s+(or\s+replace\s+)?(temp(orary)?\s+)?model\b", _bare(text)))


def _bare(text: str) -> str:
    return re.sub(r"--[^\n]*|^\s*#[^\n]*|/\*.*?\*/", " ", text, flags=re.S | re.M).strip().lstrip("(").lower()


def is_select(text: str) -> bool:
    """Whether an SQL text reads rows."""
    bare = _bare(text)
    if re.match(r"(select|with|from|table|values|match|summarize|pivot)\b", bare):
        return not re.match(r"select\s+(\d+|version\(\)|current_\w+)\s*;?$", bare)
    return bool(re.search(r";\s*(select|with)\b|\bselect\b.+\bfrom\b", bare, re.S)) and not re.match(
        r"(create|insert|update|delete|drop|alter|merge|grant|replace|copy|explain|attach|pragma|set|use)\b",
        bare,
    )


def tables(text: str) -> set[str]:
    """The tables that an SQL text reads, in lower case."""
    return set(re.findall(r"\b(?:from|join)\s+`?([\w.]+)", _bare(text)))
