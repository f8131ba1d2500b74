"""Guarded guesses, where a function or class is of an unknown module: by how people name them."""

from __future__ import annotations

import ast
from functools import lru_cache

from nbready.stages.arguments import Arguments
from nbready.stages.embedded import sql
from nbready.stages.interpreter import Interpreter
from nbready.stages.lexicon import lexicon
from nbready.stages.naming import stem_of, words_of
from nbready.stages.summaries import files
from nbready.stages.values import DATA_KINDS, Bound, Const, Instance, Value

# What the name of a function can speak of, the first one first.
_SUBJECTS = ("trains", "deploys", "loads", "loaders")
# What the name of a method has to speak of before anything else about it is looked at.
_OF_METHODS = ("opens", "obtains", "does", "asks_rows", "converts")
# What is noted of an object of something unknown: a service has answered it, or it was told a file of data.
_ANSWER, _TOLD = "answer of a service", "told where data are"
# Modules that are called so hold data sets.
_DATA_SETS = frozenset({"datasets", "dataset", "sampledata", "sample_data", "example_data"})


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


def told(owner: Value) -> bool:
    """Whether an object of something unknown was told, when it was made, of a file of data."""
    return type(owner) is Instance and owner.note == _TOLD


def unknown_call(walk: Interpreter, arguments: Arguments) -> Value:
    """A call of a name that is bound nowhere, or holds something unknown."""
    func = arguments.node.func
    if not isinstance(func, ast.Name) or walk.is_bound(func.id):
        return None
    if _sends_query(walk, func.id, arguments):
        return _loaded(walk, func.id, arguments, f"{func.id}(), by the query it is told")
    if not speaks_of(func.id):
        return None
    return _by_name(walk, func.id, arguments, f"{func.id}(), by its name")


def foreign_call(walk: Interpreter, dotted: str, arguments: Arguments) -> Value:
    """A call into a module that neither the catalogue nor the folder of the notebook has."""
    leaf = dotted.rpartition(".")[2]
    if dotted.partition(".")[0] in walk.state.standard:
        return None
    if leaf[:1].isupper():
        return _foreign_instance(walk, dotted, arguments)
    if _of_data_sets(walk, dotted, arguments):
        return _loaded(walk, leaf, arguments, f"{dotted}, by the name of its module")
    if _reads_data_file(leaf, arguments) and not lexicon("model").word(dotted):
        return _loaded(walk, leaf, arguments, f"{dotted}, by its name and what it is given")
    # what a library does that the catalogue knows in part is not told by where its results go
    if not walk.catalogue.knows(dotted.partition(".")[0]) and _gives_what_is_there(walk, leaf, arguments):
        return _loaded(walk, leaf, arguments, f"{dotted}, by what it is given and what it gives")
    if _sends_query(walk, leaf, arguments):
        return _loaded(walk, leaf, arguments, f"{dotted}, by the query it is told")
    return _by_name(walk, leaf, arguments, f"{dotted}, by its name")


