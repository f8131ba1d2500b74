"""Fingerprints of answers: the same for the same words, wherever they were hashed.

SHA-256, the first 32 hexadecimal digits, over the UTF-8 of canonical JSON (sorted keys, no spaces, no ASCII
escapes). Texts are first put in Unicode form NFC and stripped of all white space, so that wrapping,
indentation and line ends do not count; a list is taken without its order, and a list of one as that one.
Python's version, key order and the file format play no part.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from nbready.charter.model import Charter, Value
from nbready.charter.parse import charter_to_mapping


def fingerprint_question(charter: Charter, key: str) -> str:
    """Fingerprint of one answer; empty where there is none."""
    return fingerprint(charter.answers[key]) if key in charter.answers else ""


def fingerprint_charter(charter: Charter, *, without: Collection[str] = ()) -> str:
    """Fingerprint of all answers, deferrals and the author.

    Neither the path of a shared charter nor what is on record about answers (amendments, seals, sources)
    plays a part.

    Args:
        charter: The charter.
        without: Keys to leave out: what signs a charter cannot be part of what it signs.
    """
    value = charter_to_mapping(replace(charter, amendments={}, sealed={}, source={}))
    return fingerprint({key: fingerprint(item) for key, item in value.items() if key not in without})


def fingerprint(value: Value) -> str:
    """Fingerprint of any value that a charter can hold."""
    import hashlib  # it brings OpenSSL: only where it is needed

    return hashlib.sha256(_json(_canonical(value)).encode()).hexdigest()[:32]


def _canonical(value: Value) -> Value:
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    items = sorted((_canonical(item) for item in value), key=_json)
    return items[0] if len(items) == 1 else items


def _json(value: Value) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
