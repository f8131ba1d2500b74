"""Fingerprints of answers: the same for the same words, wherever they were hashed.

SHA-256, the first 32 hexadecimal digits, over the UTF-8 of canonical JSON (sorted keys, no spaces, no ASCII
escapes). Texts are first put in Unicode form NFC and stripped of all white space, so that wrapping,
indentation and line ends do not count. Python's version, key order and the file format play no part.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection

from nbready.charter.model import Charter, Value
from nbready.charter.parse import charter_to_mapping


def fingerprint_question(charter: Charter, key: str) -> str:
    """Fingerprint of one answer; empty where there is none."""
    return _digest(charter.answers[key]) if key in charter.answers else ""


def fingerprint_charter(charter: Charter, *, without: Collection[str] = ()) -> str:
    """Fingerprint of all answers, deferrals and the author; not of the path of a shared charter.

    Args:
        charter: The charter.
        without: Keys to leave out: what signs a charter cannot be part of what it signs.
    """
    value = charter_to_mapping(charter)
    return _digest({key: _digest(item) for key, item in value.items() if key not in without})


def _digest(value: Value) -> str:
    import hashlib  # it brings OpenSSL: only where it is needed

    text = json.dumps(_canonical(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _canonical(value: Value) -> Value:
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    return [_canonical(item) for item in value]
