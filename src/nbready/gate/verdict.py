"""The one definition of "too early": stage uses, charter and policy in, verdicts out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from nbready.charter.model import GATES, Gate, Review, Standing
from nbready.gate.spec import FIRST, GATE_OF, LEVELS, SPECS, Level
from nbready.stages.uses import StageUse

Outcome = Literal["pass", "warn", "block", "off", "ignored"]


class Policy(NamedTuple):
    """What each gate does when it is closed."""

    data: Level = SPECS["data"].level
    model: Level = SPECS["model"].level
    launch: Level = SPECS["launch"].level

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
        opens: Whether any answer could open it under this intent.
    """

    gate: Gate
    status: Literal["open", "closed", "not_asked"]
    asked: tuple[str, ...]
    open: tuple[str, ...]
    level: Level
    only_expired: bool = False
    opens: bool = True


class Verdict(NamedTuple):
    """Gate, policy and charter applied to the first use of a stage in a cell."""

    gate: Gate
    outcome: Outcome
    use: StageUse
    open: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """Code of the rule that reports it."""
        return SPECS[self.gate].rule


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
            outcome=_outcome(states[gate], ignored=SPECS[gate].rule in silenced, unattended=unattended),
        )
        for gate, use in first.items()
    )


def next_gate(states: Mapping[Gate, GateState]) -> Gate:
    """The gate that wants answers next: the first closed one that asks any, or the first of all."""
    return next((gate for gate, state in states.items() if state.status == "closed" and state.open), FIRST)


def can_fire(states: Mapping[Gate, GateState]) -> bool:
    """Whether any code could still get a verdict other than ``pass``."""
    return any(
        _outcome(state, ignored=False, unattended=False) in ("warn", "block") for state in states.values()
    )


def _gate_state(gate: Gate, review: Review, policy: Policy) -> GateState:
    intent = review.intent
    under = SPECS[gate].under_intent(intent)
    level = min(policy.at(gate), under.ceiling, key=LEVELS.index)
    if not under.asks:
        return GateState(gate=gate, status="not_asked", asked=(), open=(), level=level, opens=under.opens)
    standings = [s for s in review.standings.values() if intent in s.question.intents]
    closing = [s for s in standings if gate in s.open_at]
    asked = [s for s in standings if s.question.gate == gate or gate in s.open_at]
    return GateState(
        gate=gate,
        status="closed" if closing or not under.opens else "open",
        asked=tuple(s.question.key for s in asked),
        open=tuple(s.question.key for s in closing),
        level=level,
        only_expired=bool(closing) and under.opens and all(_is_overdue(s, review) for s in closing),
        opens=under.opens,
    )


def _is_overdue(standing: Standing, review: Review) -> bool:
    """Whether a question is open only because a date has passed, its own or the intent's."""
    since_intent = review.intent_expired and "feasibility" not in standing.question.intents
    return standing.expired or since_intent


def _outcome(state: GateState, *, ignored: bool, unattended: bool) -> Outcome:
    # Nothing is asked before training in a learning notebook; deploying from one contradicts its intent.
    if state.status == "open" or (state.status == "not_asked" and state.opens):
        return "pass"
    if state.level == "off":
        return "off"
    if ignored:
        return "ignored"
    if unattended and state.only_expired:
        return "warn"
    return state.level
