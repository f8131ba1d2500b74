"""How a notebook file is laid out, so that what is added to it looks like the rest."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from nbready.notebook.scan import members, root

# An escape of a character that needs none, not of a control character.
_NEEDLESS_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?!00[01])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The layout of a JSON file.

    Attributes:
        newline: What ends its lines; empty when it is written on one line.
        indent: What a level is indented by.
        gap: What follows a comma on the same line.
        colon: What stands between a key and its value.
        escapes: Whether characters beyond ASCII are written as escapes.
    """

    newline: bytes
    indent: bytes
    gap: bytes
    colon: bytes
    escapes: bool

    def line(self, depth: int) -> bytes:
        """The start of a new line at a depth; empty on one line."""
        return self.newline + self.indent * depth if self.newline else b""

    def dumps(self, value: object, *, depth: int) -> bytes:
        """A value as text whose own children stand at ``depth + 1``.

        Keys are sorted, as Jupyter does when it saves: its next save then changes nothing.
        """
        text = json.dumps(
            value,
            indent=self.indent.decode() if self.newline else None,
            ensure_ascii=self.escapes,
            separators=("," if self.newline else "," + self.gap.decode(), self.colon.decode()),
            sort_keys=True,
        )
        # Inside a JSON string a newline is always escaped: each one here ends a line.
        return text.encode().replace(b"\n", self.line(depth))


def read_style(data: bytes) -> Style:
    """The layout of a JSON file whose value is an object; Jupyter's own for an empty object."""
    top = root(data).start
    found = []
    for member in members(data, top):
        found.append(member)
        if len(found) == 2:
            break
    if not found:
        return Style(newline=b"\n", indent=b" ", gap=b" ", colon=b": ", escapes=False)
    first = found[0]
    before = data[top + 1 : first.key_start]
    newline = b"\r\n" if b"\r\n" in before else b"\n" if b"\n" in before else b""
    key_end = data.rindex(b'"', first.key_start, data.rindex(b":", first.key_start, first.value.start)) + 1
    between = data[first.value.end : found[1].key_start] if len(found) > 1 else b", "
    return Style(
        newline=newline,
        indent=before.rpartition(b"\n")[2] if newline else b"",
        gap=between.partition(b",")[2].strip(b"\r\n"),
        colon=data[key_end : first.value.start],
        escapes=data.isascii() and _NEEDLESS_ESCAPE.search(data) is not None,
    )
