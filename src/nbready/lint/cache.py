"""Results of earlier runs, kept as long as nothing that they were made from has changed.

An entry holds for the bytes of its notebook, the content of every other file that was read or looked for,
the configuration, the options, the version and the day. The folder is safe to delete at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from nbready import __version__
from nbready.config import Config
from nbready.lint.findings import Finding, NotebookResult, VerdictRecord
from nbready.reads import noting_reads

FOLDER = ".nbready_cache"
# Counts the shapes that an entry has had.
_SHAPE = 2

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder was made by nbready; delete it at will.\n"


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
        folder: Where they are kept; made when it is needed.
        options: What the results depend on besides files, as text.
    """

    def __init__(self, folder: Path, options: str) -> None:
        self._folder = folder
        self._options = repr((__version__, _SHAPE, sys.version_info[:2], options))
        self._states: dict[str, str] = {}
        self._configs: dict[int, tuple[Config, str]] = {}
        self._is_ready = False

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
        try:
            entry = json.loads(self._file(subject).read_bytes())
            if entry["made_from"] != self._digest(subject):
                return None
            if any(self._state(path) != state for path, state in entry["reads"].items()):
                return None
            return _result(entry["result"], subject.shown)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None  # whatever is wrong with the folder, the check goes on

    def keep(self, subject: Subject, result: NotebookResult, reads: Iterable[str]) -> None:
        """Keep a result and what it was made from."""
        named = (subject.config.questions, subject.config.charter, subject.config.template)
        paths = {*reads, *(str(path) for path in named if path)}
        entry = {
            "made_from": self._digest(subject),
            "reads": {path: self._state(path) for path in sorted(paths)},
            "result": _entry(result),
        }
        with contextlib.suppress(OSError):
            self._make_folder()
            self._file(subject).write_text(json.dumps(entry), encoding="utf-8")

    def _file(self, subject: Subject) -> Path:
        return self._folder / f"{_hash(subject.file, subject.shown)[:32]}.json"

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

    def _make_folder(self) -> None:
        if not self._is_ready:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
            (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
            self._is_ready = True


def _state(path: str) -> str:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 (a Path costs more than the call)
    except (OSError, ValueError):
        return "absent"
    if not stat.S_ISREG(mode):
        return "folder" if stat.S_ISDIR(mode) else "other"
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode(errors="surrogateescape")).hexdigest()


def _entry(result: NotebookResult) -> dict[str, Any]:
    """A result as JSON, without its path; findings and verdicts become the rows of their values."""
    entry = result._asdict()
    del entry["path"]
    return entry


def _result(entry: dict[str, Any], shown: str) -> NotebookResult:
    result = NotebookResult(path=shown, **{**entry, "findings": (), "ignored": (), "verdicts": ()})
    return result._replace(
        findings=tuple(_finding(row) for row in entry["findings"]),
        ignored=tuple(_finding(row) for row in entry["ignored"]),
        verdicts=tuple(_verdict(row) for row in entry["verdicts"]),
    )


def _finding(row: list[Any]) -> Finding:
    finding = Finding._make(row)
    return finding._replace(questions=tuple(finding.questions))


def _verdict(row: list[Any]) -> VerdictRecord:
    verdict = VerdictRecord._make(row)
    return verdict._replace(open=tuple(verdict.open))
