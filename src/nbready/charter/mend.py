"""The corrected line for YAML that prose has broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nbready.charter.yaml_events import find_error
from nbready.charter.yaml_model import YamlError

_LONGEST = 2_000
"""Characters of the longest line that is worth showing again."""
_KEY = re.compile(r"^(?P<head>\s*(?:- +)*[^\s:#'\"\[{][^:#]*?:)(?:[ \t]+(?P<value>.*\S))?[ \t]*$")
_NO_SPACE = re.compile(r"^(\s*(?:- +)*\w+):(?=[^\s/])")
_OPEN_QUOTE = re.compile(r"""^(?P<head>\s*(?:- +)*[^\s:#'"\[{][^:#]*?:)[ \t]+"(?P<value>[^"]*)$""")
_COMPARED = re.compile(
    r"""^(\s*(?:- +)*[^\s:#'"\[{|>][^:#]*?:[ \t]+)(>=?[ \t]*[-+]?\d[^"\\#\n]*?)[ \t]*$""", re.MULTILINE
)
_AFTER_BAR = re.compile(r"^( *)([\w-]+:) *\|[ \t]+(\S.*)$")
_ITEM = re.compile(r"^(?P<head>\s*(?:- +)+)(?P<value>.*\S)\s*$")


class Change(NamedTuple):
    """Lines in place of others: from ``start`` up to ``end``, counted from 0.

    ``problem`` says more than the reader's own message, where it can; ``is_aside``: they become comments.
    """

    start: int
    end: int
    lines: tuple[str, ...]
    problem: str = ""
    is_aside: bool = False


def as_meant(text: str) -> str:
    """The text with comparators as people write them, ``threshold: >= 35 %``: YAML sees a folded block."""
    return _COMPARED.sub(r'\1"\2"', text)


def mend(text: str, error: YamlError) -> str:
    """A remedy that shows the corrected line, or a general one where none is found."""
    for change in repairs(text.split("\n"), error):
        if not change.lines:
            return f"Delete line {change.start + 1}."
        return "Write it like this:\n" + "\n".join(change.lines)
    return "Put the text in quotes, or after `|` on indented lines of its own."


def repairs(lines: list[str], error: YamlError) -> Iterator[Change]:
    """Changes with which a text can be read further than before, the likeliest first."""
    for number in _suspects(lines, error):
        for change in _changes(lines, number):
            after = find_error("\n".join([*lines[: change.start], *change.lines, *lines[change.end :]]))
            longer = len(change.lines) - (change.end - change.start)
            if after is None or _is_further(after, error, number, longer):
                yield change


def _is_further(after: YamlError, error: YamlError, number: int, longer: int) -> bool:
    """Whether a text is read further; what was not closed is noticed far below the line that opened it."""
    if after.line > max(error.line + longer, number):
        return True
    is_same = after.problem == error.problem and after.line == error.line + longer
    return number == error.opened and after.line > number and not is_same


def _changes(lines: list[str], number: int) -> Iterator[Change]:
    line = lines[number]
    if line.strip() in ("---", "..."):
        yield Change(number, number + 1, (), "A charter is one document: no `---` inside it.")
    found = _OPEN_QUOTE.match(line)
    # An apostrophe at the start ('tis) belongs to the text, a lone quotation mark hardly ever does.
    if found is not None:
        mended = f"{found['head']} {quote(found['value'].strip())}"
        yield Change(number, number + 1, (mended,), "The quotation mark is not closed.")
    for corrected in _corrections(line):
        yield Change(number, number + 1, tuple(corrected.split("\n")))
    yield from _moved(lines, number)


def _moved(lines: list[str], number: int) -> Iterator[Change]:
    """A line with too much before it, and what is indented below it, moved under an earlier key."""
    own = _indent(lines[number])
    end = number + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > own):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    above = {_indent(line) for line in lines[:number] if line.strip() and not line.lstrip().startswith("#")}
    for indent in sorted({*above, 0}, reverse=True):
        if indent < own:
            moved = tuple(line[own - indent :] if line.strip() else line for line in lines[number:end])
            yield Change(number, end, moved, "This line is indented too far.")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


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
