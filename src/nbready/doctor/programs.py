"""Programs that the doctor knows by name only (``programs.json``)."""

from __future__ import annotations

import json
from importlib import resources

_NAMES: dict[str, list[str]] = json.loads(
    resources.files("nbready.doctor").joinpath("programs.json").read_text(encoding="utf-8")
)

LAUNCHERS = frozenset(_NAMES["launchers"])
"""What may stand before a program and starts it."""

HARMLESS = frozenset(_NAMES["harmless"])
"""What runs on notebooks and leaves their metadata as it is."""

PREFIXES = frozenset(_NAMES["prefixes"])
"""What a command of a shell script may begin with."""

PLUMBING = frozenset(_NAMES["plumbing"])
"""What a shell script does around the program that matters."""
