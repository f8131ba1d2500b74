"""Which rules run: by code or by the start of a code, from the configuration and from flags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from nbready.config import Config
from nbready.errors import ConfigError
from nbready.lint.rules import RULE_BY_CODE
from nbready.nearest import did_you_mean
from nbready.patterns import matches_any

ALL = "ALL"
_PREFIX = r"NBR\d{0,3}"


class Choice(NamedTuple):
    """What one place asks for, each entry a code (``NBR201``), the start of one (``NBR2``) or ``ALL``.

    Attributes:
        select: The rules to run; empty to leave the choice as it was.
        extend_select: Rules to run besides.
        ignore: Rules to leave out.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def choice_of(config: Config) -> Choice:
    """What the configuration asks for."""
    return Choice(select=config.select, extend_select=config.extend_select, ignore=config.ignore)


def select_codes(choices: Sequence[Choice], *, path: Path | None = None) -> frozenset[str]:
    """The codes of the rules to run.

    The more specific entry wins (``NBR201`` over ``NBR2``); of equally specific ones, ``ignore``. A later
    choice that selects starts anew, so that flags win over the configuration.

    Args:
        choices: What is asked for, the configuration first, flags last.
        path: The configuration file, for messages.

    Raises:
        ConfigError: An entry fits no rule.
    """
    chosen = frozenset(RULE_BY_CODE)
    for choice in choices:
        base = frozenset[str]() if choice.select else chosen
        wanted = _by_code((*choice.select, *choice.extend_select), path)
        unwanted = _by_code(choice.ignore, path)
        chosen = frozenset(
            code for code in RULE_BY_CODE if _is_chosen(code in base, wanted.get(code), unwanted.get(code))
        )
    return chosen


def ignored_for(file: Path, config: Config) -> frozenset[str]:
    """The codes that ``per-file-ignores`` leaves out for a file.

    Raises:
        ConfigError: An entry fits no rule.
    """
    return frozenset(
        code
        for pattern, entries in config.per_file_ignores.items()
        if matches_any(file, [pattern], config.root)
        for code in _by_code(entries, config.path)
    )


def matching_codes(entry: str, *, path: Path | None = None) -> tuple[str, ...]:
    """The codes that an entry stands for.

    Raises:
        ConfigError: It fits no rule.
    """
    start = entry.strip().upper()
    codes = tuple(code for code in RULE_BY_CODE if start == ALL or code.startswith(start))
    if not codes or not (start == ALL or re.fullmatch(_PREFIX, start)):
        raise ConfigError(f"No rule has the code `{entry}`.", path=path, remedy=_hint(start))
    return codes


def _hint(start: str) -> str:
    families = {code[:4] for code in RULE_BY_CODE}
    hint = did_you_mean(start, [*RULE_BY_CODE, *families, ALL])
    return hint if hint.startswith("Did") else "`nbready rule --list` shows the codes."


def _by_code(entries: Iterable[str], path: Path | None) -> dict[str, int]:
    """By code, how specific the most specific entry for it is."""
    length: dict[str, int] = {}
    for entry in entries:
        for code in matching_codes(entry, path=path):
            own = 0 if entry.strip().upper() == ALL else len(entry.strip())
            length[code] = max(own, length.get(code, 0))
    return length


def _is_chosen(before: bool, wanted: int | None, unwanted: int | None) -> bool:
    if wanted is None and unwanted is None:
        return before
    return (-1 if wanted is None else wanted) > (-1 if unwanted is None else unwanted)
