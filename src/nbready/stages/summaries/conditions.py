"""Catalogue conditions: what the tests in them look at, and the phrases that no test says."""

from __future__ import annotations

import ast
from collections.abc import Callable

from nbready.stages.arguments import EVERY, Arguments
from nbready.stages.catalogue.expression import Condition, Test
from nbready.stages.definitions import Function, Object
from nbready.stages.embedded import sql
from nbready.stages.interpreter import Interpreter
from nbready.stages.lexicon import lexicon
from nbready.stages.naming import words_of
from nbready.stages.scope import MISSING
from nbready.stages.summaries import files
from nbready.stages.values import Const, Either, Instance, Items, Value


def hold(walk: Interpreter, condition: Condition, owner: Value, arguments: Arguments) -> bool:
    """Whether a catalogue condition holds for a call; none always does."""
    for tests in condition:
        for test in tests:
            if _holds(walk, test, owner, arguments) is test.negated:
                break
        else:
            return True
    return not condition


def _holds(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    if test.argument:
        return TESTS[test.name](walk, test, owner, arguments)
    named = walk.catalogue.conditions.get(test.name)
    if named is not None:
        return hold(walk, named, owner, arguments)
    return files.PHRASES[test.name](walk, arguments)


def _given(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    if test.argument == EVERY:
        return bool(arguments.args or arguments.kwargs)
    value = arguments.at(test.argument)
    return value is not MISSING and not (isinstance(value, Const) and value.value is None)


def _flag(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    value = arguments.value(test.argument)
    return isinstance(value, Const) and value.value is not None and bool(value.value) is (test.name == "true")


def _flags(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    if test.argument == EVERY:
        values = arguments.all()
        if any(isinstance(node, ast.Starred) for node in arguments.node.args):
            return False
    else:
        values = [arguments.value(test.argument)]
    return all(isinstance(v, Const) and (v.value is None or isinstance(v.value, bool)) for v in values)


def _literal(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    return isinstance(arguments.value(test.argument), Const)


def _function(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    return isinstance(arguments.value(test.argument), Function)


def _kind(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    value = arguments.value(test.argument)
    return isinstance(value, Instance | Object) and value.kind in test.compared


def _contains(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    todo, seen = [arguments.value(test.argument)], set[int]()
    while todo:
        value = todo.pop()
        if isinstance(value, Items | Either):
            if id(value) not in seen:  # a list can hold itself
                seen.add(id(value))
                todo += value.items if isinstance(value, Items) else value.options
        elif isinstance(value, Instance | Object) and value.kind in test.compared:
            return True
    return False


def _path(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    value = arguments.value(test.argument)
    if isinstance(value, Const):
        return isinstance(value.value, str)
    if isinstance(value, Instance) and value.kind != "setting":
        return value.kind in ("path", "file")
    if isinstance(arguments.code(test.argument), ast.JoinedStr | ast.BinOp) and arguments.text(test.argument):
        return True
    known = value is not None and not isinstance(value, Instance)
    return not known and bool(lexicon("path").word(arguments.words(test.argument)))


def _reads(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    return files.reads(arguments, test.argument)


def _unread(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    held = owner if test.argument == ("owner",) else arguments.value(test.argument)
    if not isinstance(held, Instance) or (held.effect is not None and held.cell == walk.state.cell):
        return False
    return files.reading(walk, held.note).subject in ("", "data")


def _rows(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    return getattr(owner, "note", "") != sql.NO_ROWS and arguments.called_on not in walk.state.no_rows


def _says(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    texts = [arguments.called_on]
    if test.argument == ("maker",):
        texts.append(getattr(owner, "made_by", "").rpartition(".")[2])
    elif test.argument == ("function",):
        texts = [files.function_of(walk)]
    elif test.argument != ("owner",):
        texts = [arguments.words(test.argument)]
    return any(lexicon(subject).word(text) for subject in test.compared for text in texts)


def _about(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    if test.argument == ("owner",):
        note = owner.note if isinstance(owner, Instance) else ""
        text = note if note in walk.state.outputs else f"{note} {words_of(_called_on(arguments))}"
    else:
        text = arguments.words(test.argument)
    return (files.reading(walk, text).subject or "nothing") in test.compared


def _called_on(arguments: Arguments) -> ast.expr | None:
    func = arguments.node.func
    return func.value if isinstance(func, ast.Attribute) else None


def _sql(walk: Interpreter, test: Test, owner: Value, arguments: Arguments) -> bool:
    text = arguments.text(test.argument)
    (wanted,) = test.compared
    if wanted == "query":
        return sql.is_query(text)
    if wanted == "model":
        return sql.makes_model(walk.catalogue, text)
    if wanted == "views":
        tables = sql.tables(text)
        return bool(tables) and tables <= walk.state.views
    value = arguments.value(test.argument)
    if isinstance(value, Instance) and value.kind == "sql_write":
        return False
    return sql.reads_rows(walk.catalogue, text) if text.strip() else arguments.code(test.argument) is not None


TESTS: dict[str, Callable[[Interpreter, Test, Value, Arguments], bool]] = {
    "given": _given,
    "true": _flag,
    "false": _flag,
    "flags": _flags,
    "literal": _literal,
    "function": _function,
    "kind": _kind,
    "holds": _contains,
    "path": _path,
    "reads": _reads,
    "unread": _unread,
    "rows": _rows,
    "says": _says,
    "about": _about,
    "sql": _sql,
}
