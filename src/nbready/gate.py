"""The one definition of "too early": stage uses, charter and policy in, verdicts out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args

from nbready.charter.model import GATES, Gate, Intent, Review, Standing
from nbready.stages.uses import Stage, StageUse

Level = Literal["off", "warn", "block"]
LEVELS: tuple[Level, ...] = get_args(Level)
Outcome = Literal["pass", "warn", "block", "off", "ignored"]

GATE_OF: Mapping[Stage, Gate] = {"load": "data", "train": "model", "deploy": "launch"}
RULE_OF: Mapping[Gate, str] = {"data": "NBR201", "model": "NBR202", "launch": "NBR203"}

# Exploring is allowed to go on: past the data gate a feasibility study is reminded, never stopped.
_CEILING: Mapping[Intent, Mapping[Gate, Level]] = {
    "feasibility": {"model": "warn", "launch": "warn"},
    "learning": {"launch": "warn"},
}
# A gate that no answer opens, because the intent says that nothing will be launched.
_SHUT: Mapping[Intent, tuple[Gate, ...]] = {"feasibility": ("launch",)}
_NOT_ASKED: Mapping[Intent, tuple[Gate, ...]] = {"learning": ("model", "launch")}


class Policy(NamedTuple):
    """What each gate does when it is closed."""

    data: Level = "block"
    model: Level = "warn"
    launch: Level = "warn"

    def at(self, gate: Gate) -> Level:
        """The level of one gate."""
        level: Level = getattr(self, gate)
        return level

    def stricter(self, other: Mapping[Gate, Level]) -> Policy:
        """This policy, raised wherever ``other`` is stricter."""
        return Policy(**{g: max(self.at(g), other.get(g, "off"), key=LEVELS.index) for g in GATES})

    def replace(self, other: Mapping[Gate, Level]) -> Policy:
        """This policy with the levels of ``other`` in place of its own."""
        return Policy(**{gate: other.get(gate, self.at(gate)) for gate in GATES})

    def as_dict(self) -> dict[str, Level]:
        """Level by gate, in the order of the gates."""
        return self._asdict()


class GateState(NamedTuple):
    """How one gate stands.

    Attributes:
        gate: The gate.
        status: ``open``, ``closed``, or ``not_asked`` where the intent asks nothing of it.
        asked: Keys of the questions it asks, in order.
        open: Keys of those still open.
        level: What it does to code that asks it while it is not open.
        only_expired: Whether nothing but expired dates keeps it closed.
    """

    gate: Gate
    status: Literal["open", "closed", "not_asked"]
    asked: tuple[str, ...]
    open: tuple[str, ...]
    level: Level
    only_expired: bool = False


class Verdict(NamedTuple):
    """Gate, policy and charter applied to the first use of a stage in a cell."""

    gate: Gate
    outcome: Outcome
    use: StageUse
    open: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """Code of the rule that reports it."""
        return RULE_OF[self.gate]


def gate_states(review: Review, policy: Policy) -> dict[Gate, GateState]:
    """How each gate stands for a checked charter."""
    return {gate: _gate_state(gate, review, policy) for gate in GATES}


def decide(
    uses: Iterable[StageUse],
    states: Mapping[Gate, GateState],
    *,
    ignored: Iterable[str] = (),
    unattended: bool = False,
) -> tuple[Verdict, ...]:
    """Judge a cell.

    Args:
        uses: The cell's stage uses, in order; the first one of each gate is judged.
        states: How the gates stand, from :func:`gate_states`.
        ignored: Rule codes that the cell asks to ignore.
        unattended: Whether nobody is there to act on a date that ran out; then it only warns.

    Returns:
        At most one verdict a gate, in the order of the uses.
    """
    first: dict[Gate, StageUse] = {}
    for use in uses:
        if use.stage in GATE_OF:
            first.setdefault(GATE_OF[use.stage], use)
    silenced = frozenset(ignored)
    return tuple(
        Verdict(
            gate=gate,
            use=use,
            open=states[gate].open,
            outcome=_outcome(states[gate], ignored=RULE_OF[gate] in silenced, unattended=unattended),
        )
        for gate, use in first.items()
    )


def can_fire(states: Mapping[Gate, GateState]) -> bool:
    """Whether any code could still get a verdict other than ``pass``."""
    return any(
        _outcome(state, ignored=False, unattended=False) in ("warn", "block") for state in states.values()
    )


def _gate_state(gate: Gate, review: Review, policy: Policy) -> GateState:
    intent = review.intent
    level = min(policy.at(gate), _CEILING.get(intent, {}).get(gate, "block"), key=LEVELS.index)
    if gate in _NOT_ASKED.get(intent, ()):
        return GateState(gate=gate, status="not_asked", asked=(), open=(), level=level)
    standings = [s for s in review.standings.values() if intent in s.question.intents]
    closing = [s for s in standings if gate in s.open_at]
    asked = [s for s in standings if s.question.gate == gate or gate in s.open_at]
    shut = gate in _SHUT.get(intent, ())
    return GateState(
        gate=gate,
        status="closed" if closing or shut else "open",
        asked=tuple(s.question.key for s in asked),
        open=tuple(s.question.key for s in closing),
        level=level,
        only_expired=bool(closing) and not shut and all(_is_overdue(s, review) for s in closing),
    )


def _is_overdue(standing: Standing, review: Review) -> bool:
    """Whether a question is open only because a date has passed, its own or the intent's."""
    since_intent = review.intent_expired and "feasibility" not in standing.question.intents
    return standing.expired or since_intent


def _outcome(state: GateState, *, ignored: bool, unattended: bool) -> Outcome:
    # Nothing is asked before training in a learning notebook; deploying from one contradicts its intent.
    contradicts = state.status == "not_asked" and state.gate == "launch"
    if state.status == "open" or (state.status == "not_asked" and not contradicts):
        return "pass"
    if state.level == "off":
        return "off"
    if ignored:
        return "ignored"
    if unattended and state.only_expired:
        return "warn"
    return state.level
