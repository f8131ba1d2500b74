"""The one definition of "too early": the gates, and what they say to what code does. Pure."""

from nbready.gate.spec import FIRST, GATE_OF, LEVELS, SPECS, GateSpec, Level
from nbready.gate.verdict import GateState, Outcome, Policy, Verdict, can_fire, decide, gate_states, next_gate

__all__ = [
    "FIRST",
    "GATE_OF",
    "LEVELS",
    "SPECS",
    "GateSpec",
    "GateState",
    "Level",
    "Outcome",
    "Policy",
    "Verdict",
    "can_fire",
    "decide",
    "gate_states",
    "next_gate",
]
