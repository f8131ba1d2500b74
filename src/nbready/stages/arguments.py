"""What a call is given."""

from __future__ import annotations

import ast
from typing import TypeAlias, cast

from nbready.stages.catalogue.expression import Part
from nbready.stages.interpreter import Interpreter
from nbready.stages.naming import leaves, name_of, words_of
from nbready.stages.scope import MISSING, Missing
from nbready.stages.syntax.tree import INSIDE
from nbready.stages.values import Const, Instance, Items, Value, element

# Names and places of an argument, the first that is there counts.
Names: TypeAlias = "tuple[str, ...]"
EVERY = ("*",)
# So many things in a list or dictionary are looked at.
_MOST_ITEMS = 60


class Arguments:
    """What a call is given, beside the call itself; evaluated when somebody asks.

    Most calls are known by what they are called on: what their arguments are worth is nobody's business.
    """

    __slots__ = ("_args", "_kwargs", "_walk", "node")
    _kwargs: dict[str, Value]

    def __init__(self, walk: Interpreter, node: ast.Call) -> None:
        self.node = node
        self._walk = walk
        self._args: list[Value] | None = None

    @classmethod
    def given(
        cls, walk: Interpreter, node: ast.Call, args: list[Value], kwargs: dict[str, Value] | None = None
    ) -> Arguments:
        """Arguments that are not those in the code: of a callback, of a partial."""
        made = cls(walk, node)
        made._args, made._kwargs = args, kwargs or {}
        return made

    @classmethod
    def implied(cls, walk: Interpreter, node: ast.expr) -> Arguments:
        """No arguments, of a call that the code does not write out: by a decorator, by a loop."""
        return cls.given(walk, ast.copy_location(ast.Call(node, [], []), node), [])

    @property
    def args(self) -> list[Value]:
        """The positional arguments; a ``*list`` whose items are known is spread out."""
        if self._args is None:
            self._evaluate()
        return cast("list[Value]", self._args)

    @property
    def kwargs(self) -> dict[str, Value]:
        """The arguments by keyword."""
        if self._args is None:
            self._evaluate()
        return self._kwargs

    @property
    def called_on(self) -> str:
        """How the code names what a method is called on; empty for a function."""
        func = self.node.func
        return name_of(func.value) if isinstance(func, ast.Attribute) else ""

    def at(self, names: Names) -> Value | Missing:
        """The first argument of these that is there: by keyword, or by place, from the end if negative."""
        args = self.args
        for name in names:
            if name in self._kwargs:
                return self._kwargs[name]
            if name.lstrip("-").isdigit() and -len(args) <= int(name) < len(args):
                return args[int(name)]
        return MISSING

    def value(self, names: Names) -> Value:
        """The same, and nothing known where there is none."""
        found = self.at(names)
        return None if found is MISSING else found

    def code(self, names: Names) -> ast.expr | None:
        """The code of :meth:`at`."""
        args = self.node.args
        for name in names:
            if name.lstrip("-").isdigit():
                if -len(args) <= int(name) < len(args):
                    return args[int(name)]
                continue
            for keyword in self.node.keywords:
                if keyword.arg == name:
                    return keyword.value
        return None

    def all(self) -> list[Value]:
        """All of them, those by place first."""
        return [*self.args, *self._kwargs.values()]

    def text(self, names: Names) -> str:
        """The text that :meth:`at` is known to hold."""
        return text_of(self._walk, self.code(names), self.value(names))

    def words(self, names: Names) -> str:
        """The text that :meth:`at` is known to hold, and how the code names it; of all of them for ``*``."""
        if names == EVERY:
            nodes = (*self.node.args, *(keyword.value for keyword in self.node.keywords))
            values = self.all()
            texts = [v.value for v in values if isinstance(v, Const) and isinstance(v.value, str)]
            notes = [value.note for value in values if isinstance(value, Instance)]
            return " ".join([*texts, *notes, *map(words_of, nodes)])
        value = self.value(names)
        how = words_of(value) if isinstance(value, ast.JoinedStr | ast.BinOp) else ""
        if isinstance(value, Items):
            how = " ".join(_keys_in(value)).lower()
        return f"{self.text(names)} {how} {words_of(self.code(names))}"

    def texts(self) -> list[str]:
        """The texts that those by place are known to hold."""
        return [text_of(self._walk, n, v) for n, v in zip(self.node.args, self.args, strict=False)]

    def part(self, part: Part) -> Value:
        """A part of them, as the catalogue asks for it."""
        value = self.value(part.argument)
        for step in part.steps:
            if step == "item":
                value = element(value)
            elif step == "items":
                is_list = isinstance(value, Items) and value.keys is None
                value = value if is_list else Items([element(value)])
            elif isinstance(value, Items) and value.items:
                value = value.items[-1]
        if value is None and part.otherwise:
            return Instance(part.otherwise, part.otherwise, self._walk.state.cell)
        return value

    def visit(self) -> None:
        """See to it that the calls inside the arguments were walked."""
        if self._args is None:
            nodes: list[ast.AST] = []
            for arg in self.node.args:
                if type(arg) in INSIDE:
                    nodes.append(arg)
            for keyword in self.node.keywords:
                if type(keyword.value) in INSIDE:
                    nodes.append(keyword.value)
            if nodes:
                nodes.reverse()
                self._walk.scan(nodes)

    def _evaluate(self) -> None:
        value_of = self._walk.value
        self._args = args = []
        for arg in self.node.args:
            value = value_of(arg)
            if isinstance(arg, ast.Starred) and isinstance(value, Items):
                args += value.items
            else:
                args.append(value)
        self._kwargs = {k.arg: value_of(k.value) for k in self.node.keywords if k.arg is not None}


def _keys_in(value: Items) -> list[str]:
    """The keys of a dictionary that are written out, and of those in it or in a list."""
    keys: list[str] = []
    todo: list[Value] = [value]
    for _ in range(_MOST_ITEMS):
        if not todo:
            break
        top = todo.pop()
        if isinstance(top, Items):
            todo += top.items
            keys += [key for key in top.keys or () if isinstance(key, str)]
    return keys


def text_of(walk: Interpreter, node: ast.expr | None, value: Value) -> str:
    """The text an argument is known to hold, as far as it is: constants joined, variables followed."""
    if isinstance(value, Const):
        return value.value[:2000] if isinstance(value.value, str) else ""
    if isinstance(value, Instance):
        return value.note
    if isinstance(value, ast.JoinedStr | ast.BinOp):
        node = value
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
        elif isinstance(held, Instance) and held.kind in ("path", "setting"):
            parts.append(held.note)
    return " ".join(parts)
