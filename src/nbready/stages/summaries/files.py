"""Files, requests and pictures: whether reading one reads data, by what they and their holders are called.

Reading is a load unless something says that it is not: the name of the file, of what holds its path, of what
keeps the result, of the function that reads; or that this notebook itself has written the file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from nbready.stages.arguments import Arguments, Names
from nbready.stages.interpreter import Interpreter
from nbready.stages.lexicon import Said, lexicon
from nbready.stages.naming import name_of
from nbready.stages.values import Const, Instance

# How a file is called that this notebook writes.
OWN = "written by this notebook"
FILE = ("file", "name", "path", "0")
MODE = ("mode", "1")
_PICTURE = ("fp", "filename", "fname", "path", "uri", "0")


def reads(arguments: Arguments, mode: Names = MODE) -> bool:
    """Whether a call of ``open`` opens for reading; a mode that is not written out may be any."""
    if arguments.code(mode) is None:
        return True
    written = _literal(arguments, mode)
    return bool(written) and not any(letter in written for letter in "wax")


def opens_bytes(arguments: Arguments) -> bool:
    """Whether a call of ``open`` gives bytes: of anything, until they are taken apart."""
    return "b" in _literal(arguments, MODE)


def reading(walk: Interpreter, text: str) -> Said:
    """What reading a file reads: its subject, and the word that says so; no subject where nothing does.

    ``text`` is the path as far as it is known, and how the code names it.
    """
    target = kept_as(walk)
    word = lexicon("other").word(text) or lexicon("other").word(target)
    if word:
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
    inside = function_of(walk)
    word = lexicon("other").word(inside) or _head(inside, ("function", "sends", "model"), "data")
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


def _opened(walk: Interpreter, arguments: Arguments) -> bool:
    """Opening a file counts where its name says data already; else it counts where it is read."""
    if not reads(arguments):
        return False
    said = reading(walk, arguments.words(FILE))
    if walk.looping > 0 and said.subject in ("", "asset"):
        return not isinstance(arguments.code(FILE), ast.Constant | None) and not _sends(walk)
    if said.subject != "data" or not opens_bytes(arguments):
        return said.subject == "data"
    inside = function_of(walk)
    return bool(lexicon("data").word(arguments.text(FILE))) and not (
        lexicon("function").word(inside) or _sends(walk)
    )


def _pictures(walk: Interpreter, arguments: Arguments) -> bool:
    """Reading one picture shows an asset; out of a folder of data, or in a loop, pictures are data."""
    value = arguments.value(_PICTURE)
    if _sends(walk) or (
        isinstance(value, Instance) and value.kind in ("memory", "buffer", "response", "content")
    ):
        return False
    text = arguments.text(_PICTURE)
    if "://" not in text and lexicon("folder").word(text):
        return True
    if walk.looping == 0 or isinstance(arguments.code(_PICTURE), ast.Constant | None):
        return False
    return not says_other(arguments.words(_PICTURE))


def _sends(walk: Interpreter) -> bool:
    """Whether the function whose body is walked only sends on what it reads."""
    return bool(lexicon("sends").word(function_of(walk)))


def function_of(walk: Interpreter) -> str:
    """The name of the function whose body is walked."""
    return getattr(walk.active[-1], "name", "") if walk.active else ""


def _literal(arguments: Arguments, names: Names) -> str:
    value = arguments.value(names)
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else ""


def kept_as(walk: Interpreter) -> str:
    """The names that the statement at hand gives its result."""
    names = [
        name_of(item)
        for target in walk.targets
        for item in (target.elts if isinstance(target, ast.Tuple | ast.List) else [target])
    ]
    return " ".join(names).lower()


PHRASES: dict[str, Callable[[Interpreter, Arguments], bool]] = {"opened": _opened, "pictures": _pictures}
