"""Training loops written by hand: a backward pass counts once something takes a step with it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbready.stages.walk import Frame, Walk


def backward(walk: Walk, node: ast.AST) -> None:
    """A backward pass was seen."""
    walk.frame.backward = walk.frame.backward or node


def step(walk: Walk) -> None:
    """An optimiser's step was seen."""
    walk.frame.stepped = True


def settle(walk: Walk, frame: Frame) -> None:
    """Decide, at the end of a body, whether the backward pass seen in it trains something.

    A backward pass alone is a lesson in derivatives, unless the notebook has made an optimiser.
    """
    node = frame.backward
    if node is not None and (frame.stepped or walk.state.optimizer):
        walk.use("train", "backward", node, "a backward pass and an optimiser's step")
        frame.backward = None
