"""Many rows together: what they share, how far they got, and what most of them missed."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from nbready.charter.deferral import SOON
from nbready.charter.model import GATES, Gate
from nbready.report.alike import Given, Pair, compare_texts
from nbready.report.row import STATUSES, Due, QuestionState, Row, Status

Order = Literal["path", "gates", "open", "early", "same", "changed"]

# What wants a look comes first; of equals, the name decides.
_KEYS: Mapping[Order, Callable[[Row], object]] = {
    "path": lambda row: 0,
    "gates": lambda row: row.passed,
    "open": lambda row: -len(row.keys("open")),
    "early": lambda row: -len(row.early),
    "same": lambda row: (-row.most_near, -row.most_alike),
    "changed": lambda row: row.changed or dt.datetime.min,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCount:
    """How one question stands over all notebooks.

    Attributes:
        key: The question.
        label: Its title.
        gate: The gate that asks it.
        counts: Number of notebooks by status.
    """

    key: str
    label: str
    gate: Gate
    counts: Mapping[Status, int]

    @property
    def asked(self) -> int:
        """Notebooks that are asked it."""
        return sum(number for status, number in self.counts.items() if status != "not_asked")

    @property
    def missed(self) -> float:
        """Share of those asked in which it is open, 0 to 1."""
        return self.counts["open"] / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """A whole report.

    Attributes:
        rows: The notebooks, sorted.
        today: The day on which they were judged.
        title: What the report is about.
        pairs: Notebooks that say nearly the same, the most alike first.
        given: What everybody was given, by question.
        is_compared: Whether nearly equal texts were looked for.
    """

    rows: tuple[Row, ...]
    today: dt.date
    title: str = "Charter report"
    pairs: tuple[Pair, ...] = ()
    given: Given = field(default_factory=dict)
    is_compared: bool = True

    @classmethod
    def of(
        cls,
        rows: Iterable[Row],
        *,
        today: dt.date,
        title: str = "",
        order: Order = "path",
        given: Given | None = None,
    ) -> Portfolio:
        """A report on rows, compared with each other and sorted.

        Args:
            rows: The notebooks.
            today: The day on which they were judged.
            title: What the report is about.
            order: What comes first.
            given: What everybody was given, by question; by default nothing.
        """
        compared = compare_texts(tuple(rows), given)
        return cls(
            rows=tuple(sorted(compared.rows, key=lambda row: (_KEYS[order](row), row.path))),
            today=today,
            title=title or "Charter report",
            pairs=compared.pairs,
            given=given or {},
            is_compared=compared.is_whole,
        )

    @property
    def readable(self) -> tuple[Row, ...]:
        """The notebooks that could be read."""
        return tuple(row for row in self.rows if row.questions)

    @property
    def due(self) -> tuple[tuple[Row, Due], ...]:
        """What was put off until a day that has passed or is near, the longest overdue first."""
        soon = self.today + SOON
        found = ((row, due) for row in self.rows for due in row.put_off if due.until <= soon)
        return tuple(sorted(found, key=lambda pair: (pair[1].until, pair[0].path)))

    @property
    def questions(self) -> tuple[QuestionCount, ...]:
        """Every question that any notebook asks, in order."""
        counts: dict[str, Counter[Status]] = defaultdict(Counter)
        known: dict[str, QuestionState] = {}
        for row in self.readable:
            for state in row.questions:
                known.setdefault(state.key, state)
                counts[state.key][state.status] += 1
        ordered = sorted(known.values(), key=lambda state: GATES.index(state.gate))
        return tuple(
            QuestionCount(
                key=state.key,
                label=state.label,
                gate=state.gate,
                counts={status: counts[state.key][status] for status in STATUSES},
            )
            for state in ordered
        )

    @property
    def funnel(self) -> tuple[tuple[str, int], ...]:
        """How many notebooks there are, how many began a charter, and how many each gate lets pass."""
        rows = self.readable
        gates = ((f"{gate} gate open", sum(row.gates[gate] == "open" for row in rows)) for gate in GATES)
        return (("notebooks", len(self.rows)), ("charter begun", sum(row.begun for row in rows)), *gates)

    @property
    def totals(self) -> Mapping[str, int]:
        """The report in numbers."""
        rows = self.readable
        return {
            "notebooks": len(self.rows),
            "unreadable": len(self.rows) - len(rows),
            "open": sum(len(row.keys("open")) for row in rows),
            "weak": sum(len(row.keys("weak")) for row in rows),
            "deferred": sum(len(row.keys("deferred")) for row in rows),
            "due": len(self.due),
            "early": sum(bool(row.early) for row in rows),
            "guard_off": sum(bool(row.guard_off) for row in rows),
            "edited_pins": sum(bool(row.edited_pins) for row in rows),
            "same": sum(bool(row.same) for row in rows),
            "near": sum(bool(row.near) for row in rows),
            "changed_template": sum(bool(row.broken) for row in rows),
        }
