"""A record held against an earlier one of the same notebook: seals and amendments are only ever added to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from nbready.charter.model import Amendment, Charter, Gate
from nbready.record.chain import lacking
from nbready.record.seal import Seal


class Rewriting(NamedTuple):
    """A part of the record that is not what it was.

    Attributes:
        what: ``seal`` or ``amendment``.
        name: The gate, or the amendment's name.
        is_gone: Whether it is not there any more.
        questions: The questions it is about, as far as that can be told.
    """

    what: str
    name: str
    is_gone: bool
    questions: tuple[str, ...] = ()


def find_rewritings(
    before: Charter, seals_before: Mapping[Gate, Seal], now: Charter, seals_now: Mapping[Gate, Seal]
) -> Iterator[Rewriting]:
    """What an earlier record has and today's has not, or has otherwise."""
    for gate, seal in seals_before.items():
        other = seals_now.get(gate)
        if other is None:
            yield Rewriting("seal", gate, is_gone=True, questions=tuple(seal.prints))
        elif seal.date != other.date or _differs(seal, other):
            keys = tuple(k for k, print_ in seal.prints.items() if other.prints.get(k, print_) != print_)
            yield Rewriting("seal", gate, is_gone=False, questions=keys)
    for name, amendment in before.amendments.items():
        found = now.amendments.get(name)
        if found is None or not _follows(found, amendment):
            yield Rewriting("amendment", name, is_gone=found is None, questions=(amendment.question,))


def _follows(now: Amendment, before: Amendment) -> bool:
    """Whether an amendment says what it said; what it lacked may have been filled in since."""
    filled_in = {key: getattr(now, key) for key in lacking(before)}
    return now == before._replace(**filled_in)


def _differs(one: Seal, other: Seal) -> bool:
    """Whether two seals contradict each other in a half that both have; a half may have been rebuilt."""
    if one.tags is not None and other.tags is not None and one.tags != other.tags:
        return True
    shared = one.prints.keys() & other.prints.keys()
    if any(one.prints[key] != other.prints[key] for key in shared):
        return True
    return bool(one.prints and other.prints) and not one.prints.keys() <= other.prints.keys()
