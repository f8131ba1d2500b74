"""Results of earlier runs, kept as long as nothing that they were made from has changed.

An entry holds for the bytes of its notebook, the content of every other file that was read or looked for,
the configuration, the options, the version and the day.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from nbready import __version__
from nbready.config import Config
from nbready.files.read import FileError, read_file
from nbready.lint.findings import NotebookResult
from nbready.lint.rules import RULE_BY_CODE
from nbready.lint.shelf import Shelf
from nbready.notebook.file import MAX_BYTES
from nbready.reads import noting_reads

# Counts the shapes that an entry has had.
_SHAPE = 6

Row = TypeVar("Row", bound="tuple[Any, ...]")


class Subject(NamedTuple):
    """What a result is about: the file as it was named, where it is, and what it holds.

    Attributes:
        shown: The path as the report shows it.
        file: The same as an absolute path.
        data: The file's bytes.
        config: The configuration that holds for it.
    """

    shown: str
    file: str
    data: bytes
    config: Config


class Cache:
    """The results of earlier runs under the same options.

    Args:
        folder: Where they are kept.
        options: What the results depend on besides files, as text.
    """

    def __init__(self, folder: Path, options: str) -> None:
        self._shelf = Shelf(folder)
        self._options = repr((__version__, _SHAPE, sys.version_info[:2], options))
        self._states: dict[str, str] = {}
        self._configs: dict[int, tuple[Config, str]] = {}

    def remembered(
        self, check: Callable[[], NotebookResult], *, shown: str, file: str, data: bytes, config: Config
    ) -> NotebookResult:
        """The result of an earlier run, if it still holds; else what ``check`` gives, kept for later ones."""
        subject = Subject(shown=shown, file=file, data=data, config=config)
        known = self.find(subject)
        if known is None:
            with noting_reads() as reads:
                known = check()
            self.keep(subject, known, reads)
        return known

    def find(self, subject: Subject) -> NotebookResult | None:
        """The result of an earlier run, if it still holds."""
        kept = self._shelf.read(_name(subject))
        try:
            entry = json.loads(kept) if kept else {}
            if entry.get("made_from") != self._digest(subject):
                return None
            if any(self._state(path) != state for path, state in entry["reads"].items()):
                return None
            return _result(entry["result"], subject.shown)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None  # whatever is wrong with an entry, the check goes on

    def keep(self, subject: Subject, result: NotebookResult, reads: Iterable[str]) -> None:
        """Keep a result and what it was made from."""
        named = (subject.config.questions, subject.config.charter, subject.config.template)
        paths = {*reads, *(str(path) for path in named if path)}
        entry = {
            "made_from": self._digest(subject),
            "reads": {path: self._state(path) for path in sorted(paths)},
            "result": _entry(result),
        }
        self._shelf.write(_name(subject), json.dumps(entry).encode())

    def _digest(self, subject: Subject) -> str:
        known = self._configs.get(id(subject.config))
        if known is None:
            known = (subject.config, _hash(self._options, repr(subject.config)))
            self._configs[id(subject.config)] = known
        return known[1] + hashlib.sha256(subject.data).hexdigest()

    def _state(self, path: str) -> str:
        """The content of a file as a digest, or what there is in its place; asked once a run."""
        if path not in self._states:
            self._states[path] = _state(path)
        return self._states[path]


def _name(subject: Subject) -> str:
    return f"{_hash(subject.file, subject.shown)[:32]}.entry"


def _state(path: str) -> str:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 (a Path costs more than the call)
    except (OSError, ValueError):
        return "absent"
    if not stat.S_ISREG(mode):
        return "folder" if stat.S_ISDIR(mode) else "other"
    try:
        return hashlib.sha256(read_file(path, max_bytes=MAX_BYTES)).hexdigest()
    except FileError:
        return "unreadable"


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode(errors="surrogateescape")).hexdigest()


def _entry(result: NotebookResult) -> dict[str, Any]:
    """A result as JSON, without its path; findings and verdicts become the rows of their values."""
    entry = result._asdict()
    del entry["path"]
    return entry


def _result(entry: Any, shown: str) -> NotebookResult:
    """A result out of its entry; ValueError or TypeError for whatever a check could not have come to."""
    result = _whole({**entry, "path": shown}, NotebookResult)
    if any(finding.code not in RULE_BY_CODE for finding in (*result.findings, *result.ignored)):
        raise ValueError("a rule that there is not")
    return result


def _whole(value: Any, row: type[Row]) -> Row:
    """The named tuple that JSON holds, as an object or a list of its values, each of its type."""
    hints = _hints(row)
    given = value if isinstance(value, dict) else dict(zip(hints, value, strict=True))
    if given.keys() != hints.keys():
        raise ValueError(f"{row.__name__} has other fields")
    return row(**{name: _typed(given[name], hint) for name, hint in hints.items()})


@cache
def _hints(row: type[Any]) -> dict[str, Any]:
    return get_type_hints(row)


def _typed(value: Any, hint: Any) -> Any:
    """A value of JSON as a type says; ValueError where it is none."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        return tuple(_typed(item, arguments[0]) for item in _of(value, list))
    if origin is UnionType:  # of something and None
        return None if value is None else _typed(value, arguments[0])
    if origin is Literal:
        if value not in arguments:
            raise ValueError(f"{value!r} is none of {arguments}")
        return value
    if origin is not None and issubclass(origin, Mapping):
        items = _of(value, dict).items()
        return {_typed(key, arguments[0]): _typed(item, arguments[1]) for key, item in items}
    return _whole(value, hint) if hasattr(hint, "_fields") else _of(value, hint)


def _of(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{value!r} is no {kind.__name__}")
    return value
