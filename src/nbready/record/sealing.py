"""Making seals, and making the half that is missing of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nbready.charter.model import GATES, Charter, Gate, Questions, Review
from nbready.record.chain import find_breaks
from nbready.record.seal import CAUSE_OF, UNSEALED, Seal, prints_of, sealed_print, tag_of


def make_seal(
    gate: Gate, charter: Charter, review: Review, seals: Mapping[Gate, Seal], *, today: dt.date
) -> Seal:
    """The seal of a gate that is passed now.

    It holds the answers that this gate and those before it ask for, as far as they are given and no earlier
    seal holds them as they are. What is open or put off can be filled in later; a later gate seals it.

    Args:
        gate: The gate.
        charter: All answers in force.
        review: The same, checked.
        seals: The seals that there are already.
        today: The date of the seal.
    """
    questions = review.questions
    broken = {key for found in find_breaks(charter, seals, questions) for key in found.questions}
    given = [
        key
        for key, standing in review.standings.items()
        if standing.status == "answered"
        and GATES.index(standing.question.gate) <= GATES.index(gate)
        and key in charter.answers
        and key not in (*UNSEALED, *broken)
    ]
    prints = {key: sealed_print(key, charter, questions) for key in given}
    new = {key: print_ for key, print_ in prints.items() if not _is_sealed(key, print_, charter, seals)}
    return Seal(gate=gate, date=today.isoformat(), cause=CAUSE_OF[gate], prints=new)


def with_lines(charter: Charter, seals: Mapping[Gate, Seal]) -> Charter:
    """A charter with a line for every seal; the lines that it has stay as they are."""
    lines = {gate: seal.line for gate, seal in seals.items() if seal.date} | dict(charter.sealed)
    return replace(charter, sealed={gate: lines[gate] for gate in GATES if gate in lines})


def stored_seals(charter: Charter, seals: Mapping[Gate, Seal], questions: Questions) -> dict[str, Any]:
    """``metadata.nbready.seals``: what it holds, completed by what the cell's lines can still tell.

    An answer that is as it was sealed, or was amended since, gives its fingerprint back; that of an answer
    which was changed without a word is lost with the metadata.
    """
    stored: dict[str, Any] = {}
    for gate, seal in seals.items():
        known = {tag_of(key, print_) for key, print_ in seal.prints.items()}
        found = {
            key: print_
            for key in questions.by_key
            if key not in seal.prints
            for print_ in _prints_ever(key, charter, questions)
            if seal.tags and tag_of(key, print_) in seal.tags - known
        }
        if seal.prints or found:
            stored[gate] = seal._replace(prints={**seal.prints, **found}).stored
    return stored


def _prints_ever(key: str, charter: Charter, questions: Questions) -> tuple[str, ...]:
    """The fingerprints of an answer, today's first, so that in a mapping the oldest wins."""
    befores = tuple(amendment.before for amendment in reversed(charter.amendments_of(key)))
    return (*prints_of(key, charter, questions), *befores)


def _is_sealed(key: str, print_: str, charter: Charter, seals: Mapping[Gate, Seal]) -> bool:
    amendments = charter.amendments_of(key)
    if amendments and amendments[-1].after == print_:
        return any(seal.holds(key, amendment.before) for seal in seals.values() for amendment in amendments)
    return any(seal.holds(key, print_) for seal in seals.values())
