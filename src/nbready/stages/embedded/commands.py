"""What the catalogue knows of other languages, as patterns of whole words."""

from __future__ import annotations

import re
from functools import lru_cache

from nbready.stages.catalogue import Catalogue


def stage_of(catalogue: Catalogue, language: str, text: str) -> str:
    """What a text does that begins with a command: its stage, or section; empty for none."""
    for section in catalogue.commands.get(language, ()):
        if rule(catalogue, language, section).match(text):
            return section
    return ""


def rule(catalogue: Catalogue, language: str, section: str) -> re.Pattern[str]:
    """The commands of a section as one pattern."""
    return _pattern(tuple(catalogue.commands[language].get(section, ())))


@lru_cache(maxsize=64)
def _pattern(lines: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(_regex, lines))})(?![\w.-])", re.I)


def _regex(line: str) -> str:
    """A command as the catalogue writes it: words, with ``|`` between those of which one will do."""
    parts = [r"(?:\S+\s+)*?" if word == ".." else f"(?:{re.escape(word)})\\s+" for word in line.split()]
    text = "".join(parts).removesuffix(r"\s+")
    return text.replace(r"\|", "|").replace(r"\*", r"[^\s]*")
