"""What the pages tell people to type: commands of a terminal, lines and cells of a notebook, Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")))

_FENCE = re.compile(r"^(`{3,})([^\n]*)\n(.*?)^\1 *$", re.DOTALL | re.MULTILINE)
_INDENTED = re.compile(r"(?<=\n\n)(?:    [^\n]*(?:\n|$)|\n(?=    ))+")
_INLINE = re.compile(r"(?<!`)`(%?nbready [^`\n]+)`(?!`)")
# Before a command in YAML of a CI, and after it.
_STEP = re.compile(r"^(?:- )?(?:(?:run|script): )?(?=\S+ )")
_OPTIONAL = re.compile(r"\[(--[^\]]+)\]")


class Written(NamedTuple):
    """Something to type, in the place where a page says it."""

    page: str
    kind: str
    """``shell``, ``cell`` or ``python``; ``name`` where a sentence speaks of a command or a magic."""
    text: str

    @property
    def name(self) -> str:
        """What a mark calls it: its first line."""
        return f"{self.page}: {self.text.splitlines()[0]}"


def written(page: str) -> list[Written]:
    """Everything that a page says to type, in its order; a line said twice comes once."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found: list[tuple[int, Written]] = []
    for fence in _FENCE.finditer(text):
        found += ((fence.start(), Written(page, *typed)) for typed in _of_fence(fence[2].strip(), fence[3]))
    text = _FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), text)
    for block in _INDENTED.finditer(text):
        plain = re.sub(r"^    ", "", block[0], flags=re.MULTILINE)
        found += ((block.start(), Written(page, *typed)) for typed in _of_block(plain))
    text = _INDENTED.sub(lambda block: re.sub(r"[^\n]", " ", block[0]), text)
    for span in _INLINE.finditer(text):
        is_name = len(span[1].split()) == 2 and not span[1].startswith("%load_ext")
        kind = "name" if is_name else "cell" if span[1].startswith("%") else "shell"
        found += ((span.start(), Written(page, kind, one)) for one in _choices(span[1]))
    return list(dict.fromkeys(one for _, one in sorted(found, key=lambda pair: pair[0])))


def _of_fence(language: str, body: str) -> Iterator[tuple[str, str]]:
    if language == "python":
        yield "python", body
    elif language in ("yaml", "shell", "bash", "console"):
        yield from _commands(body)


def _of_block(body: str) -> Iterator[tuple[str, str]]:
    if body.startswith("%%"):
        yield "cell", body.rstrip()
    elif body.startswith("nbready."):
        yield "python", body.strip()
    else:
        yield from _commands(body)
        yield from (("cell", line) for line in body.splitlines() if line.startswith("%"))


def _commands(body: str) -> Iterator[tuple[str, str]]:
    for line in body.splitlines():
        command = _STEP.sub("", line.strip())
        if command.startswith("nbready ") or " | nbready " in command:
            yield from (("shell", one) for one in _choices(command))


def _choices(command: str) -> Iterator[str]:
    """``[--format text|json]``: a command without it, and one for each."""
    options = [
        ["", *(f"{name} {choice}".strip() for choice in choices.split("|"))]
        for name, _, choices in (option.partition(" ") for option in _OPTIONAL.findall(command))
    ]
    for chosen in product(*options):
        yield " ".join(_OPTIONAL.sub("{}", command).format(*chosen).split()) if options else command
