"""The conditions that catalogue lines name: whether a call enters its stage depends on how it is called."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from nbready.stages import sql
from nbready.stages.naming import leaves, name_of, words_of
from nbready.stages.pattern import Pattern
from nbready.stages.values import Const, Either, Function, Instance, Items, Value
from nbready.stages.wording import DATA_PATH, DATA_TEXT, DATA_WORD, MODEL_WORD, OTHER_WORD, says_data

if TYPE_CHECKING:
    from nbready.stages.arguments import Arguments
    from nbready.stages.walk import Walk


def holds(walk: Walk, condition: str, owner: Value, arguments: Arguments) -> bool:
    """Whether a catalogue condition holds for a call."""
    return CONDITIONS[condition](walk, owner, arguments)


def text_of(walk: Walk, node: ast.expr | None, value: Value) -> str:
    """The text an argument is known to hold, as far as it is: constants joined, variables followed."""
    if isinstance(value, Const):
        return value.value[:2000] if isinstance(value.value, str) else ""
    if isinstance(value, Instance):
        return value.note
    if node is None:
        return ""
    parts = []
    for leaf in leaves(node):
        if isinstance(leaf, str):
            parts.append(leaf)
            continue
        held = walk.scope.find(leaf.id)
        if isinstance(held, Const) and isinstance(held.value, str):
            parts.append(held.value[:2000])
    return " ".join(parts)


_DIGESTS = Pattern(r"sha\d*|md5|hash|checksum|digest", re.I)
_ASKS = Pattern(r"inferenc|scoring|batch_?(predict|score)")
_NO_DATA_URL = Pattern(
    r"localhost|127\.0\.0\.1|0\.0\.0\.0|\.(jpe?g|png|gif|webp|svg|py|mp3|mp4)\b|predict|health|image_url|img_url",
    re.I,
)


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


def _query(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    node = arguments.first_node("sql", "query", "statement", "operation")
    value = arguments.first("sql", "query", "statement", "operation")
    if isinstance(value, Instance) and value.kind == "sql_write":
        return False
    text = text_of(walk, node, value)
    if text.strip():
        return sql.is_select(text)
    return node is not None


def _query_of_table(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """A query of Spark, unless it asks for nothing but views of what the session has already."""
    text = text_of(walk, arguments.first_node("sqlQuery", "query"), arguments.first("sqlQuery", "query"))
    tables = sql.tables(text)
    return _query(walk, owner, arguments) and not (tables and tables <= walk.state.views)


def _stored(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Reading a table, unless it is written out in the notebook itself."""
    given = arguments.first("filepath_or_buffer", "path_or_buf", "io")
    return not (isinstance(given, Instance) and given.kind == "memory")


