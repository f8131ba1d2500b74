"""The nouns of peer review: what one person said of one charter, and whether it is still about today's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from nbready.charter.fingerprint import fingerprint
from nbready.charter.model import CONSULTED, GATES, Charter, Gate, Questions
from nbready.charter.signing import DIGITS, SIGN_OFF, signed_prints
from nbready.charter.words import bare

OWN_KEYS = ("of",)
"""Keys of every gate's review, which therefore nobody is asked for."""

_NOT_REVIEWED = (CONSULTED, SIGN_OFF)
"""What follows from a review makes it no older: being named as consulted, and the go."""


class GateReview(NamedTuple):
    """What was said of one gate.

    Attributes:
        of: The fingerprint of the answers that it was said of.
        said: What was said, by the keys of the form.
    """

    of: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerReview:
    """What one person said of one charter.

    Attributes:
        by: Who reviewed it.
        date: When, as ``2026-11-25``.
        notebook: The name of the file that it was said of.
        author: Who that charter said wrote it; empty where it did not say.
        gates: What was said, by gate.
    """

    by: str
    date: str
    notebook: str
    author: str = ""
    gates: Mapping[Gate, GateReview]

    def older(self, prints: Mapping[Gate, str]) -> tuple[Gate, ...]:
        """The gates whose answers changed since; ``prints`` are today's."""
        return tuple(gate for gate, said in self.gates.items() if prints.get(gate) != said.of)


class Reviewed(NamedTuple):
    """A review as a reader finds it.

    Attributes:
        review: The review.
        older: The gates of it whose answers changed since.
        is_self: Whether the charter's author wrote it.
    """

    review: PeerReview
    older: tuple[Gate, ...] = ()
    is_self: bool = False


def gate_prints(charter: Charter, questions: Questions) -> dict[Gate, str]:
    """The fingerprint of each gate's answers, as far as given; a gate without an answer has none."""
    prints = signed_prints(charter)
    found = {
        gate: {
            q.key: prints[q.key] for q in questions.at(gate) if q.key in prints and q.key not in _NOT_REVIEWED
        }
        for gate in GATES
    }
    return {gate: fingerprint({**answers})[:DIGITS] for gate, answers in found.items() if answers}


def name_key(name: str) -> str:
    """What two ways to write a name have in common: its words, in whatever order; empty for nobody."""
    return " ".join(sorted(bare(name).split()))


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are the same words; nobody is nobody."""
    return bool(name_key(one)) and name_key(one) == name_key(other)
