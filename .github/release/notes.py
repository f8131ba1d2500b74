"""The notes of a release: its part of the changelog.

    python .github/release/notes.py v1.2.3

Fails where the tag, the package's version and the changelog do not agree.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def notes(tag: str, changelog: str, version: str) -> str:
    """The part of ``changelog`` about the version that ``tag`` names.

    Raises:
        SystemExit: They do not agree; says what to mend.
    """
    if tag != f"v{version}":
        raise SystemExit(f"The tag is {tag}, but the package says {version}.")
    part = re.search(rf"^## {re.escape(version)}(.*)\n([\s\S]*?)(?=^## |\Z)", changelog, re.MULTILINE)
    if part is None:
        raise SystemExit(f"CHANGELOG.md has no part `## {version}`.")
    if "unreleased" in part[1]:
        raise SystemExit(f"CHANGELOG.md still says that {version} is unreleased: write its date.")
    return part[2].strip() + "\n"


if __name__ == "__main__":
    found = re.search(r'^__version__ = "(.+)"$', (ROOT / "src/nbready/__init__.py").read_text("utf-8"), re.M)
    print(notes(sys.argv[1], (ROOT / "CHANGELOG.md").read_text("utf-8"), found[1] if found else "?"), end="")
