"""How a notebook evaluates, as far as its code tells: which metrics it computes, how it sets data apart.

What calls mean is data (``evaluation.yaml``). Where something may compute a metric unseen, it counts as
computed: the rules that ask would rather stay silent than accuse.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nbready.charter.metric import metrics
from nbready.charter.question import Fail
from nbready.charter.store import is_charter_source
from nbready.charter.yaml_text import read_yaml
from nbready.errors import QuestionsError
from nbready.notebook import Cell, Notebook
from nbready.stages.syntax.source import parse_cell

SOURCE = Path(__file__).with_name("evaluation.yaml")
_KEYS = ("calls", "hints", "any", "random", "shuffled", "times", "kept_apart")
_SPLITS = ("by_time", "by_group")
_MAGIC, _MEASURE = "run_line_magic", "measure"


class Words(NamedTuple):
    """What names in code mean; see ``evaluation.yaml``."""

    calls: Mapping[str, tuple[str, ...]]
    hints: Mapping[str, tuple[str, ...]]
    any: frozenset[str]
    random: frozenset[str]
    shuffled: frozenset[str]
    times: frozenset[str]
    kept_apart: Mapping[str, frozenset[str]]


class Call(NamedTuple):
    """A call in a cell: its own name, and its place, both from 1."""

    cell: Cell
    name: str
    line: int
    column: int


class Evaluation(NamedTuple):
    """What a notebook's code says about its evaluation.

    Attributes:
        calls: Calls of metrics that the library knows, in order.
        computed: The values of ``computed_as`` that they give.
        mentions: Every name and text in the code, in lower case.
        measured: The calls that measure what the charter promises.
        random: Random splits and shuffled folds of rows.
        kept_apart: Whether anything keeps times, or groups, apart.
    """

    calls: tuple[Call, ...]
    computed: frozenset[str]
    mentions: frozenset[str]
    measured: tuple[Call, ...]
    random: tuple[Call, ...]
    kept_apart: frozenset[str]

    def may_compute(self, metric: str) -> bool:
        """Whether the metric is computed, or anything in the code might compute it."""
        hints = words().hints.get(metric)
        if hints is None or metric in self.computed or not words().any.isdisjoint(self.mentions):
            return True
        return any(hint in mention for hint in hints for mention in self.mentions)


def read_evaluation(notebook: Notebook) -> Evaluation:
    """Read how a notebook evaluates; cells that cannot be read say nothing."""
    known = words()
    # What a charter says of a metric computes none.
    cells = [cell for cell in notebook.code_cells() if not is_charter_source(cell.source)]
    trees = [(cell, tree) for cell in cells if (tree := parse_cell(cell.source)) is not None]
    names = {alias: name for _, tree in trees for alias, name in _imported(tree)}
    own = {node.name for _, tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    calls, measured, random = [], [], []
    mentions: set[str] = set()
    called: set[str] = set()
    for cell, tree in trees:
        for node in ast.walk(tree):
            mentions.update(_mentioned(node))
            if not isinstance(node, ast.Call):
                continue
            name = _name(node.func, names)
            call = Call(cell, name, node.lineno, node.col_offset + 1)
            if _measures(node, name):
                measured.append(call)
            if not name or name in own:
                continue
            called.add(name)
            if name in known.calls:
                calls.append(call)
            if _is_random(node, name, known):
                random.append(call)
    in_order = {id(cell): place for place, (cell, _) in enumerate(trees)}

    def ordered(found: list[Call]) -> tuple[Call, ...]:
        return tuple(sorted(found, key=lambda call: (in_order[id(call.cell)], call.line, call.column)))

    return Evaluation(
        calls=ordered(calls),
        computed=frozenset(metric for call in calls for metric in known.calls[call.name]),
        mentions=frozenset(mentions),
        measured=ordered(measured),
        random=ordered(random),
        kept_apart=frozenset(split for split in _SPLITS if called & known.kept_apart[split]),
    )


@cache
def words() -> Words:
    """The data, checked against its shape and the metrics that there are."""
    reading = read_yaml(SOURCE.read_text(encoding="utf-8"), path=SOURCE, error=QuestionsError)
    fail = Fail(path=SOURCE, reading=reading)
    table = fail.mapping(reading.value, ())
    fail.known_keys(table, _KEYS, ())

    def lists(key: str) -> dict[str, tuple[str, ...]]:
        return {
            name: fail.texts(value, (key, name)) for name, value in fail.mapping(table[key], (key,)).items()
        }

    calls, apart = lists("calls"), lists("kept_apart")
    for name, given in calls.items():
        for metric in given:
            fail.choice(metric, metrics(), ("calls", name))
    return Words(
        calls=calls,
        hints={fail.choice(key, metrics(), ("hints", key)): hints for key, hints in lists("hints").items()},
        any=frozenset(fail.texts(table["any"], ("any",))),
        random=frozenset(fail.texts(table["random"], ("random",))),
        shuffled=frozenset(fail.texts(table["shuffled"], ("shuffled",))),
        times=frozenset(fail.texts(table["times"], ("times",))),
        kept_apart={split: frozenset(apart[split]) for split in _SPLITS},
    )


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((alias.asname, alias.name) for alias in node.names if alias.asname)


def _name(function: ast.expr, names: Mapping[str, str]) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return names.get(function.id, function.id) if isinstance(function, ast.Name) else ""


def _mentioned(node: ast.AST) -> Iterator[str]:
    """The names and the short texts that a node brings in; what is only imported is not used yet."""
    if isinstance(node, ast.Name):
        yield node.id.lower()
    elif isinstance(node, ast.Attribute):
        yield node.attr.lower()
    elif isinstance(node, ast.keyword) and node.arg:
        yield node.arg.lower()
    elif isinstance(node, ast.FunctionDef):
        yield node.name.lower()
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value.lower()


def _measures(node: ast.Call, name: str) -> bool:
    """``nbready.measure(...)``, or the magic as a parsed cell has it."""
    if name == _MEASURE:
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        return owner is None or (isinstance(owner, ast.Name) and owner.id == "nbready")
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    return name == _MAGIC and texts[:1] == ["nbready"] and str(texts[-1]).split()[:1] == [_MEASURE]


def _is_random(node: ast.Call, name: str, known: Words) -> bool:
    shuffle = next((keyword.value for keyword in node.keywords if keyword.arg == "shuffle"), None)
    said = shuffle.value if isinstance(shuffle, ast.Constant) else None
    if name in known.shuffled:
        return said is True
    if name not in known.random or said is False:
        return False
    if not known.times.isdisjoint(keyword.arg or "" for keyword in node.keywords):
        return False
    # Splitting the groups themselves keeps each on one side.
    first = node.args[0] if node.args else None
    return not any(
        (isinstance(part, ast.Attribute) and part.attr in ("unique", "index", "groups", "keys"))
        or (isinstance(part, ast.Name) and part.id in ("set", "unique"))
        for part in (ast.walk(first) if first is not None else ())
    )
