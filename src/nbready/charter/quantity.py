"""Numbers, dates, choices and blanks in what people type."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"[-+−]?\d(?:[\d.,'’\u00a0\u202f]*\d)?(?:[eE][-+]?\d+\b)?")
# The order of a percentile is not the number: `p95 150 ms`.
_PERCENTILE = re.compile(r"(?i)\bp\d{2}(?:\.\d+)?\b")
_UNIT = re.compile(r"\s*(?P<scale>[kKM]|bn)?(?![^\W\d_])\s*(?P<unit>[^\s\d(,;]*)")
_SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "bn": 1e9}
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
# Three underscores count where they stand alone: elsewhere they may be a name.
_BLANK = re.compile(r"_{4,}|(?<!\w)_{3}(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number and its unit; a percentage is a hundredth of its number, without a unit."""

    number: float
    unit: str


def has_number(text: str) -> bool:
    """Whether there is any number, in the digits or numerals of any script."""
    return any(character.isnumeric() for character in _PERCENTILE.sub(" ", text))


def read_quantity(text: str) -> Quantity | None:
    """The first number and its unit, as far as they can be read without guessing."""
    found = _NUMBER.search(text := _PERCENTILE.sub(lambda m: " " * len(m[0]), text))
    if not found:
        return None
    number = _number(found[0])
    after = _UNIT.match(text, found.end())
    if number is None or after is None:
        return None
    if after["unit"].startswith(("%", "％", "٪")):
        return Quantity(number=number / 100, unit="")
    scale = _SCALES.get(after["scale"] or "", 1.0)
    return Quantity(number=number * scale, unit=after["unit"].strip(".:").casefold())


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
    if found := _YEAR_FIRST.match(text):
        year, month, day = found[1], found[3], found[4]
    elif found := _DAY_FIRST.match(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_choice(text: str, choices: Iterable[str]) -> str:
    """The choice that was meant, case, spaces and hyphens aside; empty if none was."""
    wanted = re.sub(r"[\s_-]+", "_", text.strip().casefold())
    return next((c for c in choices if re.sub(r"[\s_-]+", "_", c.casefold()) == wanted), "")


def has_blank(text: str) -> bool:
    """Whether a blank, ``____``, is left to fill in."""
    return _BLANK.search(text) is not None
