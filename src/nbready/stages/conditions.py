"""Catalogue conditions, and the phrases in them that take more than a look at one argument."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from nbready.stages import files, sql
from nbready.stages.catalogue.expression import Condition, Test
from nbready.stages.definitions import Function
from nbready.stages.lexicon import lexicon
from nbready.stages.naming import name_of, words_of
from nbready.stages.scope import MISSING
from nbready.stages.values import Const, Either, Instance, Items, Value

if TYPE_CHECKING:
    from nbready.stages.arguments import Arguments
    from nbready.stages.interpreter import Interpreter


def hold(walk: Interpreter, condition: Condition, owner: Value, arguments: Arguments) -> bool:
    """Whether a catalogue condition holds for a call."""
    for tests in condition:
        for test in tests:
            if not _holds(walk, test, owner, arguments):
                break
        else:
            return True
    return False


def _holds(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    if not test.argument:
        return CONDITIONS[test.name](walk, owner, arguments) is not test.negated
    given = arguments.at(test.argument)
    value: Value = None if given is MISSING else given
    if test.name == "given":
        true = given is not MISSING and not _is_none(value)
    elif test.name == "function":
        true = isinstance(value, Function)
    elif test.name == "kind":
        true = isinstance(value, Instance) and value.kind == test.compared
    else:
        true = (
            isinstance(value, Const)
            and value.value is not None
            and bool(value.value) is (test.name == "true")
        )
    return true is not test.negated


_STATEMENT = ("sql", "query", "statement", "operation")


def _query(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    value = arguments.first(*_STATEMENT)
    if isinstance(value, Instance) and value.kind == "sql_write":
        return False
    text = arguments.text(*_STATEMENT)
    if text.strip():
        return sql.is_select(text)
    return arguments.first_node(*_STATEMENT) is not None


def _query_of_table(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """A query of Spark, unless it asks for nothing but views of what the session has already."""
    tables = sql.tables(arguments.text("sqlQuery", "query"))
    return _query(walk, owner, arguments) and not (tables and tables <= walk.state.views)


def _trains(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """Submitting a job, unless it is named as one that does something else than train."""
    given = [*arguments.args, *arguments.kwargs.values()]
    notes = [value.note for value in given if isinstance(value, Instance)]
    nodes = (*arguments.node.args, *(k.value for k in arguments.node.keywords))
    return not lexicon("asks").word(" ".join([*notes, *map(words_of, nodes)]))


def _asked_in_sql(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """A query that reads rows, of what is not asked in words."""
    return not lexicon("asked").word(_hint(arguments)) and sql.is_query(arguments.text("sql", "query"))


def _of_a_model(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """Whether what a method is called on may be a model, or a client of models, by what the code calls it."""
    return not lexicon("no_model").word(_hint(arguments))


def _hint(arguments: Arguments) -> str:
    func = arguments.node.func
    return name_of(func.value) if isinstance(func, ast.Attribute) else ""


def _is_none(value: Value) -> bool:
    return isinstance(value, Const) and value.value is None


def is_given(arguments: Arguments) -> bool:
    """Whether a call is given something that is not a mere flag."""
    given = [*arguments.args, *arguments.kwargs.values()]
    flags = [v for v in given if isinstance(v, Const) and (v.value is None or isinstance(v.value, bool))]
    return len(flags) < len(given) or any(isinstance(a, ast.Starred) for a in arguments.node.args)


def _train_op(walk: Interpreter, owner: Value, arguments: Arguments) -> bool:
    """``session.run`` of a step that an optimiser made."""
    named = lexicon("train_op").word(words_of(arguments.first_node("fetches")))
    return bool(named) or _holds_train_op(arguments.first("fetches"))


def _holds_train_op(value: Value) -> bool:
    todo: list[Value] = [value]
    seen: set[int] = set()
    while todo:
        value = todo.pop()
        if isinstance(value, Items | Either):
            if id(value) not in seen:  # a list can hold itself
                seen.add(id(value))
                todo += value.items if isinstance(value, Items) else value.options
        elif isinstance(value, Instance) and value.kind == "train_op":
            return True
    return False


CONDITIONS: dict[str, Callable[[Interpreter, Value, Arguments], bool]] = {
    **files.CONDITIONS,
    "query": _query,
    "asked in SQL": _asked_in_sql,
    "of a model": _of_a_model,
    "query of a table": _query_of_table,
    "trains": _trains,
    "train op": _train_op,
}
