"""A measurement as people meet it: its numbers, and the card that a front end or a terminal shows."""

from __future__ import annotations

from dataclasses import dataclass

from nbready.measurement.card import card_html, card_text
from nbready.measurement.measured import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement(Measured):
    """The registered metric, measured: shown as a card in a notebook, as text by :func:`print`."""

    def __str__(self) -> str:
        return card_text(self)

    def __repr__(self) -> str:
        span = f"{self.value:.4g} [{self.low:.4g}, {self.high:.4g}]"
        return f"<Measurement {self.computed_as} {span}: {self.outcome}>"

    def _repr_html_(self) -> str:
        return card_html(self)
