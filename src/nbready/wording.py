"""Words that every room writes the same way."""

from __future__ import annotations

GUARD_IS_OFF = "The guard is off: NBREADY is set to off in the environment."
"""What `%load_ext nbready` says there, and what a report finds again in the output."""


GUARD_RECORDS = "The guard records, and stops nothing: NBREADY is set to record in the environment."
"""What it says where a grader's run is to go to its end."""


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``, ``1,200 errors``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
