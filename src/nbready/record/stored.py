"""The seals in a notebook's bytes, found without decoding the notebook."""

from __future__ import annotations

import json
from collections.abc import Mapping

from nbready.charter.model import Charter, Gate
from nbready.charter.store import METADATA_KEY
from nbready.notebook.scan import Span, member, root
from nbready.record.seal import Seal, read_seals


def seals_in(data: bytes) -> dict[Gate, Seal]:
    """The seals that a notebook file's metadata hold; none in a file without them, or that is no notebook.

    Raises:
        CharterError: They cannot be read.
    """
    if b'"seals"' not in data:
        return {}
    try:
        span: Span | None = root(data)
        for key in ("metadata", METADATA_KEY):
            found = (
                member(data, span.start, key) if span is not None and data[span.start] == ord("{") else None
            )
            span = found.value if found else None
        stored = json.loads(data[span.start : span.end]) if span is not None else {}
    except (ValueError, IndexError):
        return {}
    table = _table(stored)
    lines = _table(_table(table.get("charter")).get("sealed"))
    return read_seals(
        Charter(sealed={gate: str(line) for gate, line in lines.items()}), _table(table.get("seals"))
    )


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
