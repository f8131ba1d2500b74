"""Numbers as people read them: shares in percent, amounts with their unit, no more digits than are known."""

from __future__ import annotations

import math

_MOST_DIGITS = 6


def decimals_for(width: float, unit: str) -> int:
    """Decimals that show a spread of ``width`` to two digits, in the scale in which the unit is shown."""
    scaled = abs(width) * (100 if unit == "%" else 1)
    if scaled <= 0 or not math.isfinite(scaled):
        return 1 if unit == "%" else 3
    return min(_MOST_DIGITS, max(0, 1 - math.floor(math.log10(scaled))))


def show_number(value: float, unit: str, decimals: int) -> str:
    """``96.5 %``, ``-38 EUR``, ``0.871``."""
    scaled = value * (100 if unit == "%" else 1)
    # What rounds to nothing has no sign.
    text = f"{scaled:,.{decimals}f}"
    text = text[1:] if text.startswith("-") and not text.strip("-0.,") else text
    return f"{text} {unit}" if unit else text


def faithful_decimals(value: float, bound: float | None, unit: str, decimals: int) -> int:
    """Decimals that leave a value on its side of a bound: 94.96 % is not shown as 95.0 %."""
    if bound is None or value == bound:
        return decimals
    scale = 100 if unit == "%" else 1
    while decimals < _MOST_DIGITS + 3:
        shown = round(value * scale, decimals) / scale
        if shown != bound and (shown < bound) == (value < bound):
            break
        decimals += 1
    return decimals


def plain_decimals(value: float, unit: str) -> int:
    """The decimals that a number was written with, as far as a float still tells."""
    text = f"{value * (100 if unit == '%' else 1):.6f}".rstrip("0")
    return len(text.partition(".")[2])


def two_digits(count: float) -> int:
    """A count rounded up to two digits: 4,137 becomes 4,200."""
    if count < 10:
        return max(1, math.ceil(count))
    step: int = 10 ** (math.floor(math.log10(count)) - 1)
    return math.ceil(count / step) * step
