"""From the seal through the amendments to today's text: where that chain breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from nbready.charter.model import GATES, SEEN, Amendment, Charter, Gate, Questions
from nbready.charter.quantity import read_choice, read_date
from nbready.record.seal import UNSEALED, Seal, prints_of, tag_of

Kind = Literal["changed", "removed", "unfinished", "halves", "unreadable"]


class Break(NamedTuple):
    """A place where what is written today does not follow from what was sealed.

    Attributes:
        gate: The gate whose seal it is.
        kind: ``changed`` or ``removed``: an answer, without an amendment that leads there; ``unfinished``:
            the amendment lacks its reason or the like; ``halves``: the seal in the cell is not the one in the
            metadata; ``unreadable``: the cell's line is no seal.
        questions: The questions it is about; several where what is left of the seal cannot tell which.
        date: When they were sealed.
        before: The fingerprint that an amendment has to start from; empty where it is not known.
        detail: What is missing, or wrong with the line.
        lost: How many answers were changed, of ``questions``.
    """

    gate: Gate
    kind: Kind
    questions: tuple[str, ...] = ()
    date: str = ""
    before: str = ""
    detail: str = ""
    lost: int = 1


def last_print(charter: Charter, seals: Mapping[Gate, Seal], key: str) -> str:
    """The fingerprint that the record leads to for an answer; empty where it is not known by name."""
    amendments = charter.amendments_of(key)
    prints = [seal.prints[key] for seal in seals.values() if key in seal.prints]
    if amendments and amendments[-1].after:
        return amendments[-1].after
    return prints[-1] if prints else ""


def lacking(amendment: Amendment) -> tuple[str, ...]:
    """The keys that an amendment still has to say something readable for."""
    found = {
        "reason": bool(amendment.reason),
        "by": bool(amendment.by),
        "date": read_date(amendment.date) is not None,
        "seen": bool(read_choice(amendment.seen, SEEN)),
    }
    return tuple(key for key, is_there in found.items() if not is_there)


def find_breaks(charter: Charter, seals: Mapping[Gate, Seal], questions: Questions) -> tuple[Break, ...]:
    """Hold today's answers against the seals.

    Args:
        charter: All answers in force, with their amendments.
        seals: The seals, from :func:`nbready.record.seal.read_seals`.
        questions: The questions in force.
    """
    if not seals:
        return ()
    traces = [_trace(key, charter, questions, seals) for key in questions.by_key if key not in UNSEALED]
    found = [
        *(broken for trace in traces for broken in _breaks_of(trace, charter, seals)),
        *(broken for seal in seals.values() for broken in _breaks_in(seal, traces)),
    ]
    return tuple(sorted(found, key=lambda broken: GATES.index(broken.gate)))


class _Trace(NamedTuple):
    """What became of one answer: the seals that hold it, its amendments, and its fingerprints today."""

    key: str
    gate: Gate
    today: tuple[str, ...]
    amendments: tuple[Amendment, ...]
    holders: tuple[Seal, ...]

    @property
    def prints(self) -> tuple[str, ...]:
        """Every fingerprint that it has, or had by its amendments."""
        return (*self.today, *(amendment.before for amendment in self.amendments))

    @property
    def is_whole(self) -> bool:
        """Whether today's text follows from the seals.

        Once sealed, an answer is sealed again only when a part that could not be given yet was filled in
        since; its amendments may come before that second seal or after it.
        """
        first, last = self.holders[0], self.holders[-1]
        if first is last:
            return self._leads(first, self.amendments)
        return any(
            self._links(self.amendments[:cut])
            and (cut == 0 or first.holds(self.key, self.amendments[0].before))
            and self._leads(last, self.amendments[cut:])
            for cut in range(len(self.amendments) + 1)
        )

    def _leads(self, seal: Seal, amendments: Sequence[Amendment]) -> bool:
        """Whether the amendments lead from what the seal holds to today's text."""
        if not amendments:
            return any(seal.holds(self.key, print_) for print_ in self.today)
        return (
            seal.holds(self.key, amendments[0].before)
            and self._links(amendments)
            and amendments[-1].after in (self.today or ("",))
        )

    def _links(self, amendments: Sequence[Amendment]) -> bool:
        return all(one.after == other.before for one, other in pairwise(amendments))


def _trace(key: str, charter: Charter, questions: Questions, seals: Mapping[Gate, Seal]) -> _Trace:
    trace = _Trace(
        key=key,
        gate=questions[key].gate,
        today=prints_of(key, charter, questions),
        amendments=charter.amendments_of(key),
        holders=(),
    )
    holders = tuple(
        seal
        for seal in seals.values()
        if key in seal.prints or any(seal.holds(key, print_) for print_ in trace.prints)
    )
    return trace._replace(holders=holders)


def _breaks_of(trace: _Trace, charter: Charter, seals: Mapping[Gate, Seal]) -> Iterator[Break]:
    """What is wrong with one answer."""
    if not trace.holders:
        return
    seal = trace.holders[0]
    if not trace.is_whole:
        yield Break(
            gate=seal.gate,
            kind="changed" if trace.today else "removed",
            questions=(trace.key,),
            date=seal.date,
            before=last_print(charter, seals, trace.key),
        )
        return
    for amendment in trace.amendments:
        if missing := lacking(amendment):
            yield Break(
                gate=seal.gate,
                kind="unfinished",
                questions=(trace.key,),
                date=seal.date,
                before=amendment.before,
                detail=f"{amendment.name}: {', '.join(missing)}",
            )


def _breaks_in(seal: Seal, traces: Sequence[_Trace]) -> Iterator[Break]:
    """What is wrong with a seal, besides the answers that it names."""
    if seal.problem:
        yield Break(gate=seal.gate, kind="unreadable", detail=seal.problem)
        return
    if seal.tags is None:
        return
    named = {tag_of(key, print_) for key, print_ in seal.prints.items()}
    met = {tag_of(trace.key, print_) for trace in traces for print_ in trace.prints}
    lost = [key for key, print_ in seal.prints.items() if tag_of(key, print_) not in seal.tags]
    # What departs from the metadata's half is named by itself.
    whole = {trace.key for trace in traces if trace.holders and trace.is_whole}
    if differing := tuple(key for key in lost if key in whole):
        yield Break(gate=seal.gate, kind="halves", questions=differing, date=seal.date, lost=len(differing))
    count = len(seal.tags - named - met) - (len(lost) if seal.prints else 0)
    if count <= 0:
        return
    # The line tells that answers have gone, not which: those it can have meant.
    reach = GATES.index(seal.gate)
    candidates = tuple(t.key for t in traces if not t.holders and GATES.index(t.gate) <= reach)
    yield Break(
        gate=seal.gate,
        kind="halves" if seal.prints else "changed",
        questions=candidates,
        date=seal.date,
        lost=count,
    )
