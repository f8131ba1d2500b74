"""What a shell line does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from nbready.stages.lexicon import lexicon
from nbready.stages.pattern import Pattern

# What the catalogue knows: commands, by language and stage.
Known: TypeAlias = "Mapping[tuple[str, str], list[str]]"


class Command(NamedTuple):
    """A command of a shell line that matters: the stage it enters, or the Python script it runs."""

    stage: str
    call: str
    script: str = ""


_PYTHON = Pattern(
    r"^(?:\S*/)?(?:python[\d.]*|pypy3?|ipython|\{sys\.executable\}|accelerate\s+launch|torchrun|deepspeed|horovodrun.*?python\d?|"
    r"mpirun.*?python\d?|xvfb-run.*?python\d?|uv\s+run(?:\s+python)?|spark-submit|ray\s+job\s+submit.*?python)\s+(.*)$"
)
_SEPARATOR = Pattern(r"\s*(?:&&|\|\||;|\|)\s*")


def commands(body: str) -> list[str]:
    """The lines of a shell script, one a line of the text; continued ones are joined into the first."""
    lines = body.split("\n")
    for i in range(len(lines) - 2, -1, -1):
        if lines[i].rstrip().endswith("\\"):
            lines[i] = lines[i].rstrip()[:-1] + " " + lines[i + 1]
            lines[i + 1] = ""
    return lines


def read(text: str, known: Known) -> list[Command]:
    """The commands of a shell line that enter a stage or run a Python script, by the catalogue's ones."""
    found = []
    for part in _SEPARATOR.split(text.strip()):
        words = re.sub(r"^(?:\w+=\S*\s+|sudo\s+|nohup\s+|time\s+|env\s+|cd\s+\S+\s+)+", "", part)
        if not words or words[0] == "#":
            continue
        python = _PYTHON.match(words)
        if python:
            script = _script_of(python[1])
            if script:
                found.append(Command("", script, script))
            continue
        for (language, stage), lines in known.items():
            if language == "shell" and _rule(tuple(lines)).match(words):
                found.append(Command(stage, " ".join(words.split()[:2])))
                break
    return found


@lru_cache(maxsize=64)
def _rule(lines: tuple[str, ...]) -> Pattern:
    """The commands of a stage as one pattern."""
    return Pattern(rf"(?:{'|'.join(map(_regex, lines))})(?![\w.-])", re.I)


def _regex(line: str) -> str:
    """A command as the catalogue writes it: words, with ``|`` between those of which one will do."""
    parts = [r"(?:\S+\s+)*?" if word == ".." else f"(?:{re.escape(word)})\\s+" for word in line.split()]
    text = "".join(parts).removesuffix(r"\s+")
    return text.replace(r"\|", "|").replace(r"\*", r"[^\s]*")


def _script_of(rest: str) -> str:
    """The script among the arguments of an interpreter; ``-m package.module`` counts as a path."""
    words = rest.split()
    for i, word in enumerate(words):
        if word == "-c":
            return ""
        if word == "-m" and i + 1 < len(words):
            return words[i + 1].replace(".", "/") + ".py"
        if word.endswith(".py"):
            return word.strip("'\"")
    return ""


def stage_by_name(script: str) -> str:
    """The stage that a script's file name speaks of; empty for none."""
    name = script.rpartition("/")[2].removesuffix(".py")
    if lexicon("training").word(name):
        return "train"
    return "deploy" if lexicon("deployment").word(name) else ""
