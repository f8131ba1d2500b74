"""The corrected line for YAML that prose has broken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbready.charter.yaml_events import find_error
from nbready.charter.yaml_model import YamlError

_LONGEST = 2_000
"""Characters of the longest line that is worth showing again."""
_KEY = re.compile(r"^(?P<head>\s*(?:- +)*[^\s:#'\"\[{][^:#]*?:)(?:[ \t]+(?P<value>.*\S))?[ \t]*$")
_NO_SPACE = re.compile(r"^(\s*(?:- +)*\w+):(?=[^\s/])")
_AFTER_BAR = re.compile(r"^( *)([\w-]+:) *\|[ \t]+(\S.*)$")
_ITEM = re.compile(r"^(?P<head>\s*(?:- +)+)(?P<value>.*\S)\s*$")


def mend(text: str, error: YamlError) -> str:
    """A remedy that shows the corrected line, or a general one where none is found.

    A correction counts only if the text can then be read further than before.
    """
    lines = text.split("\n")
    for number in _suspects(lines, error):
        for corrected in _corrections(lines[number]):
            after = find_error("\n".join([*lines[:number], *corrected.split("\n"), *lines[number + 1 :]]))
            if after is None or after.line > max(error.line, number):
                return f"Write it like this:\n{corrected}"
    return "Put the text in quotes, or after `|` on indented lines of its own."


def quote_line(line: str) -> str:
    """The line with its value in quotes, whole; unchanged where it has none."""
    return next(_quoted(line), line) if len(line) <= _LONGEST else line


def _suspects(lines: list[str], error: YamlError) -> list[int]:
    """Line numbers from 0: where reading stopped, where what was left open began, the line before."""
    before = next((n for n in range(error.line - 1, -1, -1) if n < len(lines) and lines[n].strip()), None)
    numbers = [n for n in (error.line, error.opened, before) if n is not None and n < len(lines)]
    return [n for n in dict.fromkeys(numbers) if lines[n].strip() and len(lines[n]) <= _LONGEST]


def _corrections(line: str) -> Iterator[str]:
    if line.lstrip(" ").startswith("\t"):
        yield line.expandtabs(2)
    if _AFTER_BAR.match(line):
        yield _AFTER_BAR.sub(r"\1\2 |\n\1  \3", line)
    yield from _quoted(line)
    yield f"  {line}"
    if _NO_SPACE.match(line):
        yield _NO_SPACE.sub(r"\1: ", line)
        yield from _quoted(_NO_SPACE.sub(r"\1: ", line))


def _quoted(line: str) -> Iterator[str]:
    for pattern in (_KEY, _ITEM):
        found = pattern.match(line)
        if found and found["value"]:
            yield f"{found['head'].rstrip()} {quote(found['value'])}"


def quote(text: str) -> str:
    """One line of text as a YAML scalar in quotes: the kind that needs least escaping."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
