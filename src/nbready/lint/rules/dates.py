"""The checks of the charter that are about dates and deferrals, and what their findings have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nbready.lint.facts import Facts
from nbready.lint.rule import Problem

INCOMPLETE = ("deferral_without_reason", "deferral_without_owner", "deferral_without_date")
EXPIRED = ("deferral_expired",)
ENDS_SOON = ("deferral_ends_soon", "intent_ends_soon")
TOO_LONG = ("deferral_too_long",)
NOT_ALLOWED = ("not_deferrable",)
INTENT_EXPIRED = ("intent_expired",)
DATE_CHECKS = (*INCOMPLETE, *EXPIRED, *ENDS_SOON, *TOO_LONG, *NOT_ALLOWED, *INTENT_EXPIRED)


def date_problems(facts: Facts, checks: Collection[str], remedy: str) -> Iterator[Problem]:
    """A problem for each remark of one of the checks, where the date stands."""
    for key, standing in facts.review.standings.items():
        for remark in standing.remarks:
            if remark.check not in checks:
                continue
            is_intent = remark.check.startswith("intent_")
            place = facts.document.place_of("until", within=key) if is_intent else facts.deferral_place(key)
            yield Problem(
                message=remark.message,
                remedy=remedy,
                questions=(key,),
                anchor=f"{key}.{remark.check}",
            ).at(place)
