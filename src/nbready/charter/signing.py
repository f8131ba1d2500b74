"""What a sign-off was given for: ``sign_off.of`` says so, and no longer fits once the text has changed.

It is the first twelve digits of a fingerprint (:mod:`nbready.charter.fingerprint`) over the mapping of every
answer's key to its fingerprint: the measured result without its date (measuring again is no other result),
and the sign-off itself without ``of``. Questions that were open then are named behind it, because answering
them later changes nothing that was signed: ``3f0a91c2d4e7, without integration``.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from nbready.charter.fingerprint import fingerprint
from nbready.charter.model import Charter, Value

SIGN_OFF, RESULT, OF = "sign_off", "measured_result", "of"
DIGITS = 12
"""Digits of a fingerprint where people see it."""

_LEFT_OUT = {RESULT: "date", SIGN_OFF: OF}
_WRITTEN = re.compile(r"(?P<digits>[0-9a-f]{12})(?:, without (?P<open>[\w., -]+))?")


def signed_prints(charter: Charter) -> dict[str, str]:
    """The fingerprint of each answer that a sign-off stands for, by key."""
    return {key: fingerprint(_signed(key, answer)) for key, answer in charter.answers.items()}


def signed_text(charter: Charter, left_open: Collection[str] = ()) -> str:
    """What ``sign_off.of`` has to say for a charter to be signed as it stands.

    Args:
        charter: All answers, inherited ones among them, and the sign-off itself.
        left_open: Keys of the questions that are open or put off.
    """
    without = [key for key in left_open if key != SIGN_OFF]
    prints = {key: item for key, item in signed_prints(charter).items() if key not in without}
    digits = fingerprint({**prints})[:DIGITS]
    return f"{digits}, without {', '.join(without)}" if without else digits


def text_signed(charter: Charter) -> str:
    """What the charter's sign-off says it was given for; empty where it does not say."""
    answer = charter.answers.get(SIGN_OFF)
    value = answer.get(OF, "") if isinstance(answer, dict) else ""
    return value if isinstance(value, str) else ""


def is_stale(charter: Charter) -> bool:
    """Whether the sign-off was given for another text; never where it does not say for which."""
    said = text_signed(charter)
    if not said:
        return False
    found = _WRITTEN.fullmatch(said)
    if found is None:
        return True
    return signed_text(charter, (found["open"] or "").split(", ") if found["open"] else ()) != said


def _signed(key: str, answer: Value) -> Value:
    left_out = _LEFT_OUT.get(key)
    if left_out is None or not isinstance(answer, dict):
        return answer
    return {part: value for part, value in answer.items() if part != left_out}
