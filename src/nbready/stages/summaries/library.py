"""What the catalogue says of a call is done: its stage recorded, its result given."""

from __future__ import annotations

from nbready.stages import loops
from nbready.stages.arguments import EVERY, Arguments
from nbready.stages.callbacks import callback
from nbready.stages.catalogue import Entry
from nbready.stages.catalogue.expression import Result
from nbready.stages.catalogue.reader import HALVES
from nbready.stages.interpreter import Interpreter
from nbready.stages.naming import dotted_of
from nbready.stages.summaries import conditions
from nbready.stages.summaries.natives import NATIVES
from nbready.stages.values import Instance, Value


def perform(
    walk: Interpreter, entry: Entry, name: str, owner: Value, arguments: Arguments, how: str = ""
) -> Value:
    """What the catalogue says of a call: record its stage, if its condition holds; give its result."""
    returns = entry.returns
    if entry.inert:
        if returns.kind == "self":
            return owner
        return Instance(returns.kind, name, walk.state.cell) if returns.kind else None
    if entry.invokes:
        callback(walk, arguments)
    holds = conditions.hold(walk, entry.condition, owner, arguments)
    while not holds and entry.otherwise is not None:
        entry = entry.otherwise
        returns = entry.returns
        holds = conditions.hold(walk, entry.condition, owner, arguments)
    effect = None
    if entry.stage and holds:
        if entry.stage in HALVES:
            loops.mark(walk, entry.stage, arguments.node)
        else:
            called = walk.catalogue.canonical(name).removeprefix("builtins.").removeprefix("unbound.")
            effect = walk.use(
                entry.stage, called, arguments.node, how or explain(walk, arguments, name, owner)
            )
    if returns.native:
        made = NATIVES[returns.native](walk, owner, arguments, returns)
    elif returns.part is not None:
        if returns.part.steps and not owner:
            for value in arguments.args:
                walk.step(value, arguments.node)
        return arguments.part(returns.part)
    elif returns.carries or returns.note:
        made = _named(walk, returns, name, owner, arguments)
    elif returns.kind == "self":
        return owner
    else:
        made = Instance(returns.kind, name, walk.state.cell) if returns.kind else None
    if effect is not None and isinstance(made, Instance) and made.effect is None:
        made.effect = effect
    return made


def _named(walk: Interpreter, returns: Result, name: str, owner: Value, arguments: Arguments) -> Instance:
    """A thing that is known by a text: of the owner, which it is another side of, or of arguments."""
    cell = walk.state.cell
    before = owner if isinstance(owner, Instance) else Instance("", name, cell)
    if returns.carries:
        return Instance(
            returns.kind, before.made_by, cell, before.note, before.effect if before.cell == cell else None
        )
    texts = arguments.texts() if returns.note == EVERY else [arguments.text(returns.note)]
    return Instance(returns.kind, name, cell, "/".join(text for text in (before.note, *texts) if text))


def explain(walk: Interpreter, arguments: Arguments, name: str, owner: Value) -> str:
    """How a call was resolved: ``pd -> pandas.read_csv``, ``clf: sklearn.svm.SVC from cell 4``."""
    written = dotted_of(arguments.node.func)
    if isinstance(owner, Instance):
        holder = dotted_of(getattr(arguments.node.func, "value", arguments.node.func))
        where = "" if owner.cell == walk.state.cell else f" from cell {owner.cell}"
        return f"{holder}: {owner.made_by}{where}"
    root = written.partition(".")[0]
    full = name.removeprefix("builtins.").removeprefix("unbound.")
    return f"{root} -> {full}" if root and written != full else full
