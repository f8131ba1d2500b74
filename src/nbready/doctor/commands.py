"""Command lines taken apart: what a filter, a hook or a script runs, program first."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nbready.doctor.programs import LAUNCHERS

_PYTHON = re.compile(r"(python|pypy)[\d.]*(\.exe)?")
_ASSIGNED = re.compile(r"\w+=.*")
# Options of launchers that take the next word with them.
_WITH_VALUE = frozenset(
    {"-n", "--name", "-p", "--prefix", "--from", "--with", "--python", "--project", "--extra"}
)
_SHELLS = frozenset({"bash", "dash", "sh", "zsh"})
_OPERATORS = ";&|()<>"


def commands(text: str) -> tuple[tuple[str, ...], ...]:
    """The simple commands of a shell line, those of ``sh -c '...'`` among them; each as its words.

    What a shell would refuse is split at its spaces, so that a tool's name is still seen.
    """
    return tuple(_commands(text, depth=0))


def program(words: Sequence[str]) -> str:
    """The program that a command runs, or the module that Python does; without its folder and ``.exe``."""
    rest = iter(words)
    for word in rest:
        name = word.replace("\\", "/").rpartition("/")[2].removesuffix(".exe")
        if word in _WITH_VALUE:
            next(rest, None)
        elif word.startswith("-m") and len(word) > 2:
            return word[2:]
        elif not (
            word.startswith("-") or name in LAUNCHERS or _PYTHON.fullmatch(name) or _ASSIGNED.fullmatch(word)
        ):
            return name.removeprefix("jupyter-")
    return ""


def values(words: Sequence[str], *names: str) -> list[str]:
    """The values given to an option under any of its names, as ``--name value`` or ``--name=value``."""
    after = [value for word, value in pairwise(words) if word in names]
    return after + [
        word.partition("=")[2] for word in words if word.startswith(tuple(f"{n}=" for n in names))
    ]


def _commands(text: str, depth: int) -> Iterator[tuple[str, ...]]:
    command: list[str] = []
    for word in [*_words(text), ";"]:
        if word and not word.strip(_OPERATORS):
            yield from _unwrapped(command, depth)
            command = []
        else:
            command.append(word)


def _unwrapped(command: list[str], depth: int) -> Iterator[tuple[str, ...]]:
    """A command; for a shell that is given a script in a word, the commands of that."""
    if not command:
        return
    if depth < 3 and "-c" in command[:-1] and program(command[:1]) in _SHELLS:
        yield from _commands(command[command.index("-c") + 1], depth + 1)
    else:
        yield tuple(command)


def _words(text: str) -> list[str]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=_OPERATORS)
    lexer.commenters = ""
    lexer.whitespace_split = True
    try:
        return list(lexer)
    except ValueError:
        return text.split()