def unknown_method(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """A method of something unknown, by its name as functions are judged."""
    before = len(walk.frame.effects)
    made = told_method(walk, bound, arguments)
    if made is not None or len(walk.frame.effects) > before or not lexicon("does").word(bound.name):
        return made
    return _by_name(walk, bound.name, arguments, f"{bound.hint or '?'}.{bound.name}(), by its name")


def told_method(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """A method of something unknown, by what it is told: a file of data, a query, what a service is asked."""
    name, called = bound.name, f"{bound.hint or '?'}.{bound.name}()"
    if _reads_data_file(name, arguments) and not lexicon("model").word(bound.hint):
        return _loaded(walk, name, arguments, f"{called}, by its name and what it is given")
    if _sends_query(walk, name, arguments):
        return _loaded(walk, name, arguments, f"{called}, by the query it is told")
    if _asks_a_service(bound, arguments):
        if _kept_as_data(walk, arguments):
            return _loaded(walk, name, arguments, f"{called}, by its name and what it gives")
        return Instance("", f"{bound.hint}.{name}", walk.state.cell, _ANSWER)
    note = getattr(bound.owner, "note", "")
    if note == _ANSWER and lexicon("converts").word(name):
        return _loaded(walk, name, arguments, f"{called}, of what a service has answered")
    if told(bound.owner) and not lexicon("counts").word(name) and _kept_as_data(walk, arguments):
        return _loaded(walk, name, arguments, f"{called}, by what its object was told")
    return None


def _reads_data_file(name: str, arguments: Arguments) -> bool:
    """Whether a call that is named as one that reads is told a file of data."""
    if not lexicon("opens").word(name) or lexicon("loads").denies(name):
        return False
    return _told_data(arguments)


def _told_data(arguments: Arguments) -> bool:
    texts = [*arguments.texts(), *(arguments.text((name,)) for name in arguments.kwargs)]
    return any(lexicon("data_file").word(text) for text in texts)


def _gives_what_is_there(walk: Interpreter, name: str, arguments: Arguments) -> bool:
    """Whether a function that is told where files are gives data, which is kept as such."""
    if speaks_of(name) or lexicon("counts").word(name) or not _kept_as_data(walk, arguments):
        return False
    return bool(lexicon("place").word(_given(arguments))) or _told_data(arguments)


def _of_data_sets(walk: Interpreter, dotted: str, arguments: Arguments) -> bool:
    """Whether a function is one of a module of data sets."""
    module, _, leaf = dotted.rpartition(".")
    if lexicon("loads").denies(leaf) or lexicon("asset").word(leaf):
        return False
    if lexicon("reads").word(leaf) and lexicon("data").word(module):
        return True
    known = walk.catalogue.knows(dotted.partition(".")[0])
    return not known and module.rpartition(".")[2] in _DATA_SETS and not lexicon("makes").word(leaf)


def _sends_query(walk: Interpreter, name: str, arguments: Arguments) -> bool:
    """Whether a function that is named as one that sends queries is told one that reads rows."""
    if not lexicon("asks_rows").word(name) or lexicon("asked").word(arguments.called_on):
        return False
    text = arguments.text(("sql", "query", "0"))
    return sql.is_query(text) and sql.reads_rows(walk.catalogue, text)


def _asks_a_service(bound: Bound, arguments: Arguments) -> bool:
    """Whether a service is asked for what it has."""
    name = bound.name
    if not lexicon("obtains").word(name) or lexicon("loads").denies(name):
        return False
    maker = getattr(bound.owner, "made_by", "").rpartition(".")[2]
    on = f"{words_of(getattr(arguments.node.func, 'value', None))} {maker}"
    return bool(lexicon("service").word(on))


def _kept_as_data(walk: Interpreter, arguments: Arguments) -> bool:
    """Whether what a call gives is kept under a name of data, and not made of data that it is given."""
    kept = files.kept_as(walk)
    if not lexicon("data").word(kept) or files.says_other(kept):
        return False
    if any(lexicon(subject).word(kept) for subject in ("place", "asset", "handle")):
        return False
    if all(node is not arguments.node for node in stem_of(walk.kept)):
        return False
    return not any(isinstance(given, Instance) and given.kind in DATA_KINDS for given in arguments.all())


def _foreign_instance(walk: Interpreter, dotted: str, arguments: Arguments) -> Value:
    """An object of an unknown class; a data set or reader that is told where its files are reads them."""
    name = dotted.rpartition(".")[2]
    reads = lexicon("dataset").word(name) and lexicon("place").word(_given(arguments))
    if reads or (lexicon("file_class").word(name) and _told_data(arguments)):
        return _loaded(walk, dotted, arguments, f"{dotted}, by its name")
    if _is_told_data_set(walk, dotted, arguments):
        return _loaded(walk, dotted, arguments, f"{dotted}, by the name of its module")
    is_told = _told_data(arguments) and not lexicon("model").word(dotted)
    return Instance("", dotted, walk.state.cell, _TOLD if is_told else "")


def _is_told_data_set(walk: Interpreter, dotted: str, arguments: Arguments) -> bool:
    """Whether a class of a module of data sets is told nothing but what is written out: which, and where."""
    module, _, name = dotted.rpartition(".")
    if walk.catalogue.knows(dotted.partition(".")[0]):
        return False
    if not _DATA_SETS & set(module.split(".")) or lexicon("loads").denies(name) or not arguments.all():
        return False
    return all(isinstance(given, Const) for given in arguments.all())


def _loaded(walk: Interpreter, name: str, arguments: Arguments, how: str) -> Value:
    walk.use("load", name, arguments.node, how)
    return Instance("data", name, walk.state.cell)


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
        return _loaded(walk, name, arguments, how)
    elif subject == "loaders" and lexicon("place").word(_given(arguments)):
        return _loaded(walk, name, arguments, how)
    return None


def _given(arguments: Arguments) -> str:
    return " ".join((*map(words_of, arguments.node.args), *arguments.kwargs))
