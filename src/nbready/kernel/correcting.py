"""What is said of a charter cell that cannot be read: all of it at once, and the cell as it should be."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from nbready.charter.diagnose import Diagnosis, Mistake
from nbready.errors import CharterError
from nbready.escape import plain_text

HOW = "%nbready charter --fix puts the corrected cell below this one."


def refusal(error: CharterError, diagnosis: Diagnosis, *, first_line: int) -> str:
    """Every mistake with its line and that line corrected.

    Args:
        error: The first thing that could not be read.
        diagnosis: All of them.
        first_line: The line of the cell on which the body starts.
    """
    mistakes = diagnosis.mistakes
    if len(mistakes) < 2:
        return f"{error} {HOW}" if mistakes and mistakes[0].corrected else str(error)
    head = f"{len(mistakes)} lines of this charter cannot be read. {HOW}"
    return "\n".join((head, *(line for mistake in mistakes for line in _told(mistake, first_line))))


def _told(mistake: Mistake, first_line: int) -> Iterator[str]:
    yield f"  line {first_line + mistake.line - 1}: {plain_text(mistake.problem)}"
    if mistake.corrected:
        yield textwrap.indent(plain_text(mistake.corrected), "      ")
