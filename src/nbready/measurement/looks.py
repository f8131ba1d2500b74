"""Looks: every distinct set of predictions that was measured on the same labelled cases, counted.

The count is kept in a small file beside the charter, ``.nbready/looks.json``, that holds digests and days,
no data. A reader of a result wants to know it: the best of twenty looks is no surprise.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from pathlib import Path
from typing import TypeAlias

from nbready.files.read import FileError, read_file
from nbready.files.write import write_file

FOLDER, FILE = ".nbready", "looks.json"
_VERSION = 1
_MOST_BYTES = 4_000_000
_DIGEST = re.compile(r"[0-9a-f]{8,64}")

_Table: TypeAlias = "dict[str, dict[str, str]]"
"""Digest of the cases to digest of the predictions to the day of the look, in order."""


class Looks:
    """The looks of one project.

    Args:
        folder: Where the file is kept; None to count in memory alone.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / FOLDER / FILE if folder is not None else None
        self._memory: _Table = {}

    @classmethod
    def beside(cls, path: Path | None) -> Looks:
        """The looks of a notebook or a charter file; of the working folder where that is not known."""
        return cls(path.resolve().parent if path is not None else Path.cwd())

    def count(self, data: str, predictions: str, today: dt.date) -> int:
        """The number of the look that these predictions are, from 1; the same ones keep their number."""
        table = self._read()
        seen = table.setdefault(data, {})
        if predictions not in seen:
            seen[predictions] = today.isoformat()
            self._write(table)
        self._memory = table
        return list(seen).index(predictions) + 1

    def _read(self) -> _Table:
        """What the file and this process know; a file that cannot be read counts for nothing."""
        table: _Table = {}
        if self._path is not None:
            with contextlib.suppress(FileError, ValueError, RecursionError):
                table = _valid(json.loads(read_file(self._path, max_bytes=_MOST_BYTES)))
        for data, seen in self._memory.items():
            table[data] = {**table.get(data, {}), **seen}
        return table

    def _write(self, table: _Table) -> None:
        if self._path is None:
            return
        text = json.dumps({"version": _VERSION, "looks": table}, indent=1) + "\n"
        # A folder that cannot be written to is no reason not to measure.
        with contextlib.suppress(OSError, FileError):
            self._path.parent.mkdir(exist_ok=True)
            if not (self._path.parent.is_symlink() or self._path.is_symlink()):
                write_file(self._path, text.encode())


def _valid(content: object) -> _Table:
    """The looks in a file's content; what has not their shape is left out."""
    found = content.get("looks") if isinstance(content, dict) else None
    if not isinstance(found, dict):
        return {}
    return {
        data: {key: str(day)[:10] for key, day in seen.items() if _DIGEST.fullmatch(key)}
        for data, seen in found.items()
        if _DIGEST.fullmatch(data) and isinstance(seen, dict)
    }
