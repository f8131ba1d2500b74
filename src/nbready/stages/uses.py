"""What the detector reports: the places where code enters a stage."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Stage = Literal["load", "train", "deploy", "prepare", "define", "evaluate", "export", "download"]
STAGES: tuple[Stage, ...] = get_args(Stage)
# What a training written by hand is made of: where a backward pass and a step come together, it trains.
Half = Literal["backward", "step", "optimizer"]


class StageUse(NamedTuple):
    """One place in a cell where code enters a stage.

    Attributes:
        stage: The stage that is entered.
        call: The call as the library names it (``pandas.read_csv``), or the notebook's own (``train``).
        line: Line in the cell, counted from 1.
        column: Column in that line, counted from 0, in characters.
        how: Why it is believed, in words: ``pd -> pandas.read_csv``.
    """

    stage: Stage
    call: str
    line: int
    column: int = 0
    how: str = ""


class Effect:
    """A stage use in the making: what becomes of a value can still change what bringing it was.

    ``stage`` is empty once the effect is taken back.
    """

    __slots__ = ("call", "column", "how", "line", "stage")

    def __init__(self, stage: str, call: str, line: int, column: int, how: str) -> None:
        self.stage = stage
        self.call = call
        self.line = line
        self.column = column
        self.how = how

    def use(self) -> StageUse:
        """What is reported of it."""
        stage: Stage = self.stage  # type: ignore[assignment]  # the catalogue's schema test holds it
        return StageUse(stage, self.call, self.line, self.column, self.how)


class CellStages(NamedTuple):
    """The stage uses of one code cell, in the order of the code.

    Attributes:
        uses: The uses that were found.
        skipped: Why a cell could not be read as it stands; it may have uses all the same, where it is
            Python 2 or was read around a line.
        gaps: The lines that were not read, from 1.
    """

    uses: tuple[StageUse, ...] = ()
    skipped: str = ""
    gaps: tuple[int, ...] = ()
