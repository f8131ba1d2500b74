"""A valuation that shows itself: in a notebook as a card, elsewhere as text."""

from __future__ import annotations

from typing import Any

from nbready.valuation.valued import Valued


class Valuation(Valued):
    """What acting on a model's scores is worth, with its card; see :class:`Valued` for its attributes."""

    __slots__ = ()

    def as_dict(self) -> dict[str, Any]:
        """All of it but the curves, as JSON has it: amounts in full units of the currency, to the cent."""
        from nbready.valuation.shape import as_mapping

        return as_mapping(self)

    def __str__(self) -> str:
        """The card for a terminal."""
        from nbready.valuation.card import card_text

        return card_text(self)

    def _repr_html_(self) -> str:
        from nbready.valuation.card import card_html

        return card_html(self)
