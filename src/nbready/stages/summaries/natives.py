"""The ``@natives`` of catalogue lines: what a call changes and returns, where no expression says it."""

from __future__ import annotations

import ast
from collections.abc import Callable

from nbready.stages import attributes
from nbready.stages.arguments import Arguments
from nbready.stages.catalogue.expression import Result
from nbready.stages.definitions import Object
from nbready.stages.embedded import magics, sql
from nbready.stages.interpreter import Interpreter
from nbready.stages.lexicon import lexicon
from nbready.stages.naming import name_of
from nbready.stages.summaries import files, lazy
from nbready.stages.syntax import imports
from nbready.stages.values import Bound, Const, Either, Instance, Items, Lazy, Partial, Value, element


def _view(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """A name under which queries find what the session has already."""
    walk.state.views.add(arguments.text(("name", "viewName", "tableName", "0")).lower())
    return None


def _pipeline(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """A pipeline is what its last step is."""
    last = None if says.part is None else arguments.part(says.part)
    kind = getattr(last, "kind", "")
    if isinstance(last, Const):  # "passthrough", None
        kind = "transformer"
    if isinstance(last, Either):
        kinds = {getattr(option, "kind", "") for option in last.options}
        kind = kinds.pop() if len(kinds) == 1 else "estimator"
    if isinstance(last, Object) and not kind:
        kind = "transformer" if "transform" in last.cls.members and "predict" not in last.cls.members else ""
    name = getattr(last, "made_by", "")
    maker = name_of(arguments.node.func)
    return Instance(kind or "pipeline", f"{maker} of {name}" if name else maker, walk.state.cell)


def _saved(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """What is only written to disk was no load: a download, if a request brought it; else unpacked."""
    fetched = _take_back(arguments, ("response",), "download")
    _take_back(arguments, ("file", "binary"))
    if fetched:
        # A file with something fetched in it is not the notebook's own.
        for held in (owner, *arguments.args):
            if isinstance(held, Instance):
                walk.state.outputs.discard(held.made_by)
    return None


def _sent(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """What is only sent on, shown or encoded was no load."""
    _take_back(arguments, says.told or ("file", "binary", "content", "picture"))
    return Instance(says.kind, says.kind, walk.state.cell) if says.kind else None


def handed_over(walk: Interpreter, method: Bound, node: ast.Call) -> None:
    """What a method of something unknown is given: a file of bytes is sent on, unless it is taken apart."""
    owner = method.owner
    unknown = owner is None or (isinstance(owner, Instance) and not owner.kind)
    if not unknown or lexicon("takes_apart").word(method.name):
        return
    todo: list[ast.expr] = [*node.args, *(keyword.value for keyword in node.keywords)]
    while todo:
        given = todo.pop()
        if isinstance(given, ast.Dict):
            todo += given.values
        elif isinstance(given, ast.Tuple | ast.List):
            todo += given.elts
        else:
            found = walk.scope.find(given.id) if isinstance(given, ast.Name) else walk.opened.get(given)
            if isinstance(found, Instance) and found.kind == "binary" and found.effect is not None:
                found.effect.stage = ""


def _asked(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """What a query gives through a cursor, which is remembered for one that reads no rows."""
    made_by = f"{getattr(owner, 'made_by', arguments.called_on)}.{name_of(arguments.node.func)}"
    if sql.reads_none(walk.catalogue, arguments.text(sql.STATEMENT)):
        walk.state.no_rows.add(arguments.called_on)
        return Instance(says.kind, made_by, walk.state.cell, sql.NO_ROWS)
    walk.state.no_rows.discard(arguments.called_on)
    return Instance(says.kind, made_by, walk.state.cell)


def _take_back(arguments: Arguments, kinds: tuple[str, ...], stage: str = "") -> bool:
    """Take back that what the arguments hold was loaded: it entered ``stage``, or none."""
    found = False
    for given in arguments.all():
        for held in given.items if isinstance(given, Items) else [given]:
            brought = held.owner if isinstance(held, Bound) else held
            if isinstance(brought, Instance) and brought.kind in kinds:
                found = True
                if brought.effect is not None:
                    brought.effect.stage = stage
    return found


def _partial(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    return Partial(arguments.args[0], arguments.args[1:], arguments.kwargs) if arguments.args else None


def _function(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """A method that is a function of what it is called on: ``path.open("w")``."""
    node = arguments.node
    on = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    call = ast.copy_location(ast.Call(node.func, [on, *node.args], node.keywords), node)
    return walk.invoke(f"builtins.{name_of(node.func)}", call, [owner, *arguments.args], arguments.kwargs)


def _written(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """What is written to a path is the notebook's own; of what was fetched, a download."""
    if isinstance(owner, Instance) and owner.note and not _take_back(arguments, ("response",), "download"):
        walk.state.outputs.add(owner.note)
    return None


def _deferred(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """A function whose calls are put off; the decorator itself, where it is only given settings."""
    return Lazy(arguments.args[0]) if arguments.args else walk.value(arguments.node.func)


def _computed(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    return lazy.compute(walk, arguments.args, arguments.node)


def _zip(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    return Items([Items([walk.step(a, arguments.node) for a in arguments.args])])


def _enumerate(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    return Items([Items([None, walk.step(arguments.value(("iterable", "0")), arguments.node)])])


def _dict(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    if arguments.kwargs:
        return Items(list(arguments.kwargs.values()), list(arguments.kwargs))
    given = arguments.value(("0",))
    if isinstance(given, Items) and given.keys is None:
        pair = element(given)
        if isinstance(pair, Items) and len(pair.items) == 2:
            return Items([pair.items[1]], [None])
    return given


def _getattr(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    name = _literals(arguments, 2)[1]
    return attributes.attribute(walk, arguments.args[0], name, "") if name else None


def _import_module(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    (name,) = _literals(arguments, 1)
    return imports.module(walk, name) if name else None


def _file(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    name = arguments.words(files.FILE).strip()
    if files.reads(arguments):
        kind = "binary" if files.opens_bytes(arguments) else "file"
        note = files.OWN if name in walk.state.outputs else name
        opened = Instance(kind, "open", walk.state.cell, note=note)
        if kind == "binary":
            walk.opened[arguments.node] = opened
        return opened
    walk.state.outputs.add(name)
    return Instance("file", name, walk.state.cell, note=files.OWN)


def _magic(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """``%name text``, in one text or two."""
    name, _, text = " ".join(_literals(arguments, 2)).partition(" ")
    return magics.line_magic(walk, name.lstrip("%"), text.rstrip(), arguments.node)


def _cell_magic(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    name, line, body = _literals(arguments, 3)
    return magics.cell_magic(walk, name, line, body, arguments.node)


def _code(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """Python in a literal text."""
    (text,) = _literals(arguments, 1)
    magics.run_text(walk, text, arguments.node, at_node=True)
    return None


def _command(walk: Interpreter, owner: Value, arguments: Arguments, says: Result) -> Value:
    """``subprocess.run([...])`` and ``os.system("...")``."""
    given = arguments.value(("args", "command", "cmd", "0"))
    words = given.items if isinstance(given, Items) else [given]
    text = " ".join(str(word.value) for word in words if isinstance(word, Const))
    return magics.shell_command(walk, text, arguments.node)


def _literals(arguments: Arguments, count: int) -> list[str]:
    texts = [
        a.value if isinstance(a, Const) and isinstance(a.value, str) else "" for a in arguments.args[:count]
    ]
    return texts + [""] * (count - len(texts))


NATIVES: dict[str, Callable[[Interpreter, Value, Arguments, Result], Value]] = {
    "view": _view,
    "pipeline": _pipeline,
    "sent": _sent,
    "saved": _saved,
    "partial": _partial,
    "deferred": _deferred,
    "computed": _computed,
    "function": _function,
    "written": _written,
    "zip": _zip,
    "enumerate": _enumerate,
    "dict": _dict,
    "getattr": _getattr,
    "import": _import_module,
    "file": _file,
    "magic": _magic,
    "cell_magic": _cell_magic,
    "code": _code,
    "command": _command,
    "asked": _asked,
}
