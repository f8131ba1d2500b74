"""Files, requests and pictures: whether reading one reads data, by what they and their holders are called.

Reading is a load unless something says that it is not: the name of the file, of what holds its path, of what
keeps the result, of the function that reads; or that this notebook itself has written the file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from nbready.stages.arguments import Arguments, text_of
from nbready.stages.lexicon import Said, lexicon
from nbready.stages.naming import name_of, words_of
from nbready.stages.pattern import Pattern
from nbready.stages.values import Const, Instance, Value

if TYPE_CHECKING:
    from nbready.stages.interpreter import Interpreter

_FOLDERS = Pattern(r"(?<![a-z])(datasets?|train|training)[/\\]", re.I)
_THIS_MACHINE = Pattern(r"//(localhost|127\.0\.0\.1|0\.0\.0\.0)\b")
# How a file is called that this notebook writes.
OWN = "written by this notebook"
# Of a file system that tells of the machine.
_SYSTEM = Pattern(r"^\s*/(proc|sys|etc|dev)/")


def reads(arguments: Arguments) -> bool:
    """Whether a call of ``open`` opens for reading."""
    mode = _mode(arguments)
    if mode:
        return not any(letter in mode for letter in "wax")
    return "mode" not in arguments.kwargs and len(arguments.node.args) < 2


def opens_bytes(arguments: Arguments) -> bool:
    """Whether a call of ``open`` gives bytes: of anything, until they are taken apart."""
    return "b" in _mode(arguments)


def reading(walk: Interpreter, text: str) -> Said:
    """What reading a file reads: its subject, and the word that says so; no subject where nothing does.

    ``text`` is the path as far as it is known, and how the code names it.
    """
    target = kept_as(walk)
    word = lexicon("other").word(text) or lexicon("other").word(target)
    if word or _SYSTEM.search(text):
        return Said("other", word)
    if OWN in text or text.strip() in walk.state.outputs:
        return Said("other", OWN)
    data, model = lexicon("data").word(target), lexicon("model").word(target)
    if model:
        return Said("model", model)
    name = re.split(r"[/\\]", text.strip())[-1]
    model = lexicon("model").word(name)
    if data or model:
        return Said("data", data) if data else Said("model", model)
    asset = lexicon("asset").word(name) or lexicon("asset").word(target)
    if asset:
        return Said("asset", asset)
    data = lexicon("data").word(text)
    if data:
        return Said("data", data)
    inside = _function(walk)
    word = lexicon("other").word(inside) or _head(inside, ("function", "model"), "data")
    return Said("other", word) if word else Said("")


def _head(name: str, subjects: tuple[str, ...], unless: str) -> str:
    """The word of one of the subjects in a name; empty where a word of another one stands behind it.

    A name is about its last word: ``load_text_processor`` is about a processor, ``load_model_data`` is not.
    """
    for subject in subjects:
        word, end = lexicon(subject).last(name)
        if word and lexicon(unless).last(name)[1] < end:
            return word
    return ""


def says_other(text: str) -> bool:
    """Whether a text speaks of a configuration, a model or an asset."""
    return bool(lexicon("other").word(text) or lexicon("model").word(text))


def _path(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    node = arguments.first_node("data", "path", "filename", "file", "filepath", "fname")
    value = arguments.first("data", "path", "filename", "file", "filepath", "fname")
    if isinstance(value, Const):
        return isinstance(value.value, str)
    if isinstance(value, Instance):
        return value.kind in ("path", "file")
    if isinstance(node, ast.JoinedStr | ast.BinOp) and text_of(walk, node, value):
        return True
    return value is None and bool(re.search(r"path|file|url|fname|(_|\b)(dir|uri)\b", words_of(node)))


def _opened(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """Opening a file counts where its name says data already; else it counts where it is read."""
    if not reads(arguments):
        return False
    text = arguments.words("file", "name", "path")
    said = reading(walk, text)
    if walk.looping > 0 and said.subject in ("", "asset"):
        return not isinstance(arguments.first_node("file", "name", "path"), ast.Constant | None)
    if said.subject != "data" or not opens_bytes(arguments):
        return said.subject == "data"
    known = arguments.text("file", "name", "path")
    return bool(lexicon("data").word(known)) and not lexicon("function").word(_function(walk))


def _read(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """Reading what is open, unless opening it counted, in this very cell."""
    if not isinstance(owner, Instance):
        return False
    if owner.effect is not None and owner.cell == walk.state.cell:
        return False
    return reading(walk, owner.note).subject in ("", "data")


def _taken_apart(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """Taking apart the bytes of a file that nothing was known of when it was opened."""
    given = arguments.first("buffer", "string", "s")
    return isinstance(given, Instance) and given.kind == "content" and _read(walk, given, arguments)


def _parsed(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """Reading and parsing a file, or what is open."""
    text = arguments.words("file", "f", "fp", "filename", "name", "path")
    return reading(walk, text).subject in ("", "data") and not _THIS_MACHINE.search(text)


def _kept(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """What comes out of a file that mostly holds a model: data, if it is named so."""
    return reading(walk, arguments.words("file", "filename")).subject == "data"


def _reading(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    return reads(arguments)


def _pictures(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """Reading one picture shows an asset; out of a folder of data, or in a loop, pictures are data."""
    node = arguments.first_node("fp", "filename", "fname", "path", "uri")
    value = arguments.first("fp", "filename", "fname", "path", "uri")
    if isinstance(value, Instance) and value.kind in ("memory", "buffer", "response", "content"):
        return False
    text = arguments.text("fp", "filename", "fname", "path", "uri")
    if "://" not in text and _FOLDERS.search(text):
        return True
    if walk.looping == 0 or node is None or isinstance(node, ast.Constant):
        return False
    return not says_other(f"{text} {words_of(node)}")


def _fetched(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """A request brings data unless its address, or the function that makes it, says otherwise."""
    text = arguments.words("url")
    if lexicon("other").word(text) or lexicon("address").word(text):
        return False
    return not lexicon("function").word(_function(walk))


def _function(walk: Interpreter) -> str:
    """The name of the function whose body is walked."""
    return getattr(walk.active[-1], "name", "") if walk.active else ""


def _mode(arguments: Arguments) -> str:
    """The mode that a call of ``open`` is given, as far as it is written out."""
    mode = arguments.args[1] if len(arguments.args) > 1 else arguments.kwargs.get("mode")
    return mode.value if isinstance(mode, Const) and isinstance(mode.value, str) else ""


def kept_as(walk: Interpreter) -> str:
    """The names that the statement at hand gives its result."""
    names = [
        name_of(item)
        for target in walk.targets
        for item in (target.elts if isinstance(target, ast.Tuple | ast.List) else [target])
    ]
    return " ".join(names).lower()


CONDITIONS: dict[str, Callable[[Interpreter, Value, Arguments], bool]] = {
    "path": _path,
    "opened": _opened,
    "read": _read,
    "parsed": _parsed,
    "taken apart": _taken_apart,
    "kept as data": _kept,
    "fetched": _fetched,
    "reading": _reading,
    "pictures": _pictures,
}
