"""Notebook files with a record, and what is found in them."""

from __future__ import annotations

from pathlib import Path

from lint_notebooks import LOAD, changed, charter_cell, file_bytes
from nbready.charter.store import stored_value
from nbready.lint import check
from notebook_files import code
from record.records import Record, sealed

LOWER = changed("success_metric", threshold=">= 90 %")
BASE = sealed("data", "model", without=("sign_off",))
RECORD_RULES = ("NBR410", "NBR411", "NBR412")
CONFLICT = "NBR004"


def as_file(record: Record = BASE, *, last: str = "rows = len(df)") -> bytes:
    """A notebook that loads data below its sealed charter, its lines one by one as Jupyter writes them."""
    cell = charter_cell(record.charter)
    cell["source"] = str(cell["source"]).splitlines(keepends=True)
    value = stored_value(record.charter, {"version": 1, "seals": dict(record.stored)})
    return file_bytes(cell, code(LOAD), code(last), metadata={"nbready": value})


def alarms(path: Path) -> list[tuple[str, str]]:
    """The rules of the record that fire, with the first words of what they say, and conflicts."""
    found = check([path]).findings
    return [(f.code, f.message.split(" was ")[0]) for f in found if f.code in (*RECORD_RULES, CONFLICT)]
