"""NBR3xx: the quality of answers. The checks are the charter's own; here they get a code and a place."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nbready.charter.model import Remark, Standing
from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule
from nbready.lint.rules.dates import DATE_CHECKS
from nbready.lint.rules.measured import RESULT_OF_ANOTHER, says_what_is_computed

# Nothing was typed yet: the gate asks for it when it is needed, and nobody is nagged before.
_BLANK = ("unanswered", "missing_part", "missing_one_of", "blank", "needs_parts")
# Said by the gate that they keep closed.
_DECISIONS = ("review_rejected", "launch_refused", "sign_off_stale")
_BELOW_THRESHOLD = ("go_despite_miss",)


@rule("NBR301", "weak-answer")
def weak_answer(facts: Facts) -> Iterator[Problem]:
    """An answer counts, but is weak.

    What it does:
        Reports what the checks of the charter warn of: a threshold no better than the baseline, an objective
        without a number, a very short text, an approver who is the author, a review dated in the future, the
        same text in two answers, a text that YAML cut at ` #`. Structure is checked, never style.

    Why it matters:
        Such answers open the gate today and fail the meeting at which the model is to be approved.

    Example:
        ```yaml
        success_metric: {name: accuracy, threshold: ">= 80 %", baseline: "82 %"}
        ```

    Remedy:
        Answer as to a colleague who will hold you to it; the finding shows the question.
    """
    for standing, remark in _remarks(facts):
        if not remark.is_open and remark.check not in (*DATE_CHECKS, *_DECISIONS, *_BELOW_THRESHOLD):
            yield _problem(facts, standing, remark)


@rule("NBR302", "result-below-threshold", severity="error")
def result_below_threshold(facts: Facts) -> Iterator[Problem]:
    """The result misses the threshold, and the sign-off says go.

    What it does:
        Compares `measured_result` with the threshold of `success_metric`, in its direction. A result on the
        wrong side with `decision: go` is an error, unless `conditions` says why.

    Why it matters:
        The threshold was the promise on which the project was approved.

    Example:
        ```yaml
        success_metric: {name: captured defaults, direction: higher, threshold: ">= 35 %"}
        measured_result: {metric: captured defaults, value: "31 %"}
        sign_off: {decision: go}
        ```

    Remedy:
        Write in the sign-off's `conditions` why it may go all the same, or decide `no_go`.
    """
    for standing, remark in _with_check(facts, _BELOW_THRESHOLD):
        yield _problem(facts, standing, remark)


@rule("NBR303", "unusable-answer")
def unusable_answer(facts: Facts) -> Iterator[Problem]:
    """An answer was given, but does not count.

    What it does:
        Reports answers that leave their question open although something was typed: a placeholder such as
        `TBD`, a stock phrase, a repetition of the question or its example, an impossible date, a quantity
        without a number, a person who is only "management". Blanks are not reported: they are just open.

    Why it matters:
        Whoever typed it believes that the question is answered, and the gate stays closed.

    Example:
        ```yaml
        decision_maker: {approver: management, process_owner: TBD}
        ```

    Remedy:
        Answer the question that the finding shows, or put it off on the record with a deferral.
    """
    elsewhere = (*_BLANK, *DATE_CHECKS, *_DECISIONS, *_BELOW_THRESHOLD)
    for standing, remark in _remarks(facts):
        is_told = remark.check in elsewhere or (
            remark.check == RESULT_OF_ANOTHER and says_what_is_computed(facts)
        )
        if remark.is_open and not is_told:
            yield _problem(facts, standing, remark)


def _remarks(facts: Facts) -> Iterator[tuple[Standing, Remark]]:
    """What is said of the notebook's own answers; an inherited one is mended where it was written."""
    for key, standing in facts.review.standings.items():
        if (
            standing.remarks
            and facts.document.resolved.origin.get(key) is None
            and facts.review.intent in standing.question.intents
        ):
            yield from ((standing, remark) for remark in standing.remarks)


def _with_check(facts: Facts, checks: Collection[str]) -> Iterator[tuple[Standing, Remark]]:
    return ((standing, remark) for standing, remark in _remarks(facts) if remark.check in checks)


def _problem(facts: Facts, standing: Standing, remark: Remark) -> Problem:
    question = standing.question
    inner = facts.document.place_of(remark.part, within=question.key) if remark.part else None
    place = inner or facts.document.place_of(question.key)
    return Problem(
        message=remark.message,
        remedy=remark.remedy,
        questions=(question.key,),
        anchor=f"{question.key}.{remark.part}.{remark.check}",
    ).at(place)
