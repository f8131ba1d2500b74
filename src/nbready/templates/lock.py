"""The parts of a template that are the instructor's: its questions, its policy, the answers it pins.

They travel inside the notebook, in a cell and in its metadata, so whoever holds it can change them; their
fingerprint tells. It is a seal, not a signature: where it matters, `nbready check --template COURSE.ipynb`
holds notebooks against the template itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbready.charter.store import METADATA_KEY
from nbready.errors import ConfigError, NotebookError

PARTS: Mapping[str, str] = {
    "questions": "questions",
    "policy": "policy",
    "pinned": "pinned answers",
}
"""The locked parts, and what people call them; a fingerprint has a group of digits for each, in order."""

LOCKED = ("questions", "policy", "template")
"""The keys of ``metadata.nbready`` that hold them."""

IN_CELL = "rules"
"""The key of ``template`` that says where else its rules stand: ``cell``."""

PRESET = "preset"
"""The key of ``template`` that names the preset it was made from."""

_DIGITS = 12


def lock(
    name: str,
    *,
    questions: object = None,
    policy: Mapping[str, str] | None = None,
    pinned: Mapping[str, object] | None = None,
    preset: str = "",
) -> dict[str, Any]:
    """The locked keys of a template's ``metadata.nbready``: ``questions``, ``policy`` and ``template``.

    Args:
        name: The template's name.
        questions: A questions file's content, if the template brings its own.
        policy: Level by gate.
        pinned: Answers that hold whatever the notebook says.
        preset: Where examples for its kind of project are; it binds nobody, and is not sealed.
    """
    value: dict[str, Any] = {"questions": questions} if questions else {}
    if policy:
        value["policy"] = dict(policy)
    template: dict[str, Any] = {"name": name, "pinned": dict(pinned)} if pinned else {"name": name}
    value["template"] = template
    template[IN_CELL] = "cell"
    if preset:
        template[PRESET] = preset
    template["fingerprint"] = ".".join(_seals(value).values())
    return value


def broken_parts(stored: object) -> tuple[str, ...]:
    """The locked parts of a ``metadata.nbready`` that are no longer what the template's fingerprint seals.

    Returns:
        What people call them; nothing for a notebook that comes from no template.
    """
    template = _table(_table(stored).get("template"))
    if "fingerprint" not in template and "name" not in template:
        return ()
    sealed = str(template.get("fingerprint", "")).split(".")
    if len(sealed) != len(PARTS):
        return ("fingerprint",)
    found = _seals(_table(stored)).values()
    return tuple(word for word, old, new in zip(PARTS.values(), sealed, found, strict=True) if old != new)


def differing_parts(stored: object, template: Mapping[str, Any]) -> tuple[str, ...]:
    """The locked parts of a ``metadata.nbready`` that are not those of ``template``, another one."""
    own, theirs = _seals(_table(stored)), _seals(template)
    return tuple(word for part, word in PARTS.items() if own[part] != theirs[part])


def complaint(
    stored: object, template: Mapping[str, Any] | None = None, *, has_rules_cell: bool = True
) -> str:
    """What to tell whoever opens a notebook whose locked parts were changed; empty where none was.

    Args:
        stored: The notebook's ``metadata.nbready``.
        template: That of the template it is held against, if one is known.
        has_rules_cell: Whether the cell that says the same is there; templates made before there was such
            a cell lack it from the beginning.
    """
    broken = broken_parts(stored) if template is None else differing_parts(stored, template)
    if not has_rules_cell and _table((template or _table(stored)).get("template")).get(IN_CELL):
        broken += ("rules cell",)
    if not broken:
        return ""
    name = _table((template or _table(stored)).get("template")).get("name", "")
    of = f"of the template `{name}`" if isinstance(name, str) and name else "of its template"
    return f"This notebook no longer carries the {' and '.join(broken)} {of}."


def impose(stored: object, template: Mapping[str, Any]) -> dict[str, Any]:
    """A ``metadata.nbready`` with the locked parts of ``template`` in place of its own."""
    kept = {key: value for key, value in _table(stored).items() if key not in LOCKED}
    return {
        "version": template.get("version", 1),
        **kept,
        **{key: template[key] for key in LOCKED if key in template},
    }


def read_template(path: Path) -> Mapping[str, Any]:
    """The ``metadata.nbready`` of a template notebook.

    Raises:
        ConfigError: It cannot be read, or is no template.
    """
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise ConfigError(f"This template cannot be read: {error.strerror}.", path=path) from error
    return _read_template(path, changed)


@lru_cache(maxsize=8)
def _read_template(path: Path, changed: int) -> Mapping[str, Any]:
    """Every notebook of a run asks for it; ``changed`` keeps what is remembered true."""
    from nbready.notebook import read_notebook

    try:
        stored = _table(read_notebook(path, validate=False).metadata.get(METADATA_KEY))
    except NotebookError as error:
        raise ConfigError(error.message, path=path, remedy=error.remedy) from error
    if not _table(stored.get("template")):
        raise ConfigError("This notebook is no template.", path=path, remedy="Make one with `nbready new`.")
    broken = broken_parts(stored)
    if broken:
        raise ConfigError(
            f"This template was changed since it was made: {', '.join(broken)}.",
            path=path,
            remedy="Make it again with `nbready new --from`.",
        )
    return stored


def _seals(stored: Mapping[str, Any]) -> dict[str, str]:
    parts = {**stored, "pinned": _table(stored.get("template")).get("pinned")}
    return {part: _digest(parts.get(part) or {}) for part in PARTS}


def _digest(value: object) -> str:
    import hashlib  # it brings OpenSSL: only where it is needed

    # ASCII escapes give every text an encoding, lone surrogates included: this is what somebody else wrote.
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
