"""Guarded guesses, where a function or class is of an unknown module: by how people name them."""

from __future__ import annotations

import ast
from functools import lru_cache

from nbready.stages.arguments import Arguments
from nbready.stages.interpreter import Interpreter
from nbready.stages.lexicon import lexicon
from nbready.stages.naming import words_of
from nbready.stages.summaries import files
from nbready.stages.values import DATA_KINDS, Bound, Instance, Value

# What the name of a function can speak of, the first one first.
_SUBJECTS = ("trains", "deploys", "loads", "loaders")
# What the name of a method has to speak of before anything else about it is looked at.
_OF_METHODS = ("opens", "obtains", "does")


@lru_cache(maxsize=4096)
def speaks_of(name: str) -> str:
    """What a function's name speaks of: a subject of the lexicon; empty for none, and for classes."""
    if name[:1].isupper():
        return ""
    return next((subject for subject in _SUBJECTS if lexicon(subject).word(name)), "")


@lru_cache(maxsize=4096)
def says(name: str) -> bool:
    """Whether the name of a method that the catalogue does not know can say anything."""
    return any(lexicon(subject).word(name) for subject in _OF_METHODS)


def unknown_call(walk: Interpreter, arguments: Arguments) -> Value:
    """A call of a name that is bound nowhere, or holds something unknown."""
    func = arguments.node.func
    if not isinstance(func, ast.Name):
        return None
    if not speaks_of(func.id) or walk.is_bound(func.id):
        return None
    return _by_name(walk, func.id, arguments, f"{func.id}(), by its name")


def foreign_call(walk: Interpreter, dotted: str, arguments: Arguments) -> Value:
    """A call into a module that neither the catalogue nor the folder of the notebook has."""
    leaf = dotted.rpartition(".")[2]
    if dotted.partition(".")[0] in walk.state.standard:
        return None
    if leaf[:1].isupper():
        return _foreign_instance(walk, dotted, arguments)
    module = dotted.rpartition(".")[0]
    named = (
        lexicon("reads").word(leaf) and not lexicon("loads").denies(leaf) and not lexicon("asset").word(leaf)
    )
    if named and lexicon("data").word(module):
        walk.use("load", leaf, arguments.node, f"{dotted}, by the name of its module")
        return Instance("data", leaf, walk.state.cell)
    if _reads_data_file(leaf, arguments) and not lexicon("model").word(dotted):
        walk.use("load", leaf, arguments.node, f"{dotted}, by its name and what it is given")
        return Instance("data", leaf, walk.state.cell)
    # what a library does that the catalogue knows in part is not told by where its results go
    if not walk.catalogue.knows(dotted.partition(".")[0]) and _gives_what_is_there(walk, leaf, arguments):
        walk.use("load", leaf, arguments.node, f"{dotted}, by what it is given and what it gives")
        return Instance("data", leaf, walk.state.cell)
    return _by_name(walk, leaf, arguments, f"{dotted}, by its name")


def unknown_method(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """A method of something unknown, by its name as functions are judged."""
    told = told_a_file(walk, bound, arguments)
    if told is not None:
        return told
    if _obtained(walk, bound, arguments):
        how = f"{bound.hint or '?'}.{bound.name}(), by its name and what it gives"
        walk.use("load", bound.name, arguments.node, how)
        return Instance("data", bound.name, walk.state.cell)
    if not lexicon("does").word(bound.name):
        return None
    return _by_name(walk, bound.name, arguments, f"{bound.hint or '?'}.{bound.name}(), by its name")


def told_a_file(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """A method of something unknown that reads the file of data that it is told."""
    if not _reads_data_file(bound.name, arguments) or lexicon("model").word(bound.hint):
        return None
    how = f"{bound.hint or '?'}.{bound.name}(), by its name and what it is given"
    walk.use("load", bound.name, arguments.node, how)
    return Instance("data", bound.name, walk.state.cell)


def _reads_data_file(name: str, arguments: Arguments) -> bool:
    """Whether a call that is named as one that reads is told a file of data."""
    if not lexicon("opens").word(name) or lexicon("loads").denies(name):
        return False
    return _told_data(arguments)


def _told_data(arguments: Arguments) -> bool:
    return any(lexicon("data_file").word(text) for text in arguments.texts())


def _gives_what_is_there(walk: Interpreter, name: str, arguments: Arguments) -> bool:
    """Whether a function that is told where files are gives data, which is kept as such."""
    if speaks_of(name) or lexicon("counts").word(name) or not _kept_as_data(walk, arguments):
        return False
    return bool(lexicon("place").word(_given(arguments))) or _told_data(arguments)


def _obtained(walk: Interpreter, bound: Bound, arguments: Arguments) -> bool:
    """Whether a service is asked for what is kept as data."""
    name = bound.name
    if not lexicon("obtains").word(name) or lexicon("loads").denies(name):
        return False
    maker = getattr(bound.owner, "made_by", "").rpartition(".")[2]
    on = f"{words_of(getattr(arguments.node.func, 'value', None))} {maker}"
    return bool(lexicon("service").word(on)) and _kept_as_data(walk, arguments)


def _kept_as_data(walk: Interpreter, arguments: Arguments) -> bool:
    """Whether what a call gives is kept under a name of data, and not made of data that it is given."""
    kept = files.kept_as(walk)
    if not lexicon("data").word(kept) or lexicon("place").word(kept) or files.says_other(kept):
        return False
    return not any(isinstance(given, Instance) and given.kind in DATA_KINDS for given in arguments.all())


def _foreign_instance(walk: Interpreter, dotted: str, arguments: Arguments) -> Value:
    """An object of an unknown class; a data set or reader that is told where its files are reads them."""
    name = dotted.rpartition(".")[2]
    reads = lexicon("dataset").word(name) and lexicon("place").word(_given(arguments))
    if reads or (lexicon("file_class").word(name) and _told_data(arguments)):
        walk.use("load", dotted, arguments.node, f"{dotted}, by its name")
        return Instance("data", dotted, walk.state.cell)
    return Instance("", dotted, walk.state.cell)


def _by_name(walk: Interpreter, name: str, arguments: Arguments, how: str) -> Value:
    subject = speaks_of(name)
    if subject == "trains":
        if arguments.args or arguments.kwargs or name != "fit":
            walk.use("train", name, arguments.node, how)
    elif subject == "deploys":
        walk.use("deploy", name, arguments.node, how)
    elif subject == "loads":
        if not lexicon("data").word(name) and files.reading(walk, arguments.text(("0",))).subject == "model":
            return None
        kept = files.kept_as(walk)
        if name.startswith("download") and (not lexicon("data").word(kept) or lexicon("place").word(kept)):
            walk.use("download", name, arguments.node, how)
            return None
        walk.use("load", name, arguments.node, how)
        return Instance("data", name, walk.state.cell)
    elif subject == "loaders" and lexicon("place").word(_given(arguments)):
        walk.use("load", name, arguments.node, how)
        return Instance("data", name, walk.state.cell)
    return None


def _given(arguments: Arguments) -> str:
    return " ".join((*map(words_of, arguments.node.args), *arguments.kwargs))
