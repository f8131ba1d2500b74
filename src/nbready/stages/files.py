"""Files, requests and pictures: whether reading one reads data, by what they and their holders are called."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from nbready.stages.arguments import Arguments, text_of
from nbready.stages.naming import name_of, words_of
from nbready.stages.pattern import Pattern
from nbready.stages.values import Const, Instance, Value
from nbready.stages.wording import (
    DATA_PATH,
    DATA_TEXT,
    DATA_WORD,
    MODEL_WORD,
    OTHER_WORD,
    says_data,
    says_other,
)

if TYPE_CHECKING:
    from nbready.stages.walk import Walk

_DIGESTS = Pattern(r"sha\d*|md5|hash|checksum|digest", re.I)
_THIS_MACHINE = r"localhost|127\.0\.0\.1|0\.0\.0\.0"
_LOCAL_URL = Pattern(rf"//({_THIS_MACHINE})\b")
_NO_DATA_URL = Pattern(
    rf"{_THIS_MACHINE}|\.(jpe?g|png|gif|webp|svg|py|mp3|mp4)\b|predict|health|image_url|img_url",
    re.I,
)
_LINE = Pattern(
    r"(^|[ _])(lines?|rows?|records?|samples?|examples?|sentences?|sents?|docs?|reviews?|tweets?|texts?)\b",
    re.I,
)
# `data/` holds whatever a notebook comes with; these hold what a model learns from.
_DATA_FOLDER = Pattern(r"(^|[/\\])(datasets?|train|training|test|valid|validation)[/\\]", re.I)


def reads(arguments: Arguments) -> bool:
    """Whether a call of ``open`` opens for reading."""
    mode = _mode(arguments)
    if mode:
        return not any(letter in mode for letter in "wax")
    return "mode" not in arguments.kwargs and len(arguments.node.args) < 2


def _path(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    node = arguments.first_node("data", "path", "filename", "file", "filepath", "fname")
    value = arguments.first("data", "path", "filename", "file", "filepath", "fname")
    if isinstance(value, Const):
        return isinstance(value.value, str)
    if isinstance(value, Instance):
        return value.kind in ("path", "file")
    if isinstance(node, ast.JoinedStr | ast.BinOp) and text_of(walk, node, value):
        return True
    return value is None and bool(re.search(r"path|file|url|fname|(_|\b)(dir|uri)\b", words_of(node)))


def _opened(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Opening a file counts where its own name, or that of the variable that holds its path, says data."""
    if not reads(arguments):
        return False
    node = arguments.first_node("file", "name")
    text = arguments.text("file", "name")
    if OTHER_WORD.search(_targets(walk)) or _is_digest(walk, arguments):
        return False
    if says_data(text) or (walk.looping > 0 and _one_of_many(node, text)):
        return True
    if not isinstance(node, ast.Name) or text.strip() or "b" in _mode(arguments):
        return False
    name = node.id
    return bool(DATA_PATH.search(name)) and not says_other(name)


def _data_file(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Parsing a file of text; the bytes of a file count only where its own name says that they are data."""
    if "b" in _mode(arguments):
        return reads(arguments) and says_data(arguments.text("name"))
    return reads(arguments) and _parsed(walk, owner, arguments)


def _parsed(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Parsing a file of text: data, unless it is named like a configuration or a label map."""
    target = _targets(walk)
    text = arguments.words()
    if OTHER_WORD.search(text) or OTHER_WORD.search(target) or _LOCAL_URL.search(text):
        return False
    if DATA_WORD.search(target) or DATA_TEXT.search(text) or DATA_WORD.search(text.lower()):
        return not MODEL_WORD.search(target)
    return False


def _unpickled(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """What comes out of a pickle: data, unless it is named like a model or its parts."""
    target = _targets(walk)
    if says_other(target):
        return False
    if DATA_WORD.search(target):
        return True
    text = arguments.text("file", "filename")
    if text.strip():
        return not says_other(text)
    return not MODEL_WORD.search(words_of(arguments.first_node("file", "filename")))


def _unpickled_data(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """What comes out of a file that mostly holds a model: data, if it is named so."""
    text = f"{arguments.words('file', 'filename')} {_targets(walk)}"
    return bool(DATA_WORD.search(text.lower())) and _unpickled(walk, owner, arguments)


def _reading(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    return reads(arguments)


def _text_file(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    return isinstance(owner, Instance) and (says_data(owner.note) or _read_as_data(walk, owner, arguments))


def _read_as_data(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """The text of a file whose name says nothing, kept under a name that says data."""
    return _is_kept_as(DATA_WORD, walk, owner)


def _read_by_line(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """A loop over the lines of a file whose name says nothing else, one row or text at a time."""
    return _is_kept_as(_LINE, walk, owner)


def _is_kept_as(names: Pattern, walk: Walk, owner: Value) -> bool:
    if not isinstance(owner, Instance) or owner.note == "written":
        return False
    return bool(names.search(_targets(walk))) and not says_other(owner.note)


def _named_data(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    return not says_other(arguments.words("name", "member"))


def _pictures(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Reading one picture shows an asset; out of a folder of data, or in a loop, pictures are data."""
    node = arguments.first_node("fp", "filename", "fname", "path", "uri")
    text = arguments.text("fp", "filename", "fname", "path", "uri")
    if "://" not in text and _DATA_FOLDER.search(text):
        return True
    return walk.looping > 0 and _one_of_many(node, text)


def _no_url_write(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """A request brings data unless its result only goes to disk or to a page."""
    text = arguments.words("url")
    return not (OTHER_WORD.search(text) or _NO_DATA_URL.search(text))


def _mode(arguments: Arguments) -> str:
    """The mode that a call of ``open`` is given, as far as it is written out."""
    mode = arguments.args[1] if len(arguments.args) > 1 else arguments.kwargs.get("mode")
    return mode.value if isinstance(mode, Const) and isinstance(mode.value, str) else ""


def _targets(walk: Walk) -> str:
    """The names that the statement at hand gives its result."""
    names = [
        name_of(item)
        for target in walk.targets
        for item in (target.elts if isinstance(target, ast.Tuple | ast.List) else [target])
    ]
    return " ".join(names).lower()


def _is_digest(walk: Walk, arguments: Arguments) -> bool:
    """Whether a function whose name says so takes the digest of a file's bytes."""
    inside = getattr(walk.active[-1], "name", "") if walk.active else ""
    return "b" in _mode(arguments) and bool(_DIGESTS.search(inside))


def _one_of_many(node: ast.expr | None, text: str) -> bool:
    """Whether a path that is read in a loop varies, and is not that of something else than data."""
    if node is None or isinstance(node, ast.Constant):
        return False
    return not says_other(f"{text} {words_of(node)}")


CONDITIONS: dict[str, Callable[[Walk, Value, Arguments], bool]] = {
    "path": _path,
    "opened": _opened,
    "parsed": _parsed,
    "data file": _data_file,
    "unpickled": _unpickled,
    "unpickled data": _unpickled_data,
    "fetched": _no_url_write,
    "reading": _reading,
    "text file": _text_file,
    "named data": _named_data,
    "read as data": _read_as_data,
    "read by line": _read_by_line,
    "pictures": _pictures,
}
