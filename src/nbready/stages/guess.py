"""Guarded guesses, where a name could not be resolved: by how people name what loads, trains and prepares."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from nbready.stages import conditions, files
from nbready.stages.lexicon import lexicon
from nbready.stages.naming import words_of
from nbready.stages.pattern import Pattern
from nbready.stages.values import Instance, Value

if TYPE_CHECKING:
    from nbready.stages.arguments import Arguments
    from nbready.stages.interpreter import Interpreter
    from nbready.stages.values import Bound

_LOADS = Pattern(
    r"^_?(load|read|fetch|import|get|open|download|query|pull)_?(and_)?(\w+_)?"
    r"(data|datas?et\w*|datasets|df|dfs|csvs?|dataframes?|frames?|corpus|table|tables|mnist\w*|cifar\w*|imdb|titanic|"
    r"iris|housing\w*|reviews|tweets|parquet|excel|feather|stocks?|prices|timeseries|time_series)(_\w+)?$"
    r"|^(read|load)_\w+_(csv|tsv|jsonl|parquet)(_files?)?$|^(read|load)_(\w+_)?(data|text|conll|corpus|tweets?|reviews?|records?)_files?$"
    r"|^(load|read|fetch)_(train|test|images?|texts?|file|files|all|input|inputs|samples|examples|records|documents|docs|"
    r"sentences|features|labels|raw)\w*$|^read_(csv|excel|table|json|parquet|sql)$|^load_(csv|pickle)_?\w*$"
)
_NOT_LOADS = Pattern(
    r"model|config|weights|checkpoint|tokenizer|vocab|embedding|loader|generator|module|param|schema|"
    r"metadata|path|dir$|name|_type|column|info|shape|size|len|stats|split|augment|transform|batch|scaler|encoder|pipeline|"
    r"uri|url|arn$|address|location|bucket|endpoint|experiment|workspace|env|result|metric|score|pred|report|summary|importance|setting|secret|token|logger|font|style|ext"
)
_TRAINS = Pattern(
    r"^_?(re)?(train|fit|finetune|fine_tune|pretrain)(_(?!test|loader|data|size|transform|split|ds|set|dir|path|gen|"
    r"dataset|df|x$|y$|idx|index|valid|val)\w+)?$"
    r"|^(run|do|start|launch|perform|execute)_(\w+_)?(train|training|fit|finetuning|fine_tuning|epochs?|cv|grid_?search)(_\w+)?$"
    r"|^(hyperparameter|hyperparam|grid|random|randomized|bayes\w*)_?(search|tun\w+|optimi[sz]\w+)$|^(?!(plot|print|get|show|display|save|load|read|make|create|build|define)_)\w+_grid_?search(_cv)?$|^(tune|cross_validate|cross_val)(_\w+)?$"
    r"|^(sgd|adam|model|network|net|gan|cnn|rnn|lstm|mlp|ppo|dqn|rl|online|batch|joint|adversarial|distributed|"
    r"supervised|unsupervised|continue|resume|begin|perform)_training$|"
    r"_(train|fit)_(model|and_\w+)$|^(build|create|make|define)_and_(train|fit)\w*$|^(train|fit)(And|Model)\w*$|^model_(train|fit|training)$"
)
DEPLOYS = Pattern(
    r"^(deploy|serve|publish|register|push)_(\w+_)?(model|models|endpoint|predictor|estimator)"
    r"(_to_(?!gpu|device|cpu|cuda|eval)\w+|_v\d+|_\w*(llm|version)\w*)?$"
    r"|^deploy(_to)?_(sagemaker|vertex\w*|azureml?|aks|aci|endpoint|production|prod|staging|cloud\w*)$"
)
PREPARES = Pattern(
    r"scal|normali[sz]|standardi[sz]|enc(oder)?s?$|encod|^(le|ohe|oe|lb|mlb|sc|ss|mms|pt|ct|vec|cv|tv|tok)\d?(_\w+)?$|vect|"
    r"tok(eni[sz]er)?|imput|binari[sz]er|pca|svd|tsne|umap|nmf|reduc|selector|selectkbest|transform|preproc|prep(_|$|aration)|"
    r"discreti|poly(_feat|nomial_?feat)?|augment|datagen|generator|featuri[sz]er|feature_?(extract|gen|eng|sel)|tfidf|tf_idf|"
    r"count_?vec|bow|indexer|stemmer|lemmati|assembler|mapper|word_?index|labeler|kbins|hasher|dictionary|whiten|vocab|convert|mapping|id_?map|lookup|preprocess",
    re.I,
)
_READS = Pattern(r"^(load|read|fetch)_\w")
_LOADERS = Pattern(r"^(create|get|make|build|load|prepare)_(\w+_)?data_?loaders?$")
_DATASET = Pattern(r"Dataset(V\d+|[A-Z]\w{0,3})?$")
_PLACES = Pattern(r"(^|_| )(path|dir|root|file|folder|cache|csv)s?(_| |$)", re.I)
# Metrics, plots and distributions have a fit of their own that predicts nothing.
_QUIET = Pattern(
    r"^(plt|ax|fig|np|pd|np\.\w+|scipy|stats|st|norm|dist\w*|visualizer|viz|explainer|shap|font|layout)$",
    re.I,
)
_OPTIMISER = Pattern(r"opt|adam|sgd|scaler|accelerator|engine|solver", re.I)


_FITS = frozenset({"fit", "partial_fit", "learn_one", "learn_many"})
_LEARNERS = Pattern(r"model|learner|agent|algo|polic|(^|_)(vw|ppo|dqn|a2c|sac|clf)($|_)", re.I)


def unknown_call(walk: Interpreter, arguments: Arguments) -> Value:
    """A call of a name that is bound nowhere, or holds something unknown."""
    func = arguments.node.func
    if not isinstance(func, ast.Name):
        return None
    if not may_guess(func.id) or walk.is_bound(func.id):
        return None
    return _by_name(walk, func.id, arguments, f"{func.id}(), by its name")


@lru_cache(maxsize=4096)
def trains(name: str) -> bool:
    """Whether a function's name speaks of training."""
    return _TRAINS.search(name) is not None