def _trains(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Submitting a job, unless it is named as one that only asks a model."""
    given = " ".join(map(words_of, (*arguments.node.args, *(k.value for k in arguments.node.keywords))))
    return not _ASKS.search(given)


def _rows(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    if any(not _is_none(a) for a in arguments.args):
        return True
    return any(
        k in arguments.kwargs and not _is_none(arguments.kwargs[k])
        for k in (
            "sentences",
            "corpus",
            "documents",
            "corpus_file",
            "corpus_iterable",
            "data",
            "X",
            "input",
            "train_data",
        )
    )


def _is_none(value: Value) -> bool:
    return isinstance(value, Const) and value.value is None


def is_given(arguments: Arguments) -> bool:
    """Whether a call is given something that is not a mere flag."""
    given = [*arguments.args, *arguments.kwargs.values()]
    flags = [v for v in given if isinstance(v, Const) and (v.value is None or isinstance(v.value, bool))]
    return len(flags) < len(given) or any(isinstance(a, ast.Starred) for a in arguments.node.args)


def reads(arguments: Arguments) -> bool:
    """Whether a call of ``open`` opens for reading."""
    mode = _mode(arguments)
    if mode:
        return not any(letter in mode for letter in "wax")
    return "mode" not in arguments.kwargs and len(arguments.node.args) < 2


def _mode(arguments: Arguments) -> str:
    """The mode that a call of ``open`` is given, as far as it is written out."""
    mode = arguments.args[1] if len(arguments.args) > 1 else arguments.kwargs.get("mode")
    return mode.value if isinstance(mode, Const) and isinstance(mode.value, str) else ""


_LINE = Pattern(
    r"(^|[ _])(lines?|rows?|records?|samples?|examples?|sentences?|sents?|docs?|reviews?|tweets?|texts?)\b",
    re.I,
)


def _opened(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Opening a file counts where its own name, or that of the variable that holds its path, says data."""
    if not reads(arguments):
        return False
    node = arguments.first_node("file", "name")
    text = text_of(walk, node, arguments.first("file", "name"))
    if OTHER_WORD.search(_targets(walk)) or _is_digest(walk, arguments):
        return False
    if says_data(text) or (walk.looping > 0 and _one_of_many(node, text)):
        return True
    if not isinstance(node, ast.Name) or text.strip() or "b" in _mode(arguments):
        return False
    name = node.id
    return bool(DATA_PATH.search(name)) and not (OTHER_WORD.search(name) or MODEL_WORD.search(name))


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


def _data_file(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Parsing a file of text; the bytes of a file count only where its own name says that they are data."""
    if "b" in _mode(arguments):
        text = text_of(walk, arguments.first_node("name"), arguments.first("name"))
        return reads(arguments) and says_data(text)
    return reads(arguments) and _parsed(walk, owner, arguments)


def _parsed(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Parsing a file of text: data, unless it is named like a configuration or a label map."""
    target = _targets(walk)
    node = arguments.first_node()
    value = arguments.first()
    text = f"{text_of(walk, node, value)} {words_of(node)}"
    if OTHER_WORD.search(text) or OTHER_WORD.search(target):
        return False
    if DATA_WORD.search(target) or DATA_TEXT.search(text) or DATA_WORD.search(text.lower()):
        return not MODEL_WORD.search(target)
    return False


def _unpickled(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """What comes out of a pickle: data, unless it is named like a model or its parts."""
    target = _targets(walk)
    node = arguments.first_node("file", "filename")
    value = arguments.first("file", "filename")
    if MODEL_WORD.search(target) or OTHER_WORD.search(target):
        return False
    if DATA_WORD.search(target):
        return True
    text = text_of(walk, node, value)
    if text.strip():
        return not (MODEL_WORD.search(text) or OTHER_WORD.search(text))
    return not MODEL_WORD.search(words_of(node))


def _unpickled_data(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """What comes out of a file that mostly holds a model: data, if it is named so."""
    node = arguments.first_node("file", "filename")
    text = f"{text_of(walk, node, arguments.first('file', 'filename'))} {words_of(node)} {_targets(walk)}"
    return bool(DATA_WORD.search(text.lower())) and _unpickled(walk, owner, arguments)


def _no_url_write(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """A request brings data unless its result only goes to disk or to a page."""
    node = arguments.first_node("url")
    text = f"{text_of(walk, node, arguments.first('url'))} {words_of(node)}"
    return not (OTHER_WORD.search(text) or _NO_DATA_URL.search(text))


def _reading(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    return reads(arguments)


def _text_file(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    return isinstance(owner, Instance) and (says_data(owner.note) or _read_as_data(walk, owner, arguments))


def _read_as_data(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """The text of a file whose name says nothing, kept under a name that says data."""
    if not isinstance(owner, Instance) or owner.note == "written":
        return False
    target = _targets(walk)
    return bool(DATA_WORD.search(target)) and not (
        OTHER_WORD.search(owner.note) or MODEL_WORD.search(owner.note)
    )


def _read_by_line(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """A loop over the lines of a file whose name says nothing else, one row or text at a time."""
    if not isinstance(owner, Instance) or owner.note == "written":
        return False
    return bool(_LINE.search(_targets(walk))) and not (
        OTHER_WORD.search(owner.note) or MODEL_WORD.search(owner.note)
    )


def _named_data(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    node = arguments.first_node("name", "member")
    text = f"{text_of(walk, node, arguments.first('name', 'member'))} {words_of(node)}"
    return not (OTHER_WORD.search(text) or MODEL_WORD.search(text))


def _train_op(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """``session.run`` of a step that an optimiser made."""
    return _holds_train_op(arguments.first("fetches")) or bool(
        re.search(
            r"train_?(op|step)|training_op|optimi[sz]e|minimize", words_of(arguments.first_node("fetches"))
        )
    )


def _holds_train_op(value: Value) -> bool:
    if isinstance(value, Items):
        return any(_holds_train_op(item) for item in value.items)
    if isinstance(value, Either):
        return any(_holds_train_op(item) for item in value.options)
    return isinstance(value, Instance) and value.kind == "train_op"


def _loss_function(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """An optimiser's ``minimize`` runs where it is given a function; else it only builds a step."""
    return type(arguments.first("loss")) is Function or "var_list" in arguments.kwargs


def _pictures(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Reading one picture shows an asset; out of a folder of data, or in a loop, pictures are data."""
    node = arguments.first_node("fp", "filename", "fname", "path", "uri")
    text = text_of(walk, node, arguments.first("fp", "filename", "fname"))
    if "://" not in text and _DATA_FOLDER.search(text):
        return True
    return walk.looping > 0 and _one_of_many(node, text)


# `data/` holds whatever a notebook comes with; these hold what a model learns from.
_DATA_FOLDER = Pattern(r"(^|[/\\])(datasets?|train|training|test|valid|validation)[/\\]", re.I)


def _one_of_many(node: ast.expr | None, text: str) -> bool:
    """Whether a path that is read in a loop varies, and is not that of something else than data."""
    if node is None or isinstance(node, ast.Constant):
        return False
    words = f"{text} {words_of(node)}"
    return not OTHER_WORD.search(words) and not MODEL_WORD.search(words)


def _registered(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Logging a model is bookkeeping; logging it under a registered name puts it up for launch."""
    return "registered_model_name" in arguments.kwargs


def _refitted(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Results that are carried on to more data keep their parameters unless told to estimate them again."""
    refit = arguments.kwargs.get("refit")
    return isinstance(refit, Const) and bool(refit.value)


def _retrained(walk: Walk, owner: Value, arguments: Arguments) -> bool:
    """Backtests fit the model again unless told not to, or given the forecasts to look at."""
    retrain = arguments.kwargs.get("retrain")
    if isinstance(retrain, Const) and retrain.value is False:
        return False
    return "historical_forecasts" not in arguments.kwargs


CONDITIONS: dict[str, Callable[[Walk, Value, Arguments], bool]] = {
    "path": _path,
    "query": _query,
    "query of a table": _query_of_table,
    "stored": _stored,
    "trains": _trains,
    "rows": _rows,
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
    "registered": _registered,
    "retrained": _retrained,
    "refitted": _refitted,
    "train op": _train_op,
    "loss function": _loss_function,
}
