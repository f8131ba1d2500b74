"""TOML of strangers: parsed in a time that goes with its length, and every failure one sentence."""

from __future__ import annotations

import re
import sys
from typing import Any

from nbready.files.read import FileError

MAX_BYTES = 2**20
"""Above any configuration that a person wrote."""
_MOST_PARTS = 100

# What a dot in it does not divide: strings and comments.
_OPAQUE = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_BETWEEN_KEYS = re.compile(r"([\n=,{])")


def parse_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises:
        FileError: It is not TOML, or made to be slow; says where.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    _refuse_long_keys(text)
    try:
        return tomllib.loads(text)
    except ValueError as error:  # a number that Python refuses is one too
        raise FileError(f"it is not valid TOML: {error}") from error
    except RecursionError as error:
        raise FileError("its values are nested too deeply") from error


def _refuse_long_keys(text: str) -> None:
    """Refuse ``a.b.c. ...``: the time that parsers take grows with the square of its parts."""
    # Most files have no line that is worth a closer look.
    if all(line.count(".") < _MOST_PARTS for line in text.split("\n")):
        return
    # Line ends inside strings stay, so that lines can still be counted.
    bare = _OPAQUE.sub(lambda match: "_" + "\n" * match[0].count("\n"), text)
    line = 1
    for piece in _BETWEEN_KEYS.split(bare):
        if piece.count(".") >= _MOST_PARTS:
            raise FileError(f"the key on line {line} has more than {_MOST_PARTS} parts")
        line += piece == "\n"
