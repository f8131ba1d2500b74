"""Guarded guesses, where a name could not be resolved: by how people name what loads, trains and prepares."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from nbready.stages import conditions, files
from nbready.stages.lexicon import lexicon
from nbready.stages.naming import words_of
from nbready.stages.values import Instance, Value

if TYPE_CHECKING:
    from nbready.stages.arguments import Arguments
    from nbready.stages.interpreter import Interpreter
    from nbready.stages.values import Bound

_FITS = frozenset({"fit", "partial_fit", "learn_one", "learn_many"})
# What the name of a function can speak of, the first one first.
_SUBJECTS = ("trains", "deploys", "loads", "loaders")


@lru_cache(maxsize=4096)
def speaks_of(name: str) -> str:
    """What a function's name speaks of: a subject of the lexicon; empty for none, and for classes."""
    if name[:1].isupper():
        return ""
    return next((subject for subject in _SUBJECTS if lexicon(subject).word(name)), "")


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
    return _by_name(walk, leaf, arguments, f"{dotted}, by its name")


def _foreign_instance(walk: Interpreter, dotted: str, arguments: Arguments) -> Value:
    """An object of an unknown class; a data set that is told where its files are reads them."""
    if lexicon("dataset").word(dotted.rpartition(".")[2]) and lexicon("place").word(_given(arguments)):
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
        if not lexicon("data").word(name) and files.reading(walk, arguments.text()).subject == "model":
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


def is_quiet(hint: str) -> bool:
    """Whether something is called so whose methods say nothing, whatever their name."""
    return bool(lexicon("quiet").word(hint))


def unknown_method(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """A method of a value that nothing is known about."""
    name, hint = bound.name, bound.hint
    how = f"{hint or '?'}.{name}(), by its name"
    label = f"{hint}.{name}" if hint else name
    if name in _FITS:
        stage = "prepare" if lexicon("prepares").word(hint) else "train"
        walk.use(stage, label, arguments.node, how)
        return bound.owner
    if name == "learn":
        if lexicon("learner").word(hint) and (arguments.args or arguments.kwargs):
            walk.use("train", label, arguments.node, how)
        return None
    if name == "train":
        return _train_method(walk, bound, arguments, how)
    return always(walk, bound, arguments)


def _train_method(walk: Interpreter, bound: Bound, arguments: Arguments, how: str) -> Value:
    given = bool(arguments.args or arguments.kwargs)
    if given and not conditions.is_given(arguments):
        return None  # `model.train(False)` switches the mode
    trainer = lexicon("trainer").word(bound.hint)
    if lexicon("prepares").word(bound.hint) and not trainer:
        walk.use("prepare", f"{bound.hint}.train", arguments.node, how)
    elif given or trainer:
        walk.use("train", f"{bound.hint}.train", arguments.node, how)
    return None


def always(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """What a method says whatever its owner is: the parts of a training loop written by hand."""
    name = bound.name
    if name == "backward":
        walk.frame.backward = walk.frame.backward or arguments.node
    elif name == "assign_sub" or (name == "step" and lexicon("optimizer").word(bound.hint)):
        walk.frame.stepped = True
    elif name == "apply_gradients":
        walk.use("train", name, arguments.node, f"{bound.hint}.{name}()")
    return None
