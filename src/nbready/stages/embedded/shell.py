"""What a shell line does; its commands are catalogue data."""

from __future__ import annotations

import re
from typing import NamedTuple

from nbready.stages.catalogue import Catalogue
from nbready.stages.embedded.commands import stage_of
from nbready.stages.lexicon import lexicon


class Command(NamedTuple):
    """A command of a shell line that matters: the stage it enters, and the Python script it runs.

    The stage of a script is what its name and its options speak of, for one that cannot be read.

    ``manifest`` is the file that says what a cluster is to run.
    """

    stage: str
    call: str
    script: str = ""
    manifest: str = ""


_SEPARATOR = r"\s*(?:&&|\|\||;|\|)\s*"
_MANIFEST = r"^(?:kubectl|oc)\s.*?\s(?:-f|--filename)[ =]?([^\s-]\S*)"
_MODULE = r"^\S+\s+-m\s+(.+)"
_BEFORE = r"^(?:\w+=\S*\s+|sudo\s+|nohup\s+|time\s+|env\s+|cd\s+\S+\s+)+"


def commands(body: str) -> list[str]:
    """The lines of a shell script, one a line of the text; continued ones are joined into the first."""
    lines = body.split("\n")
    for i in range(len(lines) - 2, -1, -1):
        if lines[i].rstrip().endswith("\\"):
            lines[i] = lines[i].rstrip()[:-1] + " " + lines[i + 1]
            lines[i + 1] = ""
    return lines


def read(catalogue: Catalogue, text: str) -> list[Command]:
    """The commands of a shell line that enter a stage or run a Python script."""
    found = []
    for part in re.split(_SEPARATOR, text.strip()):
        command = re.sub(_BEFORE, "", part)
        stage = stage_of(catalogue, "shell", command)
        module = re.search(_MODULE, command) if stage == "python" else None
        if module is not None:
            # `python -m spacy train` is the command that the catalogue has as `spacy train`.
            launched = stage_of(catalogue, "shell", module[1])
            command, stage = (module[1], launched) if launched else (command, stage)
        if stage == "python":
            script = _script_of(command)
            if script:
                found.append(
                    Command(stage_by_name(script) or stage_by_options(script, command), script, script)
                )
        elif stage:
            manifest = re.match(_MANIFEST, command)
            applied = manifest[1].strip("'\"") if manifest is not None else ""
            found.append(Command(stage, " ".join(command.split()[:2]), manifest=applied))
    return found


def _script_of(command: str) -> str:
    """The script among the words of an interpreter's command; ``-m package.module`` counts as a path."""
    words = command.split()
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


def stage_by_options(script: str, command: str) -> str:
    """The stage that a script's options speak of, unless its name speaks of something else."""
    if lexicon("training").denies(script.rpartition("/")[2].removesuffix(".py")):
        return ""
    return "train" if lexicon("training_options").word(command) else ""
