"""Who reviewed whom in a class, and who still owes how many reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nbready.grading.roster import Roster
from nbready.peer.model import Reviewed, name_key
from nbready.report.row import Row


class Given(NamedTuple):
    """One review.

    Attributes:
        of: Whose notebook it is about.
        path: That notebook.
        reviewer: The student who wrote it; empty for somebody who is not of the class.
        reviewed: The review, and how it stands today.
    """

    of: str
    path: str
    reviewer: str
    reviewed: Reviewed

    @property
    def is_self(self) -> bool:
        """Whether somebody reviewed the own charter, under whatever name: it counts for nobody."""
        return self.reviewed.is_self or self.reviewer == self.of


class Person(NamedTuple):
    """One student.

    Attributes:
        name: What the student goes by.
        paths: The notebooks; none for one of the class list who handed in none.
        authors: Who their charters say wrote them.
        reviewed: Whom this student reviewed, each once, without the own charter.
        older: How many of those reviews are of an older version.
        reviewed_by: Who reviewed this student, without the student.
        own: How many reviews the own charters got from this student.
        owes: How many reviews are still missing; None where nobody said how many are owed.
        problems: What beside the notebooks could not be read.
    """

    name: str
    paths: tuple[str, ...]
    authors: tuple[str, ...]
    reviewed: tuple[str, ...]
    older: int
    reviewed_by: tuple[str, ...]
    own: int
    owes: int | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A class's reviews.

    Attributes:
        people: The students: those with a notebook, then those of the class list without one.
        reviews: The reviews, by the notebooks that they are about.
        each: How many each student owes; None where nobody said.
    """

    people: tuple[Person, ...]
    reviews: tuple[Given, ...]
    each: int | None = None

    @property
    def others(self) -> tuple[str, ...]:
        """Who reviewed and is not of the class, by the names in their reviews."""
        names = (given.reviewed.review.by for given in self.reviews if not given.reviewer)
        return tuple(dict.fromkeys(names))

    @property
    def owed(self) -> int:
        """How many reviews are still missing in all."""
        return sum(person.owes or 0 for person in self.people)


def exchange_of(
    students: Sequence[tuple[str, Row]], roster: Roster | None = None, each: int | None = None
) -> Exchange:
    """The reviews beside a class's notebooks.

    Whoever reviews signs with a name, and folders and class lists may call people otherwise: a reviewer is
    the student whose folder, line in the class list, or charter's author has that name, in this order, if it
    is only one's.

    Args:
        students: Each notebook's row, with whose it is; of ``ada/eda`` and ``ada/model`` both are ada's.
        roster: The class list; those without a notebook are of the class too.
        each: How many reviews each student owes.
    """
    roster = roster or Roster()
    rows: dict[str, list[Row]] = defaultdict(list)
    for name, row in students:
        rows[name.partition("/")[0]].append(row)
    for name in roster.absent(rows):
        rows[name] = []
    known = _who_is_who(rows, roster)
    reviews = tuple(
        Given(name, row.path, known.get(name_key(reviewed.review.by), ""), reviewed)
        for name, own in rows.items()
        for row in own
        for reviewed in row.reviews
    )
    people = tuple(_person(name, own, reviews, each) for name, own in rows.items())
    return Exchange(people=people, reviews=reviews, each=each)


def _person(name: str, rows: Sequence[Row], reviews: Iterable[Given], each: int | None) -> Person:
    given = {r.of: r for r in reviews if r.reviewer == name and not r.is_self}
    received = [r.reviewer or r.reviewed.review.by for r in reviews if r.of == name and not r.is_self]
    return Person(
        name=name,
        paths=tuple(row.path for row in rows),
        authors=tuple(dict.fromkeys(row.author for row in rows if row.author)),
        reviewed=tuple(given),
        older=sum(bool(r.reviewed.older) for r in given.values()),
        reviewed_by=tuple(dict.fromkeys(received)),
        own=sum(r.of == name and r.is_self for r in reviews),
        owes=None if each is None else max(0, each - len(given)),
        problems=tuple(problem for row in rows for problem in row.review_problems),
    )


def _who_is_who(rows: Mapping[str, Sequence[Row]], roster: Roster) -> Mapping[str, str]:
    """The student whom a name means, by the words of a name; no name that means several."""
    found: dict[str, str] = {}
    for means in (
        ((name, name) for name in rows),
        ((also, name) for name in rows for also in roster.also(name)),
        ((row.author, name) for name, own in rows.items() for row in own),
    ):
        found = {**_alone(means), **found}
    return found


def _alone(means: Iterator[tuple[str, str]]) -> dict[str, str]:
    who: dict[str, set[str]] = {}
    for text, name in means:
        who.setdefault(name_key(text), set()).add(name)
    return {text: next(iter(names)) for text, names in who.items() if text and len(names) == 1}
