"""What the form offers to be picked instead of typed again: names and texts of the project's own charters.

Nothing is filled in. The other charters are strangers' files: few of them are read, none for long, and what
cannot be read offers nothing.
"""

from __future__ import annotations

import json
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from pathlib import Path

from nbready.charter.model import Charter, Part, Questions, Value
from nbready.charter.store import METADATA_KEY
from nbready.charter.words import bare
from nbready.document import Document, Source, read_document
from nbready.errors import NbreadyError
from nbready.files.read import FileError, read_file
from nbready.git import ask_git
from nbready.notebook.outline import outline

SECONDS, MAX_FILES, MAX_BYTES = 0.2, 50, 2_000_000
"""How long other charters are looked for, and number and size in bytes of the files that are read."""

MOST, LONGEST = 12, 120
"""How many texts a field is offered, and the longest, in characters: what is longer is no name."""

BLANK = "___"
"""What a preset leaves for a project to fill in: no word of anybody yet."""

AUTHOR = "author"
PEOPLE = "people"


def find_offers(document: Document) -> dict[str, list[str]]:
    """What each field is offered, what is nearest first.

    By name: ``author``, ``people`` for every field that names some, ``QUESTION.PART`` for a line of text.
    """
    end = time.monotonic() + SECONDS
    folder = document.path.parent if document.path else Path.cwd()
    user = _git_user(folder)
    charters = [document.charter, *_other_charters(document, folder, end)]
    found: dict[str, list[str]] = {AUTHOR: [user], PEOPLE: []}
    for charter in charters:
        found[AUTHOR].append(charter.author)
        found[PEOPLE].append(charter.author)
        for name, text in _texts(charter, document.questions):
            found.setdefault(name, []).append(text)
    found[PEOPLE].append(user)
    nobody = document.questions.generic_people | document.questions.placeholders
    return {name: kept for name, texts in found.items() if (kept := _kept(texts, nobody))}


def _git_user(folder: Path) -> str:
    """Who commits here, as they named themselves to git; empty where git knows nobody."""
    with suppress(NbreadyError):
        return (ask_git(folder, "config", "--get", "user.name") or b"").decode(errors="replace")
    return ""


def _kept(texts: Iterable[str], nobody: Set[str]) -> list[str]:
    fitting = (text.strip() for text in texts if len(text) <= LONGEST)
    lines = (text for text in fitting if text and "\n" not in text and BLANK not in text)
    return [text for text in dict.fromkeys(lines) if bare(text) not in nobody][:MOST]


def _texts(charter: Charter, questions: Questions) -> Iterator[tuple[str, str]]:
    for question in questions:
        # What an agent drafted is nobody's word yet.
        if question.key not in charter.answers or question.key in charter.source:
            continue
        answer = charter.answers[question.key]
        for item in answer if isinstance(answer, list) else (answer,):
            for part in question.parts:
                value = item.get(part.key) if isinstance(item, dict) else None if part.key else item
                yield from ((_name(question.key, part), text) for text in _lines(part, value))


def _name(key: str, part: Part) -> str:
    return PEOPLE if part.type == "people" else f"{key}.{part.key}"


def _lines(part: Part, value: Value | None) -> Iterator[str]:
    if part.type in ("people", "text"):
        values = value if isinstance(value, list) else (value,)
        yield from (text for text in values if isinstance(text, str))


def _other_charters(document: Document, folder: Path, end: float) -> Iterator[Charter]:
    root = document.config.root
    nearby = _notebooks(folder, end, is_deep=folder == root)
    elsewhere = _notebooks(root, end, is_deep=True) if root and root != folder else ()
    seen = {document.path}
    for path in (*nearby, *elsewhere):
        if time.monotonic() > end or len(seen) > MAX_FILES:
            return
        if path not in seen:
            seen.add(path)
            yield from _charter_in(path, document, root or folder)


def _charter_in(path: Path, document: Document, root: Path) -> Iterator[Charter]:
    try:
        data = read_file(path, max_bytes=MAX_BYTES, within=(root,))
        raw = json.loads(data) if b"nbready" in data or b"%%charter" in data else None
    except (FileError, ValueError, RecursionError):
        return
    metadata = raw.get("metadata") if isinstance(raw, dict) else None
    own = metadata.get(METADATA_KEY) if isinstance(metadata, dict) else None
    cells = [Source(kind=cell.kind, text=cell.text) for cell in outline(raw, prose=False)]
    with suppress(NbreadyError):
        yield read_document(cells, {METADATA_KEY: own} if own else {}, document.config, path=path).own


def _notebooks(top: Path, end: float, *, is_deep: bool) -> Iterator[Path]:
    """The notebooks in a folder and, if ``is_deep``, below it, the upper ones first."""
    folders = deque([top])
    while folders:
        with suppress(OSError), os.scandir(folders.popleft()) as entries:
            for entry in entries:
                if time.monotonic() > end:
                    return
                if entry.name.startswith("."):
                    continue
                if entry.name.endswith(".ipynb"):
                    yield Path(entry.path)
                elif is_deep and entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
