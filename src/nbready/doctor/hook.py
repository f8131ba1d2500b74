"""A command that something runs on notebooks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A command that may clean notebooks.

    Attributes:
        words: Its words, the program or hook id first.
        file: The file that says so.
        is_filter: Whether git runs it on what is staged.
        gets_notebooks: Whether what says so also says that notebooks go through it.
        is_set_up: Whether the command is known; a filter may be named by attributes alone.
    """

    words: tuple[str, ...]
    file: str
    is_filter: bool = False
    gets_notebooks: bool = False
    is_set_up: bool = True
