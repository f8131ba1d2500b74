"""Bytes to JSON, with one acceptance: what the standard decoder takes from UTF-8 text, as nbformat does.

Where orjson is installed it goes first. It takes a part of what the standard decoder takes and gives the
same values, except that it rounds whole numbers of more than 64 bits; whatever it refuses is decided, and
worded, by the standard decoder.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from nbready.errors import NotebookError
from nbready.notebook.scan import without_escapes

# As deep as orjson goes; the standard decoder counts the frames below it too.
_DEPTH = 1024
MOST_VALUES = 1_000_000
"""Keys, objects and lists that a file may have: in memory, each is some hundred bytes."""
_STRING = re.compile(rb'"[^"]*"')
# From here on, in bytes, orjson saves more time than its import takes.
_LARGE = 2_000_000
_NOT_JSON = "Open it in Jupyter and save it again, or restore it from version control."
_TOO_DEEP = "its values are nested too deeply"
_LFS = b"version https://git-lfs.github.com/spec/"
_CONFLICT = re.compile(rb"^(?:<{7}|>{7}) ?.*$", re.MULTILINE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"


def expect_many() -> None:
    """Prepare for many files: importing orjson takes longer than decoding a few without it."""
    _orjson_loads()


def refuse_crowds(data: bytes, *, path: Path | None = None) -> None:
    """Refuse what would take a hundred times its size in memory.

    Raises:
        NotebookError: (NBR001) It has more keys, objects and lists than any notebook.
    """
    # Each takes three bytes or more, and most files are far from having so many.
    if len(data) < 3 * MOST_VALUES or sum(map(data.count, (b":", b"[", b"{"))) < MOST_VALUES:
        return
    bare = _STRING.sub(b"", without_escapes(data))
    if sum(map(bare.count, (b":", b"[", b"{"))) >= MOST_VALUES:
        raise NotebookError(
            f"This file holds {MOST_VALUES:,} keys, objects and lists or more, and is not read.",
            path=path,
            remedy="Clear its outputs.",
        )


def decode_fast(data: bytes) -> Any:
    """What orjson makes of ``data``; None where it is not installed, not worth its import, or in doubt."""
    if len(data) < _LARGE and "orjson" not in sys.modules:
        return None
    loads = _orjson_loads()
    if loads is None:
        return None
    try:
        return loads(data)
    except ValueError:
        return None


def decode(data: bytes, *, path: Path | None = None) -> Any:
    """What the standard decoder makes of ``data``.

    Raises:
        NotebookError: It is a git-lfs pointer (NBR005), carries git's conflict markers (NBR004) or is not
            JSON (NBR002), with line and column.
    """
    text = _text(data, path)
    limit = sys.getrecursionlimit()
    try:
        try:
            return _loads(text)
        except RecursionError:
            sys.setrecursionlimit(limit + 2 * _DEPTH)
            return _loads(text)
        finally:
            sys.setrecursionlimit(limit)
    except RecursionError as error:
        raise _refusal(_TOO_DEEP, path=path) from error
    except json.JSONDecodeError as error:
        raise _explain(data, error, path) from error


def refuse_halves(value: object, *, path: Path | None = None) -> None:
    """Refuse a JSON value with a text that holds half a surrogate pair, which no encoding can write.

    Raises:
        NotebookError: (NBR002) It does, or it is nested too deeply to tell.
    """
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise _refusal(_TOO_DEEP, path=path) from error
    except UnicodeEncodeError as error:
        raise _refusal(
            "it holds half of a surrogate pair (such as `\\ud83d`), which is no character",
            path=path,
            remedy="Find the broken emoji and type it again.",
        ) from error


@cache
def _orjson_loads() -> Any:
    try:
        import orjson
    except ImportError:
        return None
    return orjson.loads


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError:  # Python refuses whole numbers of more than 4,300 digits
        return json.loads(text, parse_int=float)


def _text(data: bytes, path: Path | None) -> str:
    if data.startswith(_BOM):
        raise _refusal(
            "it starts with a byte order mark, which Jupyter doesn't accept",
            path=path,
            remedy="Save it as UTF-8 without a byte order mark.",
        )
    if data.startswith(_WIDE):
        raise _refusal("it is UTF-16 text", path=path, remedy="Save it as UTF-8.")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _refusal(
            f"byte {error.start + 1} is not UTF-8", path=path, line=data.count(b"\n", 0, error.start) + 1
        ) from error


def _explain(data: bytes, error: json.JSONDecodeError, path: Path | None) -> NotebookError:
    if data.startswith(_LFS):
        return NotebookError(
            "This is a git-lfs pointer, not the notebook itself.",
            code="NBR005",
            path=path,
            remedy="Run `git lfs pull`.",
        )
    conflict = _CONFLICT.search(data)
    if conflict:
        return NotebookError(
            "A git merge conflict is left in this file.",
            code="NBR004",
            path=path,
            line=data.count(b"\n", 0, conflict.start()) + 1,
            remedy="Resolve it (`nbdime mergetool` helps), then check again.",
        )
    if not data.strip():
        return _refusal("it is empty", path=path)
    if data.lstrip()[:1] == b"<":
        return _refusal("it is a web page", path=path, remedy="Download the notebook itself (the raw file).")
    problem = error.msg[:1].lower() + error.msg[1:]
    return _refusal(problem, path=path, line=error.lineno, column=error.colno)


def _refusal(
    problem: str,
    *,
    path: Path | None,
    line: int | None = None,
    column: int | None = None,
    remedy: str = _NOT_JSON,
) -> NotebookError:
    message = f"This file is not a notebook in JSON: {problem}."
    return NotebookError(message, code="NBR002", path=path, line=line, column=column, remedy=remedy)
