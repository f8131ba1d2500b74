"""Modules and scripts beside the notebook: read, never imported, within bounds of size, number and depth."""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path

from nbready.files.read import FileError, read_file
from nbready.reads import note_read
from nbready.stages.definitions import Module
from nbready.stages.interpreter import Interpreter
from nbready.stages.scope import Scope
from nbready.stages.state import State
from nbready.stages.syntax.source import parse_cell
from nbready.stages.uses import Effect
from nbready.stages.values import Const, Value

MOST_BYTES = 400_000
# What `%run` adds to a name; IPython the first, Databricks the second.
_SUFFIXES = (".py", ".ipynb")
MOST_FILES = 40
MOST_TEXTS = 400


def read_module(walk: Interpreter, name: str, node: ast.AST | None = None) -> Value:
    """The module ``name`` beside the notebook; None if there is none that can be read.

    What importing it does counts at ``node``, the first time.
    """
    state = walk.state
    if name in state.modules:
        return state.modules[name]
    state.modules[name] = None  # a module that imports itself ends here
    base = name.replace(".", "/")
    for path in (f"{base}.py", f"{base}/__init__.py"):
        source = text_of(walk, path)
        if source is not None:
            scope = Scope()
            uses = _walk_file(walk, parse_cell(source), scope, path, "")
            state.modules[name] = Module(scope) if uses is not None else None
            if node is not None:
                for use in {use.stage: use for use in reversed(uses or [])}.values():
                    walk.use(use.stage, name, node, f"importing {path} calls {use.call}")
            return state.modules[name]
    if state.folder is not None and base.replace("/", "").isidentifier():
        note_read(state.folder / base)
        if os.path.isdir(state.folder / base):  # noqa: PTH112 (a Path raises where the name is too long)
            state.modules[name] = Module(Scope())
    return state.modules[name]


def read_script(walk: Interpreter, name: str) -> tuple[list[Effect] | None, Scope | None]:
    """The stages of running a script or notebook, and its names; None if it cannot be read."""
    for path in (name, *(f"{name}{suffix}" for suffix in _SUFFIXES if not name.endswith(_SUFFIXES))):
        source = text_of(walk, path)
        if source is not None:
            tree = _notebook_tree(source) if path.endswith(".ipynb") else parse_cell(source)
            scope = Scope()
            return _walk_file(walk, tree, scope, path, "__main__"), scope
    return None, None


def text_of(walk: Interpreter, name: str) -> str | None:
    """The text of a file that a cell wrote or that stands beside the notebook; None if there is none."""
    state, name = walk.state, name.removeprefix("./")
    if name in state.written:
        return state.written[name]
    if name not in state.texts:
        state.texts[name] = _read(state, name)
    return state.texts[name]


def _read(state: State, name: str) -> str | None:
    """The text of a file in the notebook's folder, unless a link leads from there out of the project."""
    folder = state.folder
    if folder is None or len(state.texts) > MOST_TEXTS or len(state.modules) > MOST_FILES:
        return None
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        return None
    note_read(folder / path)
    within = (folder, state.root) if state.root else (folder,)
    try:
        data = read_file(folder / path, max_bytes=MOST_BYTES, within=within)
    except FileError:
        return None
    return data.decode(errors="replace")


def _walk_file(
    walk: Interpreter, tree: ast.Module | None, scope: Scope, place: str, main: str
) -> list[Effect] | None:
    if tree is None or len(walk.files) > 8 or place in walk.files:
        return None
    scope.names["__name__"] = Const(main or place)
    before = walk.enter(scope)
    walk.files.append(place)
    walk.run(tree.body)
    walk.files.pop()
    return walk.leave(before).effects


def _notebook_tree(text: str) -> ast.Module:
    """The code of a notebook, cell by cell with its magics; cells that are no Python are left out."""
    from nbready.notebook.outline import outline

    try:
        cells = outline(json.loads(text))
    except (ValueError, RecursionError):
        cells = ()
    trees = (parse_cell(cell.text) for cell in cells if cell.kind == "code")
    return ast.Module([statement for tree in trees if tree is not None for statement in tree.body], [])
