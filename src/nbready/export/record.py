"""The whole record as JSON: charter, gates, seals, amendments, result, value. Its schema lies beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbready.charter.export import review_to_mapping
from nbready.charter.fingerprint import fingerprint_charter
from nbready.export.source import Source

VERSION = 1
SCHEMA = Path(__file__).with_name("record.schema.json")
"""JSON Schema of what :func:`record_json` writes."""


def record_json(source: Source) -> str:
    """The record as one JSON object."""
    return json.dumps(record(source), indent=2, ensure_ascii=False) + "\n"


def record(source: Source) -> dict[str, Any]:
    """The record as plain data: answers as typed, and what stands on record about them."""
    reviewed = review_to_mapping(source.review, source.charter, gates=source.gates)
    answers = source.charter.answers
    return {
        **reviewed,
        "version": VERSION,
        "kind": "nbready-record",
        "name": source.name,
        "fingerprint": fingerprint_charter(source.charter),
        "sealed": dict(source.charter.sealed),
        "amendments": [amendment._asdict() for amendment in source.charter.amendments.values()],
        "result": answers.get("measured_result") or None,
        "sign_off": answers.get("sign_off") or None,
        "value": dict(source.valuation) if source.valuation else None,
    }