@lru_cache(maxsize=4096)
def may_guess(name: str) -> bool:
    """Whether a function's name speaks of loading, training or deploying."""
    return bool(
        trains(name)
        or DEPLOYS.search(name)
        or _LOADERS.search(name)
        or (_LOADS.search(name) and not _NOT_LOADS.search(name))
    )


def foreign_call(walk: Interpreter, dotted: str, arguments: Arguments) -> Value:
    """A call into a module that neither the catalogue nor the folder of the notebook has."""
    leaf = dotted.rpartition(".")[2]
    if dotted.partition(".")[0] in walk.state.standard:
        return None
    if leaf[:1].isupper():
        return _foreign_instance(walk, dotted, arguments)
    module = dotted.rpartition(".")[0]
    named = _READS.search(leaf) and not _NOT_LOADS.search(leaf) and not lexicon("asset").word(leaf)
    if named and lexicon("data").word(module):
        walk.use("load", leaf, arguments.node, f"{dotted}, by the name of its module")
        return Instance("data", leaf, walk.state.cell)
    return _by_name(walk, leaf, arguments, f"{dotted}, by its name")


def _foreign_instance(walk: Interpreter, dotted: str, arguments: Arguments) -> Value:
    """An object of an unknown class; a data set that is told where its files are reads them."""
    if _DATASET.search(dotted.rpartition(".")[2]) and _PLACES.search(_given(arguments)):
        walk.use("load", dotted, arguments.node, f"{dotted}, by its name")
        return Instance("data", dotted, walk.state.cell)
    return Instance("", dotted, walk.state.cell)


def _by_name(walk: Interpreter, name: str, arguments: Arguments, how: str) -> Value:
    if trains(name):
        if arguments.args or arguments.kwargs or name != "fit":
            walk.use("train", name, arguments.node, how)
    elif DEPLOYS.search(name):
        walk.use("deploy", name, arguments.node, how)
    elif _LOADS.search(name) and not _NOT_LOADS.search(name):
        if not lexicon("data").word(name) and files.reading(walk, arguments.text()).subject == "model":
            return None
        kept = files.kept_as(walk)
        if name.startswith("download") and (not lexicon("data").word(kept) or _PLACES.search(kept)):
            walk.use("download", name, arguments.node, how)
            return None
        walk.use("load", name, arguments.node, how)
        return Instance("data", name, walk.state.cell)
    elif _LOADERS.search(name) and _PLACES.search(_given(arguments)):
        walk.use("load", name, arguments.node, how)
        return Instance("data", name, walk.state.cell)
    return None


def _given(arguments: Arguments) -> str:
    return " ".join((*map(words_of, arguments.node.args), *arguments.kwargs))


def is_quiet(hint: str) -> bool:
    """Whether something is called so whose methods say nothing, whatever their name."""
    return _QUIET.search(hint) is not None


def unknown_method(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """A method of a value that nothing is known about."""
    name, hint = bound.name, bound.hint
    how = f"{hint or '?'}.{name}(), by its name"
    label = f"{hint}.{name}" if hint else name
    if name in _FITS:
        stage = "prepare" if PREPARES.search(hint) else "train"
        walk.use(stage, label, arguments.node, how)
        return bound.owner
    if name == "learn":
        if _LEARNERS.search(hint) and (arguments.args or arguments.kwargs):
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
    if PREPARES.search(bound.hint) and not trainer:
        walk.use("prepare", f"{bound.hint}.train", arguments.node, how)
    elif given or trainer:
        walk.use("train", f"{bound.hint}.train", arguments.node, how)
    return None


def always(walk: Interpreter, bound: Bound, arguments: Arguments) -> Value:
    """What a method says whatever its owner is: the parts of a training loop written by hand."""
    name = bound.name
    if name == "backward":
        walk.frame.backward = walk.frame.backward or arguments.node
    elif name == "assign_sub" or (name == "step" and _OPTIMISER.search(bound.hint)):
        walk.frame.stepped = True
    elif name == "apply_gradients":
        walk.use("train", name, arguments.node, f"{bound.hint}.{name}()")
    return None
