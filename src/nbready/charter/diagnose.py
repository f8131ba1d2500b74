"""Every mistake in a charter that cannot be read, each with its corrected line, and the text mended.

A reader stops at the first thing that it cannot read; a person who mends that would meet the next one on the
next run. So what can be mended is mended here, what cannot is set aside as a comment, and reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from nbready.charter.mend import Change, repairs
from nbready.charter.model import OWN_KEYS, Questions
from nbready.charter.parse import parse_charter
from nbready.charter.words import bare
from nbready.charter.yaml_events import find_error
from nbready.errors import CharterError

MOST = 40
"""Mistakes that are looked for; nobody reads more."""
_LONGEST = 60_000
"""Characters of the longest text that is read again and again."""
_KEY = re.compile(r"^(\s*(?:- +)?)([^\s:#'\"][^:#]*?)(\s*:)")
# What copying from a page or a chat leaves between words and cannot be seen.
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


class Mistake(NamedTuple):
    """One thing that cannot be read: its line (from 1), what is wrong, and the line as it should be."""

    line: int
    problem: str
    corrected: str = ""


class Diagnosis(NamedTuple):
    """All mistakes of a text, in order, and the text without them: readable, nothing left out of it."""

    mistakes: tuple[Mistake, ...]
    text: str


def diagnose(text: str, questions: Questions) -> Diagnosis:
    """What keeps a charter's body from being read, as far as it can be told.

    Args:
        text: The body, without its ``%%charter`` line.
        questions: The questions in force.

    Returns:
        No mistakes, and the text as it is, if it can be read.
    """
    mistakes: list[Mistake] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # Where each line stood in the text: some changes take or add one.
    origin = list(range(len(lines)))
    for _ in range(MOST if len(text) <= _LONGEST else 1):
        try:
            parse_charter("\n".join(lines), questions)
        except CharterError as error:
            if not mistakes:
                # Not in a text that can be read: there they may be part of an answer.
                mistakes = _spaces(lines)
                if mistakes:
                    continue
            change = _change(lines, error, questions)
            if change is None:
                number = min(error.line or 1, len(lines)) - 1
                mistakes.append(Mistake(origin[number] + 1 if lines else 1, error.message))
                break
            line = origin[change.start] + 1
            lines[change.start : change.end] = change.lines
            origin[change.start : change.end] = [origin[change.start]] * len(change.lines)
            corrected = "" if change.is_aside else "\n".join(change.lines)
            mistakes.append(Mistake(line, change.problem or error.message, corrected))
        else:
            break
    return Diagnosis(tuple(_by_line(mistakes)), "\n".join(lines))


def _by_line(mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
    """One mistake a line: what was wrong with it, and how it stands after all of that was mended."""
    lines: dict[int, list[Mistake]] = {}
    for mistake in mistakes:
        lines.setdefault(mistake.line, []).append(mistake)
    for line, found in sorted(lines.items()):
        problems = " ".join(dict.fromkeys(mistake.problem for mistake in found))
        yield Mistake(line, problems, found[-1].corrected)


def _spaces(lines: list[str]) -> list[Mistake]:
    """Mend, in place, characters that look like a space or like nothing where YAML wants plain spaces."""
    mistakes = []
    for number, line in enumerate(lines):
        mended = _INVISIBLE.sub("", line)
        key = _KEY.match(_SPACES.sub(" ", mended))
        end = len(key[0]) if key else len(mended) - len(mended.lstrip())
        mended = _SPACES.sub(" ", mended[:end]) + _SPACES.sub(" ", mended[end : end + 1]) + mended[end + 1 :]
        margin = mended[: len(mended) - len(mended.lstrip())]
        problem = "An invisible character stands in this line."
        if "\t" in margin:
            mended = margin.expandtabs(2) + mended.lstrip()
            problem = "A tab indents this line; YAML wants spaces."
        elif len(mended) == len(line):
            problem = "A no-break space stands where YAML wants a plain one."
        if mended != line:
            lines[number] = mended
            mistakes.append(Mistake(number + 1, problem, mended))
    return mistakes


def _change(lines: list[str], error: CharterError, questions: Questions) -> Change | None:
    """How to get past an error; None where nothing helps."""
    broken = find_error("\n".join(lines))
    if broken is not None:
        is_second = lines[broken.line].strip() == "---" if broken.line < len(lines) else False
        found = next(repairs(lines, broken), None) if broken.is_syntax or is_second else None
        return found or _aside(lines, broken.line)
    if error.line is None:
        return None
    number = error.line - 1
    return _renamed(lines, number, questions) or _aside(lines, number)


def _renamed(lines: list[str], number: int, questions: Questions) -> Change | None:
    """A line whose key is one that a form shows: a question's or a part's label."""
    found = _KEY.match(lines[number])
    if found is None:
        return None
    from difflib import get_close_matches

    names = _names(lines, number, questions)
    key = names.get(bare(found[2])) or next(
        (names[near] for near in get_close_matches(bare(found[2]), names, n=1, cutoff=0.8)), None
    )
    if key is None or key == found[2]:
        return None
    line = f"{found[1]}{key}{found[3]}{lines[number][found.end() :]}"
    return Change(
        start=number, end=number + 1, lines=(line,), problem=f"`{found[2]:.60}` is written `{key}` here."
    )


def _names(lines: list[str], number: int, questions: Questions) -> Mapping[str, str]:
    """What a key on a line may be called, and what it is called in YAML."""
    indent = _indent(lines[number])
    above = (line for line in reversed(lines[:number]) if line.strip() and _indent(line) < indent)
    parent = next((found[2] for line in above if (found := _KEY.match(line))), "")
    question = questions.get(parent)
    if question is not None:
        return {bare(name): part.key for part in question.parts for name in (part.label, part.key)}
    named = {bare(name): q.key for q in questions for name in (q.label, q.key)}
    return {**named, **{bare(key): key for key in OWN_KEYS}}


def _aside(lines: list[str], number: int) -> Change | None:
    """A line, and what is indented below it, as comments: not read, and not lost."""
    if number >= len(lines) or not lines[number].strip() or lines[number].lstrip().startswith("#"):
        return None
    end = number + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > _indent(lines[number])):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return Change(
        start=number, end=end, lines=tuple(f"# {line}".rstrip() for line in lines[number:end]), is_aside=True
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
