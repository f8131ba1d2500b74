"""Putting a change of a sealed answer on the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from nbready.charter.model import Amendment, Charter, Gate, Questions, Seen, Value
from nbready.charter.parse import amendment_to_mapping
from nbready.charter.words import one_line, texts_in
from nbready.charter.yaml_write import write_value
from nbready.record.chain import Break, find_breaks, lacking, last_print
from nbready.record.seal import Seal, sealed_print

MAX_WAS = 2_000
"""Characters of an earlier answer that an amendment keeps."""


def needs_amendment(charter: Charter, seals: Mapping[Gate, Seal], questions: Questions) -> tuple[str, ...]:
    """The questions whose sealed answers were changed without an amendment, in order."""
    found = find_breaks(charter, seals, questions)
    keys = [key for broken in found if broken.kind in ("changed", "removed") for key in broken.questions]
    return tuple(key for key in questions.by_key if key in keys)


def amend(
    charter: Charter,
    key: str,
    seals: Mapping[Gate, Seal],
    questions: Questions,
    *,
    own: Charter,
    was: Value = "",
    reason: str,
    by: str,
    seen: Seen,
    today: dt.date,
) -> Charter:
    """The notebook's own charter with an amendment that leads from the record to today's answer.

    An amendment of the question that is not finished is finished; otherwise a new one follows.

    Args:
        charter: All answers in force.
        key: The question.
        seals: The seals.
        questions: The questions in force.
        own: The notebook's own charter, to which the amendment goes.
        was: The answer before, if it is known.
        reason: Why it changed.
        by: Who changed it.
        seen: What was known by then.
        today: The date of the change.
    """
    earlier = charter.amendments_of(key)
    last = earlier[-1] if earlier else None
    is_open = last is not None and bool(lacking(last) or not last.after)
    number = len(earlier) and earlier[-1].number + (not is_open)
    base = last if last is not None and is_open else Amendment(key, number or 1)
    amendment = base._replace(
        was=base.was or what_was(was, charter.answers.get(key, "")),
        reason=reason,
        by=by,
        date=today.isoformat(),
        seen=seen,
        before=base.before or last_print(charter, seals, key),
        after=sealed_print(key, charter, questions) if key in charter.answers else "",
    )
    return replace(own, amendments={**own.amendments, amendment.name: amendment})


def what_was(before: Value, after: Value) -> str:
    """The earlier answer in words: of one in parts, the parts that changed, a line each."""
    if isinstance(before, dict):
        now = after if isinstance(after, dict) else {}
        parts = [f"{part}: {_words(value)}" for part, value in before.items() if now.get(part) != value]
        text = "\n".join(parts)
    else:
        text = _words(before) if isinstance(before, list) else before
    return text if len(text) <= MAX_WAS else text[: MAX_WAS - 1] + "…"


def entry_text(found: Break, charter: Charter, questions: Questions) -> str:
    """The lines of the cell that mend a break, with blanks where only a person knows; empty for none."""
    if len(found.questions) != 1 or found.kind not in ("changed", "removed") or not found.before:
        return ""
    key = found.questions[0]
    earlier = charter.amendments_of(key)
    number = earlier[-1].number + 1 if earlier else 1
    after = sealed_print(key, charter, questions) if key in charter.answers else ""
    amendment = Amendment(
        question=key, number=number, reason="____", by="____", date="____", seen="____",
        before=found.before, after=after,
    )  # fmt: skip
    return write_value({amendment.name: amendment_to_mapping(amendment)}).rstrip("\n")


def _words(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(map(one_line, texts_in(value)))
