"""Seals: the fingerprints of a gate's answers, made when the gate was first passed.

A seal has two halves. In the charter cell it is one line a gate::

    sealed:
      data: 2026-10-02 load 4e1c9a 0bd7f3 91fe3d

with the date, what caused it, and a tag an answer: six digits of the SHA-256 of ``KEY:FINGERPRINT``. In
``metadata.nbready.seals`` the same, with the answers' fingerprints by key. Either half alone shows that
something changed; with both it can be said what. Every answer goes by itself: no chain, so that branches
which change different answers merge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, cast

from nbready.charter.fingerprint import fingerprint
from nbready.charter.model import GATES, Charter, Gate, Questions, Value
from nbready.charter.signing import DIGITS, RESULT, SIGN_OFF
from nbready.charter.words import bare
from nbready.errors import CharterError

Cause = Literal["load", "train", "sign_off"]
CAUSE_OF: Mapping[Gate, Cause] = {"data": "load", "model": "train", "launch": "sign_off"}

UNSEALED = (SIGN_OFF, RESULT)
"""Questions that no seal holds: a sign-off has its own, and a result may be measured again until then."""

_LINE = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2}) (?P<cause>\w+)(?P<tags>(?: [0-9a-f]{6})*)")
_PRINT = re.compile(rf"[0-9a-f]{{{DIGITS}}}")


class Seal(NamedTuple):
    """One gate's seal.

    Attributes:
        gate: The gate.
        date: When it was made, as ``2026-10-02``.
        cause: What passed the gate then.
        tags: The tags of the cell's line; None where the cell has no line.
        prints: The fingerprints by key; empty where the metadata has none.
        problem: Why the cell's line cannot be read; empty if it can.
    """

    gate: Gate
    date: str = ""
    cause: str = ""
    tags: frozenset[str] | None = None
    prints: Mapping[str, str] = {}
    problem: str = ""

    def holds(self, key: str, print_: str) -> bool:
        """Whether an answer had this fingerprint when it was sealed, as far as either half tells."""
        if key in self.prints:
            return self.prints[key] == print_
        return self.tags is not None and tag_of(key, print_) in self.tags

    @property
    def line(self) -> str:
        """The line for the cell; its tags stand in no order that means anything."""
        tags = sorted(tag_of(key, print_) for key, print_ in self.prints.items())
        return " ".join([self.date, self.cause, *tags])

    @property
    def stored(self) -> dict[str, Any]:
        """The other half, for the metadata."""
        return {"date": self.date, "cause": self.cause, "answers": dict(self.prints)}


def tag_of(key: str, print_: str) -> str:
    """The six digits that stand for an answer in the cell."""
    import hashlib  # it brings OpenSSL: only where it is needed

    return hashlib.sha256(f"{key}:{print_}".encode()).hexdigest()[:6]


def sealed_print(key: str, charter: Charter, questions: Questions) -> str:
    """The fingerprint of an answer as seals and amendments write it: of as much as is given.

    A part that says ``not measured yet`` is left out: filling it in later is no change.
    """
    answer = charter.answers[key]
    return _short(_given(answer, _later_parts(key, questions)))


def prints_of(key: str, charter: Charter, questions: Questions) -> tuple[str, ...]:
    """The fingerprints that a seal may have of today's answer: with and without parts that came later."""
    if key not in charter.answers:
        return ()
    answer = charter.answers[key]
    later = _later_parts(key, questions)
    if not later or not isinstance(answer, dict):
        return (_short(answer),)
    without = {part: value for part, value in answer.items() if part not in later}
    return tuple(dict.fromkeys((_short(answer), _short(without))))


def read_seals(charter: Charter, stored: Mapping[str, Any]) -> dict[Gate, Seal]:
    """The seals of a notebook, from both halves, in the order of the gates.

    Args:
        charter: Its own charter: the lines of the cell.
        stored: ``metadata.nbready.seals``.

    Raises:
        CharterError: The metadata's half is no such mapping.
    """
    seals = {gate: _read_stored(gate, stored[gate]) for gate in GATES if gate in stored}
    for gate in GATES:
        if gate in charter.sealed:
            seals[gate] = _with_line(seals.get(gate, Seal(gate)), charter.sealed[gate])
    return {gate: seals[gate] for gate in GATES if gate in seals}


def _with_line(seal: Seal, line: str) -> Seal:
    found = _LINE.fullmatch(" ".join(line.split()))
    if found is None:
        problem = f"`{line:.40}` is no seal: a date, what caused it, and six digits an answer."
        return seal._replace(problem=problem)
    return seal._replace(date=found["date"], cause=found["cause"], tags=frozenset(found["tags"].split()))


def _read_stored(gate: Gate, value: object) -> Seal:
    table = value if isinstance(value, Mapping) else {}
    answers = table.get("answers")
    if not isinstance(answers, Mapping) or not all(
        isinstance(key, str) and isinstance(item, str) and _PRINT.fullmatch(item)
        for key, item in answers.items()
    ):
        raise CharterError(f"`metadata.nbready.seals.{gate}` is no seal.", remedy="Restore it from git.")
    return Seal(
        gate=gate,
        date=str(table.get("date", "")),
        cause=str(table.get("cause", "")),
        prints=dict(cast("Mapping[str, str]", answers)),
    )


def _short(value: Value) -> str:
    return fingerprint(value)[:DIGITS]


def _later_parts(key: str, questions: Questions) -> dict[str, frozenset[str]]:
    """The parts of a question that a word may stand for until later, and those words."""
    question = questions.get(key)
    parts = question.parts if question else ()
    return {part.key: frozenset(map(bare, part.also)) for part in parts if part.also}


def _given(answer: Value, later: Mapping[str, frozenset[str]]) -> Value:
    if not later or not isinstance(answer, dict):
        return answer
    return {
        part: value
        for part, value in answer.items()
        if not (part in later and isinstance(value, str) and bare(value) in later[part])
    }
