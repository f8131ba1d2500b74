"""``python -m nbready``: the same as the ``nbready`` command."""

from __future__ import annotations

from nbready.cli import main

if __name__ == "__main__":
    main()
