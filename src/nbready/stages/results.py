"""The ``@natives`` of catalogue lines: what a call returns, and changes, where no expression says it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nbready.stages import attributes, files, imports, magics, sql
from nbready.stages.arguments import text_of
from nbready.stages.definitions import Function, Object
from nbready.stages.naming import name_of
from nbready.stages.values import Bound, Const, Either, Instance, Items, Partial, Value, element

if TYPE_CHECKING:
    from nbready.stages.arguments import Arguments
    from nbready.stages.interpreter import Interpreter


def _memory(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    """``StringIO(text)``: a text of the notebook is no file; whatever else is in it stays what it is."""
    given = arguments.first()
    if isinstance(given, Const):
        return Instance("memory", "StringIO", walk.state.cell)
    return given or Instance("buffer", "BytesIO", walk.state.cell)


def _view(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    """A name under which queries find what the session has already."""
    name = arguments.first("name", "viewName", "tableName")
    if isinstance(name, Const) and isinstance(name.value, str):
        walk.state.views.add(name.value.lower())
    return None


def _same_items(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    given = arguments.first()
    return given if isinstance(given, Items) and given.keys is None else Items([element(given)])


def _pipeline(walk: Interpreter, owner: Value, arguments: Arguments, last: Value) -> Value:
    """A pipeline is what its last step is."""
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


def _saved(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    """What is only written to disk was no load: a download, if a request brought it; else unpacked."""
    fetched = _withdraw(arguments, ("response",), "download")
    _withdraw(arguments, ("file", "binary"), "")
    if fetched:
        # A file with something fetched in it is not the notebook's own.
        for held in (owner, *arguments.args):
            if isinstance(held, Instance):
                walk.state.outputs.discard(held.made_by)
    return None


def _sent(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    """What is only sent on, shown or encoded was no load."""
    _withdraw(arguments, ("file", "binary", "content", "picture"), "")
    return None


def _picture(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    """A picture; one that a request brought is shown or tried, no data set."""
    _withdraw(arguments, ("response",), "")
    return Instance("picture", "picture", walk.state.cell)


def _content(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    """What stands in a file."""
    if not isinstance(owner, Instance):
        return Instance("content", "read", walk.state.cell)
    held = owner.effect if owner.cell == walk.state.cell else None
    return Instance("content", owner.made_by, walk.state.cell, owner.note, held)


def _withdraw(arguments: Arguments, kinds: tuple[str, ...], stage: str) -> bool:
    """Take back that what the arguments hold was loaded: it entered ``stage``, or none."""
    found = False
    for given in [*arguments.args, *arguments.kwargs.values()]:
        for held in given.items if isinstance(given, Items) else [given]:
            brought = held.owner if isinstance(held, Bound) else held
            if isinstance(brought, Instance) and brought.kind in kinds:
                found = True
                if brought.effect is not None:
                    brought.effect.stage = stage
    return found


def _partial(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    if not arguments.args:
        return None
    return Partial(arguments.args[0], arguments.args[1:], arguments.kwargs)


def _zip(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    return Items([Items([element(a) for a in arguments.args])])


def _enumerate(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    return Items([Items([None, element(arguments.first("iterable"))])])


def _dict(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    if arguments.kwargs:
        return Items(list(arguments.kwargs.values()), list(arguments.kwargs))
    given = arguments.first()
    if isinstance(given, Items) and given.keys is None:
        pair = element(given)
        if isinstance(pair, Items) and len(pair.items) == 2:
            return Items([pair.items[1]], [None])
    return given


def _getattr(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    if len(arguments.args) >= 2:
        name = arguments.args[1]
        if isinstance(name, Const) and isinstance(name.value, str):
            return attributes.attribute(walk, arguments.args[0], name.value, "")
    return None


def _import_module(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    (name,) = _texts(arguments, 1)
    return imports.module(walk, name) if name else None


def _execute(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    """``exec`` and ``eval`` of a literal text."""
    text = arguments.first("source")
    if isinstance(text, Const) and isinstance(text.value, str):
        magics.run_text(walk, text.value, arguments.node, at_node=True)
    return None


def _file(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    name = arguments.words("file", "name", "path").strip()
    if files.reads(arguments):
        kind = "binary" if files.opens_bytes(arguments) else "file"
        note = files.OWN if name in walk.state.outputs else name
        return Instance(kind, "open", walk.state.cell, note=note)
    walk.state.outputs.add(name)
    return Instance("file", name, walk.state.cell, note=files.OWN)


def _path(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    texts = [text_of(walk, n, v) for n, v in zip(arguments.node.args, arguments.args, strict=False)]
    before = owner.note if isinstance(owner, Instance) else ""
    return Instance("path", "Path", walk.state.cell, note="/".join(t for t in (before, *texts) if t))


def _script(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    """What runs a script, and how that is called."""
    script = arguments.kwargs.get("script", arguments.kwargs.get("entry_script"))
    note = script.value if isinstance(script, Const) and isinstance(script.value, str) else ""
    return Instance("script", "script", walk.state.cell, note=note)


def _query(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    """What a query gives; one that creates a model trains it where the data are."""
    text = arguments.text("query", "sql")
    if sql.makes_model(text):
        walk.use("train", "CREATE MODEL", arguments.node, "a query that creates a model")
    return Instance("cursor", "query", walk.state.cell)


def _optimizer(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    walk.state.optimizer = True
    return Instance("optimizer", "optimizer", walk.state.cell)


def _step(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    walk.frame.stepped = True
    closure = arguments.first("closure")
    if isinstance(closure, Function):
        walk.invoke(closure, arguments.node, [])
    return None


def _backward(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    walk.frame.backward = walk.frame.backward or arguments.node
    return None


def _line_magic(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    name, text = _texts(arguments, 2)
    return magics.line_magic(walk, name, text, arguments.node)


def _magic(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    (text,) = _texts(arguments, 1)
    name, _, rest = text.partition(" ")
    return magics.line_magic(walk, name.lstrip("%"), rest, arguments.node)


def _cell_magic(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    name, line, body = _texts(arguments, 3)
    return magics.cell_magic(walk, name, line, body, arguments.node)


def _system(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    (text,) = _texts(arguments, 1)
    return magics.shell_command(walk, text, arguments.node)


def _code(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    (text,) = _texts(arguments, 1)
    magics.run_text(walk, text, arguments.node, at_node=True)
    return None


def _command(walk: Interpreter, owner: Value, arguments: Arguments, part: Value) -> Value:
    """``subprocess.run([...])`` and ``os.system("...")``."""
    given = arguments.first("args", "command", "cmd")
    if isinstance(given, Items):
        words = [str(i.value) for i in given.items if isinstance(i, Const)]
        return magics.shell_command(walk, " ".join(words), arguments.node)
    if isinstance(given, Const) and isinstance(given.value, str):
        return magics.shell_command(walk, given.value, arguments.node)
    return None


def _texts(arguments: Arguments, count: int) -> list[str]:
    texts = [
        a.value if isinstance(a, Const) and isinstance(a.value, str) else "" for a in arguments.args[:count]
    ]
    return texts + [""] * (count - len(texts))


NATIVES: dict[str, Callable[[Interpreter, Value, Arguments, Value], Value]] = {
    "@memory": _memory,
    "@view": _view,
    "@items": _same_items,
    "@pipeline": _pipeline,
    "@query": _query,
    "@script": _script,
    "@saved": _saved,
    "@sent": _sent,
    "@content": _content,
    "@picture": _picture,
    "@partial": _partial,
    "@zip": _zip,
    "@enumerate": _enumerate,
    "@dict": _dict,
    "@getattr": _getattr,
    "@import": _import_module,
    "@execute": _execute,
    "@file": _file,
    "@path": _path,
    "@optimizer": _optimizer,
    "@step": _step,
    "@backward": _backward,
    "@line_magic": _line_magic,
    "@magic": _magic,
    "@cell_magic": _cell_magic,
    "@system": _system,
    "@code": _code,
    "@command": _command,
}
