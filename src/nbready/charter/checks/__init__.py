"""The checks of an answer, one small function each: facts in, remarks out.

Structure is checked, prose is not: beyond placeholders and the stock phrases of the questions file nobody's
wording is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from nbready.charter.asked import Asked
from nbready.charter.checks.emptiness import empty_talk
from nbready.charter.checks.opening import (
    agent_draft,
    blank,
    echo,
    generic_person,
    go_despite_miss,
    missing_one_of,
    missing_part,
    needs_parts,
    not_a_choice,
    not_a_date,
    not_a_number,
    placeholder,
    review_needs_reason,
    stock_phrase,
)
from nbready.charter.checks.promise import contradicts_metric, result_of_another
from nbready.charter.checks.warning import (
    changed_after_seen,
    cut_by_comment,
    decides_alone,
    few_words,
    future_date,
    no_better_than_baseline,
    no_number,
    odd_latency,
    same_text,
)
from nbready.charter.model import Remark

Check: TypeAlias = Callable[[Asked], Iterator[Remark]]

OPENING: tuple[Check, ...] = (
    needs_parts,
    missing_part,
    missing_one_of,
    blank,
    placeholder,
    stock_phrase,
    echo,
    not_a_number,
    not_a_choice,
    not_a_date,
    generic_person,
    review_needs_reason,
    result_of_another,
    go_despite_miss,
    agent_draft,
)
WARNING: tuple[Check, ...] = (
    contradicts_metric,
    no_better_than_baseline,
    few_words,
    empty_talk,
    decides_alone,
    no_number,
    odd_latency,
    same_text,
    future_date,
    cut_by_comment,
    changed_after_seen,
)
