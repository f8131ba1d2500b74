"""How far a figure of the charter may be off before the advantage over today's method is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple


class BreakEven(NamedTuple):
    """One figure, moved alone.

    Attributes:
        figure: The outcome that it prices.
        now: What the charter says.
        until: Where the advantage is gone; None where no worse figure takes it away.
    """

    figure: str
    now: Fraction
    until: Fraction | None


def break_even(
    amounts: Mapping[str, Fraction], model: Mapping[str, Fraction], today: Mapping[str, Fraction]
) -> Iterator[BreakEven]:
    """Where the advantage over today's method ends, figure by figure; nothing where there is none.

    The value is linear in every figure: an advantage ``D`` with ``d`` more cases of an outcome ends where
    that outcome's figure is lower by ``D / d``. An outcome that the model has fewer of only adds to the
    advantage as it gets worse.

    Args:
        amounts: What each outcome is worth; the lower, the worse.
        model: How many cases of each outcome the model has.
        today: How many today's method has, on the same cases.
    """
    more = {name: model[name] - today[name] for name in amounts}
    advantage = sum((amounts[name] * more[name] for name in amounts), Fraction(0))
    if advantage <= 0:
        return
    for name, amount in amounts.items():
        if more[name]:
            yield BreakEven(name, amount, amount - advantage / more[name] if more[name] > 0 else None)
