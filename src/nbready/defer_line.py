"""What a ``%nbready defer`` line says, however it was read."""

from __future__ import annotations

from typing import NamedTuple


class DeferLine(NamedTuple):
    """A ``%nbready defer`` line: gates or question keys, and the record that goes with them.

    ``problem`` says why a line cannot be read; it then puts nothing off. ``line`` counts from 1 in the cell,
    ``cell`` is that cell's index among all cells, from 0, where it is known.
    """

    targets: tuple[str, ...]
    reason: str = ""
    owner: str = ""
    until: str = ""
    line: int = 1
    problem: str = ""
    cell: int | None = None
