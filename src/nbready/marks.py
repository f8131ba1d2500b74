"""What people write to nbready inside a cell: ``# nbready: ignore[...]`` and ``%nbready defer ...``.

Trees carry no comments and the linter runs no magics, so both doors read these marks from the raw text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nbready.defer_line import DeferLine

_IGNORE = re.compile(r"(?:^|(?<=\s))#\s*nbready:\s*ignore\[([^\]]*)\][ \t]*(.*)")
# What was meant as a mark: without its colon, only brackets tell it from a sentence about nbready.
_MEANT = re.compile(r"(?:^|(?<=\s))#\s*nbready(?::\s*ignore\b|\s+ignore\s*\[)", re.IGNORECASE)
_DEFER = re.compile(r"^[ \t]*%nbready[ \t]+defer\b(.*)$", re.MULTILINE)
# Cell magics whose body is run as cell code; under any other a magic line is just text.
_TRANSPARENT = ("%%time", "%%timeit", "%%capture", "%%prun")


class Ignore(NamedTuple):
    """A rule that a cell asks to ignore, the reason it gives, and the line that says so (from 1)."""

    rule: str
    reason: str
    line: int


class UnclearMark(NamedTuple):
    """A comment that asks to ignore something, and doesn't say what or why; its line from 1."""

    line: int
    names_rule: bool

    @property
    def message(self) -> str:
        """What is missing. Nothing of the comment is quoted."""
        if self.names_rule:
            return "This mark ignores a rule and gives no reason."
        return "This mark names no rule in brackets: it ignores nothing."

    @property
    def remedy(self) -> str:
        """How it should be."""
        return "Write it as in `# nbready: ignore[NBR201] a table of country codes`."


def ignored_rules(source: str) -> Mapping[str, Ignore]:
    """The rules that a cell's comments ask to ignore, by code."""
    if "nbready:" not in source:
        return {}
    found: dict[str, Ignore] = {}
    for line, comment in _comments(source):
        match = _IGNORE.search(comment)
        for code in match[1].split(",") if match else ():
            rule = code.strip().upper()
            if rule and match:
                found.setdefault(rule, Ignore(rule=rule, reason=match[2].strip(), line=line))
    return found


def unclear_marks(source: str) -> tuple[UnclearMark, ...]:
    """The comments of a cell that ask to ignore something without a rule, or without a reason."""
    if "nbready" not in source.lower():
        return ()
    return tuple(_unclear(source))


def _unclear(source: str) -> Iterator[UnclearMark]:
    for line, comment in _comments(source):
        match = _IGNORE.search(comment)
        names_rule = match is not None and any(code.strip() for code in match[1].split(","))
        has_reason = match is not None and bool(match[2].strip())
        if not (names_rule and has_reason) and _MEANT.search(comment):
            yield UnclearMark(line=line, names_rule=names_rule)


def deferral_lines(source: str) -> tuple[DeferLine, ...]:
    """The ``%nbready defer`` lines of a code cell, in order."""
    if "%nbready" not in source or not _runs_magics(source):
        return ()
    from nbready.defer_arguments import parse_deferral  # brings argparse, for the few that defer

    # A trailing backslash continues a magic line, as in IPython; the line break goes, its count stays.
    text = re.sub(r"\\\r?\n", lambda match: " " * len(match[0]), source)
    lines = ((source.count("\n", 0, match.start()) + 1, match[1]) for match in _DEFER.finditer(text))
    return tuple(parse_deferral(arguments, line=line) for line, arguments in lines)


def _runs_magics(source: str) -> bool:
    """Whether a ``%nbready`` at the start of a line is a magic here, not a line of text."""
    first: Sequence[str] = source.split(maxsplit=1)
    if first and first[0].startswith("%%"):
        return first[0] in _TRANSPARENT
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    # A magic does not parse as Python: in a cell that does, the line stands inside a string.
    return False


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """Comments with their lines; where the text stops being Python (magics), by line from there on."""
    import io
    import tokenize

    line = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            line = token.end[0]
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError):
        rest = source.splitlines()[line:]
        for number, text in enumerate(rest, start=line + 1):
            yield number, text[text.find("#") :] if "#" in text else ""
