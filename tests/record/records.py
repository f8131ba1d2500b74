"""Sealed charters for the tests of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from lint_notebooks import full_charter
from nbready.charter.check import review_charter
from nbready.charter.model import GATES, Charter, Gate, Seen, Value
from nbready.charter.questions import default_questions
from nbready.record.amending import amend
from nbready.record.chain import Break, find_breaks
from nbready.record.seal import UNSEALED, Seal, read_seals
from nbready.record.sealing import make_seal, stored_seals, with_lines

QUESTIONS = default_questions()
DAY = dt.date(2026, 10, 2)
SEALABLE = tuple(key for key in QUESTIONS.by_key if key not in UNSEALED)


class Record(NamedTuple):
    """A charter with its seals: the cell's half in ``charter.sealed``, the metadata's in ``stored``."""

    charter: Charter
    stored: Mapping[str, object] = {}

    @property
    def seals(self) -> Mapping[Gate, Seal]:
        return read_seals(self.charter, self.stored)

    @property
    def breaks(self) -> tuple[Break, ...]:
        return find_breaks(self.charter, self.seals, QUESTIONS)

    @property
    def named(self) -> tuple[str, ...]:
        """The questions that breaks name."""
        return tuple(key for broken in self.breaks for key in broken.questions)

    def seal(self, *gates: Gate) -> Record:
        record = self
        for gate in gates:
            review = review_charter(record.charter, QUESTIONS, today=DAY)
            seal = make_seal(gate, record.charter, review, record.seals, today=DAY)
            seals = {**record.seals, gate: seal}
            charter = with_lines(record.charter, seals)
            record = Record(
                charter,
                stored_seals(charter, read_seals(charter, {**record.stored, gate: seal.stored}), QUESTIONS),
            )
        return record

    def edit(self, key: str, value: Value | None) -> Record:
        answers = {k: v for k, v in self.charter.answers.items() if k != key}
        if value is not None:
            answers = {k: (value if k == key else self.charter.answers.get(k, "")) for k in QUESTIONS.by_key}
            answers = {k: v for k, v in answers.items() if v}
        return self._replace(charter=replace(self.charter, answers=answers))

    def amend(self, key: str, *, reason: str = "the extract changed", seen: Seen = "nothing") -> Record:
        charter = amend(
            self.charter, key, self.seals, QUESTIONS, own=self.charter, reason=reason, by="N. Data",
            seen=seen, today=DAY,
        )  # fmt: skip
        return self._replace(charter=charter)

    def without_metadata(self) -> Record:
        return self._replace(stored={})

    def without_lines(self) -> Record:
        return self._replace(charter=replace(self.charter, sealed={}))


def sealed(*gates: Gate, without: tuple[str, ...] = (), **answers: Value) -> Record:
    """The example's answers, sealed at some gates, by default at all."""
    return Record(full_charter(without=without, **answers)).seal(*(gates or GATES))
