"""What expressions are worth."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from nbready.stages import attributes, calls, containers, functions
from nbready.stages.arguments import Arguments, text_of
from nbready.stages.definitions import Function, Object
from nbready.stages.interpreter import Interpreter
from nbready.stages.naming import name_of
from nbready.stages.scope import MISSING, Scope
from nbready.stages.summaries import library
from nbready.stages.syntax.tree import INSIDE, inside
from nbready.stages.values import Bound, Composed, Const, Instance, Items, Key, Value, element, join


def scan(walk: Interpreter, stack: list[ast.AST]) -> None:
    """Visit the calls in nodes that are worth nothing themselves, the last node first, without recursion."""
    while stack:
        top = stack.pop()
        kind = type(top)
        if kind in _VISITED:
            walk.value(top)  # type: ignore[arg-type]  # all of _VISITED are expressions
        elif kind in INSIDE:
            stack += inside(top)


def _attribute(walk: Interpreter, node: ast.Attribute) -> Value:
    inner = node.value
    base = walk.value(inner)
    if type(base) is str and node.attr not in walk.catalogue.handles:
        return f"{base}.{node.attr}"
    if type(base) is Instance and base.kind in walk.catalogue.asked:
        asked = walk.catalogue.attribute(base.kind, node.attr)
        if asked is not None:
            label = f"{base.made_by}.{node.attr}"
            return library.perform(walk, asked, label, base, Arguments.implied(walk, node))
    if type(inner) is ast.Name:
        hint = inner.id
        if base is None and hint in _SESSIONS:
            return f"builtins.{hint}.{node.attr}"
        if walk.state.dotted:
            name = f"{hint}.{node.attr}"
            if name in walk.state.dotted:
                stored = walk.scope.find(name)
                if stored is not MISSING and stored is not None:
                    return stored
    else:
        hint = name_of(inner)
    if base is None or type(base) is Instance:  # as most are
        return Bound(base, node.attr, hint)
    found = attributes.attribute(walk, base, node.attr, hint)
    if type(found) is Function and found.role == "property":
        return walk.invoke(found, ast.copy_location(ast.Call(node, [], []), node), [])
    return found


def _sequence(walk: Interpreter, node: ast.List | ast.Tuple | ast.Set) -> Value:
    items: list[Value] = []
    for item in node.elts:
        if type(item) is ast.Starred:
            inner = walk.value(item.value)
            items.extend(inner.items if isinstance(inner, Items) else [element(inner)])
        else:
            items.append(walk.value(item))
    return Items(items)


def _dict(walk: Interpreter, node: ast.Dict) -> Value:
    keys: list[Key] = []
    items: list[Value] = []
    for key, item in zip(node.keys, node.values, strict=True):
        name = walk.value(key) if key is not None else None
        value = walk.value(item)
        if key is None and isinstance(value, Items) and value.keys is not None:
            keys += value.keys
            items += value.items
        else:
            keys.append(name.value if isinstance(name, Const) else None)
            items.append(value)
    return Items(items, keys)


def _subscript(walk: Interpreter, node: ast.Subscript) -> Value:
    base = walk.value(node.value)
    key = walk.value(node.slice)
    if type(base) is Object:
        member = base.cls.members.get("__getitem__")
        if isinstance(member, Function):
            return walk.invoke(member.of(base), ast.copy_location(ast.Call(node, [], []), node), [key])
    return attributes.item_of(walk, base, key)


def _composed(walk: Interpreter, node: Composed) -> Value:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _divided(walk, node)
    scan(walk, inside(node))
    if isinstance(node, ast.JoinedStr) or _is_text(node.left) or _is_text(node.right):
        return node
    return None


def _divided(walk: Interpreter, node: ast.BinOp) -> Value:
    """Nothing but a path is divided by a text: ``DATA / "train.csv"``."""
    left, right = walk.value(node.left), walk.value(node.right)
    if not _is_text(node.right) and not (isinstance(left, Instance) and left.kind == "path"):
        return None
    parts = (text_of(walk, node.left, left), text_of(walk, node.right, right))
    return Instance("path", "pathlib.Path", walk.state.cell, "/".join(part for part in parts if part))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, Const) and isinstance(node.value, str))


def _scanned(walk: Interpreter, node: ast.expr) -> Value:
    scan(walk, inside(node))
    return None


def _if_exp(walk: Interpreter, node: ast.IfExp) -> Value:
    truth = walk.truth(node.test)
    walk.value(node.test)
    if truth is not None:
        return walk.value(node.body if truth else node.orelse)
    return join((walk.value(node.body), walk.value(node.orelse)))


def _bool_op(walk: Interpreter, node: ast.BoolOp) -> Value:
    return join([walk.value(part) for part in node.values])


def _lambda(walk: Interpreter, node: ast.Lambda) -> Value:
    defaults = functions.defaults_of(walk, node.args)
    return Function(node, walk.scope, walk.place, defaults)


def _named(walk: Interpreter, node: ast.NamedExpr) -> Value:
    value = walk.value(node.value)
    walk.bind(node.target.id, value)
    return value


def _inner(walk: Interpreter, node: ast.Await | ast.Starred | ast.YieldFrom) -> Value:
    return walk.value(node.value)


def _yield(walk: Interpreter, node: ast.Yield) -> Value:
    if node.value is not None:
        walk.frame.returned.append(Items([walk.value(node.value)]))
    return None


def _comprehension(walk: Interpreter, node: Any) -> Value:
    outer = walk.scope
    walk.scope = Scope(outer)
    walk.looping += 1
    for generator in node.generators:
        assign(walk, generator.target, calls.iterate(walk, generator.iter, generator.target))
        for condition in generator.ifs:
            walk.value(condition)
    if isinstance(node, ast.DictComp):
        walk.value(node.key)
        made = Items([walk.value(node.value)], [None])
    else:
        made = Items([walk.value(node.elt)])
    walk.looping -= 1
    walk.scope = outer
    return made


def assign(walk: Interpreter, target: ast.expr, value: Value) -> None:
    """Bind what a target names: a name, an attribute, an item, or several of them."""
    kind = type(target)
    if kind is ast.Name:
        walk.bind(target.id, value)  # type: ignore[attr-defined]
    elif kind is ast.Tuple or kind is ast.List:
        _unpack(walk, target.elts, value)  # type: ignore[attr-defined]
    elif kind is ast.Attribute:
        _assign_attribute(walk, target, value)  # type: ignore[arg-type]
    elif kind is ast.Subscript:
        _assign_item(walk, target, value)  # type: ignore[arg-type]
    elif kind is ast.Starred:
        assign(walk, target.value, Items([value]))  # type: ignore[attr-defined]


def _unpack(walk: Interpreter, targets: list[ast.expr], value: Value) -> None:
    if isinstance(value, Items) and value.keys is None and len(value.items) == len(targets):
        parts = value.items
    else:
        parts = [element(value)] * len(targets)
    for target, part in zip(targets, parts, strict=True):
        assign(walk, target, part)


def _assign_attribute(walk: Interpreter, target: ast.Attribute, value: Value) -> None:
    base = walk.value(target.value)
    if isinstance(base, Object):
        walk.version += 1
        held = base.attributes.get(target.attr) if walk.maybe else None
        base.attributes[target.attr] = join((held, value))
    elif isinstance(target.value, ast.Name):
        walk.state.dotted.add(f"{target.value.id}.{target.attr}")
        walk.bind(f"{target.value.id}.{target.attr}", value)


def _assign_item(walk: Interpreter, target: ast.Subscript, value: Value) -> None:
    base = walk.value(target.value)
    key = walk.value(target.slice)
    if isinstance(base, Items):
        walk.version += 1
        containers.put(base, key, value, maybe=walk.maybe > 0)


HANDLERS: dict[type, Callable[[Any, Any], Value]] = {
    **dict.fromkeys(ast.expr.__subclasses__(), _scanned),
    ast.Attribute: _attribute,
    ast.Call: calls.call,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    ast.Subscript: _subscript,
    ast.JoinedStr: _composed,
    ast.BinOp: _composed,
    ast.IfExp: _if_exp,
    ast.BoolOp: _bool_op,
    ast.Lambda: _lambda,
    ast.NamedExpr: _named,
    ast.Await: _inner,
    ast.Starred: _inner,
    ast.YieldFrom: _inner,
    ast.Yield: _yield,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
}
# Names that hold a Spark session, wherever it came from.
_SESSIONS = frozenset({"spark", "sqlContext"})
# What enters stages or binds names, wherever it stands.
_VISITED = {
    ast.Call,
    ast.Lambda,
    ast.NamedExpr,
    ast.Await,
    ast.Yield,
    ast.YieldFrom,
    ast.ListComp,
    ast.SetComp,
    ast.GeneratorExp,
    ast.DictComp,
    ast.IfExp,
    ast.BoolOp,
}
