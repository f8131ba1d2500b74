"""Every rule, in the order of its code. A rule is in force because this list names it."""

from __future__ import annotations

from nbready.lint.rule import Rule, index_rules
from nbready.lint.rules.answers import result_below_threshold, unusable_answer, weak_answer
from nbready.lint.rules.charter import (
    charter_in_one_place,
    charter_out_of_step,
    malformed_charter,
    malformed_questions,
    newer_charter,
    several_charter_cells,
)
from nbready.lint.rules.charter_cell import charter_in_comments
from nbready.lint.rules.deferrals import (
    deferral_ends_soon,
    deferral_expired,
    deferral_incomplete,
    deferral_not_allowed,
    deferral_too_long,
    feasibility_expired,
    malformed_deferral,
)
from nbready.lint.rules.files import (
    invalid_notebook,
    lfs_pointer,
    merge_conflict,
    not_a_notebook,
    unreadable_file,
)
from nbready.lint.rules.marks import unclear_ignore, unused_ignore
from nbready.lint.rules.measured import (
    registered_metric_not_computed,
    result_of_another,
    split_not_as_promised,
)
from nbready.lint.rules.order import (
    charter_below_load,
    data_before_gate,
    deploy_before_launch,
    loaded_before_charter,
    training_before_plan,
)
from nbready.lint.rules.record import record_rewritten, sealed_answer_changed, sign_off_stale
from nbready.lint.rules.template import pinned_answer_edited, template_changed
from nbready.lint.rules.unread import unread_code

RULES: tuple[Rule, ...] = (
    unreadable_file,
    not_a_notebook,
    invalid_notebook,
    merge_conflict,
    lfs_pointer,
    malformed_charter,
    newer_charter,
    charter_out_of_step,
    charter_in_one_place,
    several_charter_cells,
    malformed_questions,
    charter_in_comments,
    data_before_gate,
    training_before_plan,
    deploy_before_launch,
    loaded_before_charter,
    charter_below_load,
    unread_code,
    weak_answer,
    result_below_threshold,
    unusable_answer,
    result_of_another,
    registered_metric_not_computed,
    split_not_as_promised,
    deferral_incomplete,
    deferral_expired,
    deferral_ends_soon,
    deferral_too_long,
    malformed_deferral,
    deferral_not_allowed,
    feasibility_expired,
    template_changed,
    unused_ignore,
    sealed_answer_changed,
    sign_off_stale,
    record_rewritten,
    unclear_ignore,
    pinned_answer_edited,
)

RULE_BY_CODE = index_rules(RULES)
