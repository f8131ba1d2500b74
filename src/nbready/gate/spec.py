"""The gates, one entry each: what asks them, what they do unless told otherwise, and their words.

Whatever a rule or a template says of a gate by its name stands here. What a form or a notice says, in the
language of the questions, is among their messages (its title ``gate_data``, a stop ``stop_data``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from nbready.charter.model import GATES, Gate, Intent
from nbready.stages.uses import Stage

Level = Literal["off", "warn", "block"]
LEVELS: tuple[Level, ...] = get_args(Level)


class Under(NamedTuple):
    """What an intent makes of a gate.

    Attributes:
        ceiling: The strictest that the gate may be, whatever the policy says.
        asks: Whether its questions are asked.
        opens: Whether it can be passed at all.
    """

    ceiling: Level = "block"
    asks: bool = True
    opens: bool = True


class GateSpec(NamedTuple):
    """One gate.

    Attributes:
        gate: Its name.
        stage: The stage that asks it.
        rule: Code of the rule that reports code which came too early.
        level: What it does when it is closed, unless the project says otherwise.
        under: What intents other than ``deployment`` make of it.
        does: What code does that asks it, after the name of a call, in a rule's message.
        heading: The heading of a template's section below it.
        guidance: The line under that heading.
    """

    gate: Gate
    stage: Stage
    rule: str
    level: Level
    does: str
    heading: str
    guidance: str
    under: Mapping[Intent, Under] = {}

    def under_intent(self, intent: Intent) -> Under:
        """What an intent makes of the gate; ``deployment`` changes nothing."""
        return self.under.get(intent, Under())


SPECS: Mapping[Gate, GateSpec] = {
    "data": GateSpec(
        gate="data",
        stage="load",
        rule="NBR201",
        level="block",
        does="loads data",
        heading="Data",
        guidance="Load what the charter names, and nothing that is known only afterwards.",
    ),
    "model": GateSpec(
        gate="model",
        stage="train",
        rule="NBR202",
        level="warn",
        does="trains a model",
        heading="Model",
        guidance="Begin with the method in use today: it sets the baseline that the charter speaks of.",
        # Exploring goes on: past the data gate a feasibility study is reminded, never stopped.
        under={"feasibility": Under(ceiling="warn"), "learning": Under(asks=False)},
    ),
    "launch": GateSpec(
        gate="launch",
        stage="deploy",
        rule="NBR203",
        level="warn",
        does="deploys a model",
        heading="Launch",
        guidance="Measure the registered metric on the registered data, write the result into the charter, "
        "and have it signed off.",
        # No answer opens it, because the intent says that nothing will be launched.
        under={
            "feasibility": Under(ceiling="warn", opens=False),
            "learning": Under(ceiling="warn", asks=False, opens=False),
        },
    ),
}
if tuple(SPECS) != GATES:
    raise AssertionError("Every gate has its entry, in order.")

GATE_OF: Mapping[Stage, Gate] = {spec.stage: gate for gate, spec in SPECS.items()}
"""The gate that a stage asks; stages that ask none are not in it."""
FIRST = GATES[0]
"""The gate that is asked first, for whatever has to start somewhere."""
