"""What ``%load_ext nbready`` and ``%unload_ext nbready`` do."""

from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell


def load(shell: InteractiveShell) -> None:
    """Guard ``shell`` and give it the magics."""


def unload(shell: InteractiveShell) -> None:
    """Take back everything that :func:`load` gave ``shell``."""
