"""The table of amounts on a brief, out of a valuation that was saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nbready.brief.page import Money
from nbready.escape import plain_line

_ROWS = (
    ("at_capacity", "brief_model"),
    ("today_at_capacity", "brief_today"),
    ("everybody", "brief_everybody"),
    ("nobody", "brief_nobody"),
    ("best", "brief_best"),
    ("today_best", "brief_today_best"),
)
_MOST_CHARACTERS = 200


def money_of(
    valuation: Mapping[str, object], words: Mapping[str, str]
) -> tuple[Money | None, tuple[str, ...]]:
    """The amounts of ``Valuation.as_dict()``, and how far the charter's figures may be off.

    The valuation may come out of a file: what is not in its shape is left out.
    """
    currency = plain_line(str(valuation.get("currency", ""))[:_MOST_CHARACTERS])
    rows = tuple(_rows(valuation, words))
    if not rows:
        return None, ()
    head = words["brief_per_cases"].format_map({"currency": currency, "n": _number(valuation.get("n"))})
    sentences = valuation.get("break_even_text")
    until = sentences if isinstance(sentences, list) else []
    return Money(head=plain_line(head), rows=rows), tuple(
        plain_line(str(s)[:_MOST_CHARACTERS]) for s in until[:6]
    )


def _rows(valuation: Mapping[str, object], words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, word in _ROWS:
        point = valuation.get(key)
        if isinstance(point, Mapping) and "value" in point:
            share = _percent(point.get("share"))
            name = words[word].format_map({"share": share})
            if key in ("at_capacity", "today_at_capacity"):
                name = f"{name}: {words['brief_at_capacity'].format_map({'share': share})}"
            yield plain_line(name), _number(point["value"])


def _percent(share: object) -> str:
    return f"{100 * share:.3g} %" if isinstance(share, int | float) else "?"


def _number(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return plain_line(str(value)[:_MOST_CHARACTERS]) if isinstance(value, str) else "?"
