"""What magics and shell lines do: the code inside them is looked into."""

from __future__ import annotations

import ast
import re
import shlex

from nbready.stages import local
from nbready.stages.embedded import r_code, shell, sql
from nbready.stages.interpreter import Interpreter
from nbready.stages.lexicon import lexicon
from nbready.stages.scope import Scope
from nbready.stages.syntax.rescue import rescue
from nbready.stages.syntax.source import parse_cell
from nbready.stages.values import Const, Instance, Value

_COMMAND = re.compile(r"\s*(?:-|\.\w|create\b|drop\b|set\b|\w+://[^\n|]*$)", re.IGNORECASE)
_NAME = re.compile(r"\$(\w+)|\{(\w+)\}")
_OPTION = re.compile(r"^\s*(-\w+\s*\d*\s+|--[\w-]+(=\S+)?\s+)+")


def line_magic(walk: Interpreter, name: str, text: str, node: ast.AST) -> Value:
    """``%name text``."""
    what = walk.catalogue.magics.get(name)
    if what == "code":
        run_text(walk, _OPTION.sub("", text + " ").strip(), node, at_node=True)
    elif what == "sql":
        return _sql(walk, name, re.sub(r"^\s*\w+\s*<<\s*", "", _OPTION.sub("", f"{text} ").strip()), node)
    elif what == "query":
        return _query(walk, name, text, node)
    elif what == "run":
        _run(walk, text, node)
    elif what == "shell":
        return shell_command(walk, text, node)
    return None


def cell_magic(walk: Interpreter, name: str, line: str, body: str, node: ast.AST) -> Value:
    """``%%name line`` over a body."""
    what = walk.catalogue.magics.get(name)
    if what == "script":
        what = walk.catalogue.magics.get(line.strip().partition(" ")[0].rpartition("/")[2])
    if what == "code":
        if name == "timeit":
            run_text(walk, _OPTION.sub("", line + " ").strip(), node, at_node=True)
        run_text(walk, body, node)
    elif what == "python":
        run_text(walk, body, node, scope=Scope())
    elif what == "shell":
        for offset, command in enumerate(shell.commands(body), 1):
            shell_command(walk, command, node, offset)
    elif what == "sql":
        return _sql(walk, f"%{name}", body, node)
    elif what == "query":
        return _query(walk, f"%{name}", body, node)
    elif what == "R":
        for call in r_code.read(walk.catalogue, body):
            walk.use(call.stage, call.name, node, f"{call.name}() in R", call.line)
    elif what == "file":
        walk.state.written[re.sub(r"^\s*(-a|--append)\s+", "", line).strip().strip("'\"")] = body
    return None


def run_text(
    walk: Interpreter, text: str, node: ast.AST, *, at_node: bool = False, scope: Scope | None = None
) -> None:
    """Walk code that stands in a text: on the line of ``node``, or on the lines below it."""
    offset, outer = walk.line_offset, walk.scope
    inner = offset + getattr(node, "lineno", 1) - (1 if at_node else 0)
    tree = parse_cell(text)
    if tree is None:
        rescued = rescue(text)
        if not walk.files:
            walk.state.gaps += [inner + line for line in rescued.gaps]
        tree = rescued.tree
        if tree is None:
            return
    walk.line_offset = inner
    if scope is not None:
        walk.scope = scope
    walk.run(tree.body)
    walk.line_offset, walk.scope = offset, outer


def shell_command(walk: Interpreter, text: str, node: ast.AST, offset: int = 0) -> Value:
    """One shell line: a download, a training script, a deployment; other commands do nothing of ours."""
    for use in shell.read(walk.catalogue, _with_names(walk, text)):
        if use.script:
            _script(walk, use.script, node, offset, use.stage)
        elif not use.manifest or _serves(use.manifest, local.text_of(walk, use.manifest)):
            walk.use(use.stage, use.call, node, use.call, offset)
    return None


def _serves(name: str, manifest: str | None) -> bool:
    """Whether what a cluster is told to run answers with a model: by the manifest, or else by its name."""
    if manifest is not None:
        return bool(lexicon("serving").word(manifest))
    return bool(lexicon("serving").word(name)) or not lexicon("beside").word(name)


def _run(walk: Interpreter, text: str, node: ast.AST) -> None:
    """``%run [options] file``; ``-m module`` names a module instead."""
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    given = iter(words)
    for word in given:
        if word == "-m":
            _script(walk, f"{next(given, '').replace('.', '/')}.py", node, 0)
            return
        if word == "-N":
            next(given, None)
        elif not word.startswith("-"):
            _script(walk, _with_names(walk, word), node, 0)
            return


def _with_names(walk: Interpreter, name: str) -> str:
    """A file name with the notebook's own names in place of ``$name`` and ``{name}``, as IPython does it."""

    def value(match: re.Match[str]) -> str:
        known = walk.scope.names.get(match[1] or match[2])
        return known.value if isinstance(known, Const) and isinstance(known.value, str) else match[0]

    return _NAME.sub(value, name) if "$" in name or "{" in name else name


def _script(walk: Interpreter, name: str, node: ast.AST, offset: int, process: str | None = None) -> None:
    """A script that is run: what it does, if it can be read; else what its name says.

    ``process`` is the stage that the command of a process of its own speaks of; None in the notebook's own.
    """
    uses, scope = local.read_script(walk, name)
    if uses is None:
        stage = shell.stage_by_name(name) if process is None else process
        walk.use(stage, name, node, f"{name}, by its name and its options", offset)
        return
    stages = {use.stage: use for use in reversed(uses)}
    # A process of its own brings no data into the notebook: what counts is what it was started for.
    if process is not None and ("train" in stages or "deploy" in stages):
        stages.pop("load", None)
    for stage, use in stages.items():
        walk.use(stage, name, node, f"{name} calls {use.call}", offset)
    if scope is not None and process is None:
        for bound, value in scope.names.items():
            walk.bind(bound, value)


def _query(walk: Interpreter, name: str, text: str, node: ast.AST) -> Value:
    if not text.strip() or _COMMAND.match(text):
        return None
    call = f"%{name}"
    walk.use("load", call, node, f"{call} of a query")
    return Instance("data", call, walk.state.cell)


def _sql(walk: Interpreter, name: str, query: str, node: ast.AST) -> Value:
    if sql.makes_model(walk.catalogue, query):
        walk.use("train", f"%{name}", node, f"%{name} of a query that creates a model")
        return None
    if sql.reads_rows(walk.catalogue, query):
        walk.use("load", f"%{name}", node, f"%{name} of a query")
        return Instance("data", f"%{name}", walk.state.cell)
    return None
