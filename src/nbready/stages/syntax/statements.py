"""What statements do to the names, and in which order their bodies are walked."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from nbready.stages import callbacks, calls, containers, functions, loops
from nbready.stages.definitions import Class, Function, Object
from nbready.stages.interpreter import Interpreter
from nbready.stages.naming import name_of
from nbready.stages.scope import Scope
from nbready.stages.syntax import imports
from nbready.stages.syntax.expressions import assign, scan
from nbready.stages.syntax.tree import inside
from nbready.stages.values import Items, Lazy, Value

# What decorators make of a method.
_ROLES = {
    **dict.fromkeys(("property", "cached_property", "lazy_property"), "property"),
    "staticmethod": "staticmethod",
    "classmethod": "classmethod",
}


def _expr(walk: Interpreter, node: ast.Expr) -> None:
    walk.value(node.value)


def _assign(walk: Interpreter, node: ast.Assign) -> None:
    walk.targets = targets = node.targets
    walk.kept = node.value
    value = walk.value(node.value)
    walk.targets = []
    for target in targets:
        assign(walk, target, value)


def _ann_assign(walk: Interpreter, node: ast.AnnAssign) -> None:
    if node.value is not None:
        walk.targets, walk.kept = [node.target], node.value
        value = walk.value(node.value)
        walk.targets = []
        assign(walk, node.target, value)


def _aug_assign(walk: Interpreter, node: ast.AugAssign) -> None:
    value = walk.value(node.value)
    if isinstance(node.op, ast.Sub) and "grad" in _attributes(node.value):
        walk.frame.stepped = True
    held = walk.value(node.target) if isinstance(node.target, ast.Name | ast.Attribute) else None
    if isinstance(held, Items) and isinstance(value, Items) and held.keys is None:
        held.items += value.items[: containers.MOST_ITEMS - len(held.items)]  # `models += [Ridge()]`


def _attributes(node: ast.expr) -> set[str]:
    return {child.attr for child in ast.walk(node) if isinstance(child, ast.Attribute)}


def _if(walk: Interpreter, node: ast.If) -> None:
    bodies: list[list[ast.stmt]] = []
    while True:
        truth = walk.truth(node.test)
        walk.value(node.test)
        if truth is not False:
            bodies.append(node.body)
        if truth:
            break
        # A long chain of elif is deep in the tree, but not in the text: no recursion for it.
        if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
            bodies.append(node.orelse)
            break
        node = node.orelse[0]
    if len(bodies) == 1:
        walk.run(bodies[0])
    else:
        walk.run_branches(*bodies)


def _for(walk: Interpreter, node: ast.For | ast.AsyncFor) -> None:
    assign(walk, node.target, calls.iterate(walk, node.iter, node.target))
    walk.looping += 1
    walk.run_maybe(node.body)
    walk.looping -= 1
    loops.settle_loop(walk, node)
    walk.run_maybe(node.orelse)


def _while(walk: Interpreter, node: ast.While) -> None:
    truth = walk.truth(node.test)
    walk.value(node.test)
    if truth is not False:
        walk.looping += 1
        walk.run_maybe(node.body)
        walk.looping -= 1
    walk.run_maybe(node.orelse)


def _with(walk: Interpreter, node: ast.With | ast.AsyncWith) -> None:
    for item in node.items:
        value = _entered(walk, item.context_expr)
        if item.optional_vars is not None:
            assign(walk, item.optional_vars, value)
    walk.run(node.body)


def _entered(walk: Interpreter, node: ast.expr) -> Value:
    """What ``with`` gives for a name: of an object of the notebook, what its class says."""
    value = walk.value(node)
    member = value.cls.members.get("__enter__") if isinstance(value, Object) else None
    if not isinstance(value, Object) or not isinstance(member, Function):
        return value
    entered = walk.invoke(member.of(value), ast.copy_location(ast.Call(node, [], []), node), [])
    return value if entered is None else entered


def _try(walk: Interpreter, node: Any) -> None:
    done = walk.branch(node.body)
    walk.maybe += 1
    # A handler may begin anywhere in the body.
    handled = [walk.branch(handler.body, done, {}) for handler in node.handlers]
    walk.maybe -= 1
    walk.scope.merge([walk.branch(node.orelse, done), *handled])
    walk.run(node.finalbody)


def _match(walk: Interpreter, node: ast.Match) -> None:
    walk.value(node.subject)
    walk.run_branches(*(case.body for case in node.cases), ())


def _return(walk: Interpreter, node: ast.Return) -> None:
    if node.value is not None:
        walk.frame.returned.append(walk.value(node.value))


def _function(walk: Interpreter, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    decorators = [walk.value(decorator) for decorator in node.decorator_list]
    defaults = functions.defaults_of(walk, node.args)
    function = Function(node, walk.scope, walk.place, defaults)
    roles = (_ROLES.get(name_of(decorator), "") for decorator in node.decorator_list)
    function.role = next(filter(None, roles), "")
    lazily = any(callbacks.puts_off(walk, decorator) for decorator in decorators)
    walk.bind(node.name, Lazy(function) if lazily else function)
    for decorator in node.decorator_list:
        callbacks.decorate(walk, decorator, function)


def _class(walk: Interpreter, node: ast.ClassDef) -> None:
    bases = [walk.value(base) for base in node.bases]
    for decorator in node.decorator_list:
        walk.value(decorator)
    outer = walk.scope
    walk.scope = inner = Scope(outer)
    walk.run(node.body)
    walk.scope = outer
    for member in inner.names.values():
        # A method does not see the names of its class body.
        if isinstance(member, Function) and member.scope is inner:
            member.scope = outer
    members = {
        name: v for base in reversed(bases) if isinstance(base, Class) for name, v in base.members.items()
    }
    members.update(inner.names)
    walk.bind(node.name, Class(node.name, bases, members))


def _delete(walk: Interpreter, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name) and not walk.maybe:
            walk.scope.names.pop(target.id, None)


def _nothing(walk: Interpreter, node: ast.stmt) -> None:
    pass


def _scan(walk: Interpreter, node: ast.AST) -> None:
    scan(walk, inside(node))


HANDLERS: dict[type, Callable[[Any, Any], None]] = {
    **dict.fromkeys(ast.stmt.__subclasses__(), _nothing),
    ast.Expr: _expr,
    ast.Assign: _assign,
    ast.AnnAssign: _ann_assign,
    ast.AugAssign: _aug_assign,
    ast.Import: imports.import_modules,
    ast.ImportFrom: imports.import_names,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.Match: _match,
    ast.Return: _return,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Delete: _delete,
    ast.Assert: _scan,
    ast.Raise: _scan,
}
if hasattr(ast, "TryStar"):
    HANDLERS[ast.TryStar] = _try
