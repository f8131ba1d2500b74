"""Numbers, dates, choices and blanks in what people type."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

# As texts, so that only those are compiled that an answer asks for.
_NUMBER = r"[-+−]?\d(?:[\d.,'’\u00a0\u202f]*\d)?(?:[eE][-+]?\d+\b)?"
# The order of a percentile is not the number: `p95 150 ms`.
_PERCENTILE = r"(?i)\bp\d{2}(?:\.\d+)?\b"
_UNIT = r"\s*(?P<scale>[kKM]|bn)?(?![^\W\d_])\s*(?P<unit>[^\s\d(,;]*)"
_SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "bn": 1e9}
_YEAR_FIRST = r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)"
_DAY_FIRST = r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)"
# Three underscores count where they stand alone: elsewhere they may be a name.
_BLANK = r"_{4,}|(?<!\w)_{3}(?!\w)"


class Quantity(NamedTuple):
    """A number and its unit; a percentage is a hundredth of its number, without a unit."""

    number: float
    unit: str


def has_number(text: str) -> bool:
    """Whether there is any number, in the digits or numerals of any script."""
    return any(character.isnumeric() for character in _without_percentile(text))


def read_quantity(text: str) -> Quantity | None:
    """The first number and its unit, as far as they can be read without guessing."""
    text = _without_percentile(text)
    found = re.search(_NUMBER, text)
    if not found:
        return None
    number = _number(found[0])
    after = re.match(_UNIT, text[found.end() :])
    if number is None or after is None:
        return None
    if after["unit"].startswith(("%", "％", "٪")):
        return Quantity(number / 100, "")
    scale = _SCALES.get(after["scale"] or "", 1.0)
    return Quantity(number * scale, after["unit"].strip(".:").casefold())


def _without_percentile(text: str) -> str:
    return re.sub(_PERCENTILE, " ", text) if "p" in text.casefold() else text


def _number(text: str) -> float | None:
    digits = re.sub("['’\u00a0\u202f]", "", text).replace("−", "-")
    if "," in digits and "." in digits:
        # The last of the two is the decimal sign.
        thousands = "," if digits.rfind(",") < digits.rfind(".") else "."
        digits = digits.replace(thousands, "").replace(",", ".")
    elif re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+", digits):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(",", ".")
    try:
        return float(digits)
    except ValueError:
        return None


def read_date(text: str) -> dt.date | None:
    """The date that the text starts with, year first or day first with dots; None if there is no such day."""
    text = text.strip()
    if found := re.match(_YEAR_FIRST, text):
        year, month, day = found[1], found[3], found[4]
    elif found := re.match(_DAY_FIRST, text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_choice(text: str, choices: Iterable[str]) -> str:
    """The choice that was meant, case, spaces and hyphens aside; empty if none was."""
    wanted = _plain(text)
    return next((choice for choice in choices if _plain(choice) == wanted), "")


def has_blank(text: str) -> bool:
    """Whether a blank, ``____``, is left to fill in."""
    return "___" in text and re.search(_BLANK, text) is not None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def is_unit_unclear(one: str, other: str) -> bool:
    """Whether two quantities may be in different units: only one in per cent, or its sign in front."""
    quantities = read_quantity(one), read_quantity(other)
    if None in quantities:
        return False
    in_front = [re.search(r"[%％٪]\s*[-+]?\d", text) is not None for text in (one, other)]
    shares = [re.search(r"[%％٪]", text) is not None for text in (one, other)]
    plain = [quantity for quantity, share in zip(quantities, shares, strict=True) if quantity and not share]
    return any(in_front) or (any(shares) and any(not q.unit and abs(q.number) > 1 for q in plain))


def is_worse(value: str, than: str, direction: str, *, or_equal: bool = False) -> bool:
    """Whether one quantity is on the wrong side of another; never where their units differ."""
    one, other = read_quantity(value), read_quantity(than)
    if one is None or other is None or one.unit != other.unit or direction not in ("higher", "lower"):
        return False
    if one.number == other.number:
        return or_equal
    return (one.number < other.number) == (direction == "higher")
