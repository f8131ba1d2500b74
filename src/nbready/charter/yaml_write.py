"""Texts as YAML scalars that read well and come back as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbready.charter.model import Value

# Texts, so that they are compiled when something is written: these ranges take long.
# All scalars are read as text, so `no` and `1.10` need no quotes; only what YAML would trip over does.
_PLAIN = r"(?:[^\W_]|[+(/<~$€£.](?=\S)|-(?=\d))(?:[^\s:#]|(?<=\S)#|:(?=\S)| (?=[^\s#]))*"
_NOT_IN_BLOCK = "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_ESCAPED = '["\\\\\n]|' + _NOT_IN_BLOCK + "|\t"


def write_scalar(text: str) -> str:
    """The text on one line: plain where that is safe, otherwise in double quotes."""
    if text.isprintable():
        found = re.fullmatch(_PLAIN, text)
        if found and not text.endswith((":", " ")) and len(text) < 1000:
            return text
    return '"' + re.sub(_ESCAPED, lambda found: _escape(found[0]), text) + '"'


def write_text(text: str, indent: int) -> str:
    """Free text as a ``|`` block, whatever it holds; in double quotes where a block cannot hold it.

    The result follows ``key: ``; the block's lines are indented by ``indent`` spaces.
    """
    if re.search(_NOT_IN_BLOCK, text) or text != text.strip():
        return write_scalar(text)
    margin = " " * indent
    # A line of nothing but spaces must keep them, an empty one needs none.
    lines = [margin + line if line else "" for line in text.split("\n")]
    return "\n".join(["|", *lines])


def write_value(value: Value, indent: int = 0) -> str:
    """Any answer, or a whole questions file, as block YAML, one key or item a line."""
    return "".join(f"{line}\n" for line in _value_lines(value, indent))


def _value_lines(value: Value, indent: int) -> Iterator[str]:
    margin = " " * indent
    if isinstance(value, str):
        yield f"{margin}{write_scalar(value)}"
        return
    items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for key, item in items:
        head = f"{margin}-" if key is None else f"{margin}{write_scalar(key)}:"
        if isinstance(item, str):
            yield f"{head} {write_scalar(item)}"
        elif not item:
            yield f"{head} {'{}' if isinstance(item, dict) else '[]'}"
        elif key is None:
            first, *rest = _value_lines(item, indent + 2)
            yield from (f"{head} {first.lstrip()}", *rest)
        else:
            yield from (head, *_value_lines(item, indent + 2))


def _escape(character: str) -> str:
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}")
