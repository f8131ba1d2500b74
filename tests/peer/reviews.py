"""Charters to review, and reviews of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from nbready.charter.model import GATES, Gate
from nbready.charter_file import open_document
from nbready.peer.model import PeerReview
from nbready.peer.reviewing import make_review
from record.files import BASE, as_file
from record.records import Record

DAY = dt.date(2026, 11, 25)
GOOD = {"clear": "yes", "checkable": "yes", "work": "Fourteen underwriters, who see 120 files a week more."}
POOR = {"clear": "partly", "checkable": "no", "comment": "Which quarter is the baseline from?"}


def notebook(folder: Path, record: Record = BASE, name: str = "a.ipynb") -> Path:
    """A notebook with a sealed charter."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_file(record))
    return path


def review_of(
    path: Path, by: str = "Ada Lovelace", *gates: Gate, day: dt.date = DAY, **said: str
) -> PeerReview:
    """What somebody says of a notebook."""
    document = open_document(path)
    return make_review(document, by, {gate: {**GOOD, **said} for gate in gates or GATES[:2]}, day)
