"""The default questions as a program reads them fastest.

``questions.yaml`` is what people read and change; ``questions.json`` is the same, without the time that
reading YAML takes at every start. ``python -m nbready.charter.prepared`` makes it anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

from nbready.charter.model import Value
from nbready.charter.yaml_text import read_yaml

SOURCE = Path(__file__).with_name("questions.yaml")
PREPARED = SOURCE.with_suffix(".json")


def read_prepared() -> Value:
    """The content of the default questions file, every scalar a text."""
    return cast("Value", json.loads(PREPARED.read_bytes()))


def prepare() -> str:
    """What the prepared file has to hold."""
    content = read_yaml(SOURCE.read_text(encoding="utf-8"), path=SOURCE).value
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PREPARED.write_text(prepare(), encoding="utf-8")
