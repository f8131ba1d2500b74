"""NBR4xx: what was put off, and until when."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.charter.model import GATES
from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule
from nbready.lint.rules.dates import (
    ENDS_SOON,
    EXPIRED,
    INCOMPLETE,
    INTENT_EXPIRED,
    NOT_ALLOWED,
    TOO_LONG,
    date_problems,
)

_FORM = '`%nbready defer data --reason "..." --owner "..." --until 2027-01-31`'


@rule("NBR401", "deferral-incomplete")
def deferral_incomplete(facts: Facts) -> Iterator[Problem]:
    """A deferral lacks its reason, its owner or its date.

    What it does:
        Reports deferrals, in the charter or on a `%nbready defer` line, that leave one of the three out.
        Such a deferral puts nothing off.

    Why it matters:
        A question without an owner and a date is not put off, it is dropped.

    Example:
        ```text
        %nbready defer decision_maker --reason "waiting for the new org chart"
        ```

    Remedy:
        Give all three: `--reason`, `--owner` and `--until`.
    """
    return date_problems(facts, INCOMPLETE, "Give a reason, an owner and a date (`until: 2027-01-31`).")


@rule("NBR402", "deferral-expired", severity="error")
def deferral_expired(facts: Facts) -> Iterator[Problem]:
    """A deferral has run out.

    What it does:
        Reports open questions whose deferral ended before today, whether or not the notebook asks their gate.

    Why it matters:
        Somebody promised an answer by that day, and the project went on without it.

    Example:
        ```yaml
        deferrals:
          decision_maker: {reason: reorganisation, owner: M. Okoro, until: 2025-03-31}
        ```

    Remedy:
        Answer the question, or agree with the owner on a new date.
    """
    return date_problems(facts, EXPIRED, "Answer the question, or agree on a new date with its owner.")


@rule("NBR403", "deferral-ends-soon")
def deferral_ends_soon(facts: Facts) -> Iterator[Problem]:
    """A deferral, or the feasibility study, ends within 14 days.

    What it does:
        Reports dates that are not yet past, but soon will be.

    Why it matters:
        On the day after, the gate closes: better to hear of it in a review than from a stopped cell.

    Example:
        ```yaml
        project_intent: {intent: feasibility, until: 2026-06-30}
        ```

        checked on the 20th of June 2026.

    Remedy:
        Answer the question now, or agree on a new date.
    """
    return date_problems(
        facts, ENDS_SOON, "Answer what was put off, or agree on a new date, before that day."
    )


@rule("NBR404", "deferral-too-long")
def deferral_too_long(facts: Facts) -> Iterator[Problem]:
    """A deferral reaches further than the project allows.

    What it does:
        Reports deferrals that end more than `max-deferral-days` from today. Such a deferral puts nothing off.

    Why it matters:
        A question put off for years has been answered with "no", without anyone having said it.

    Example:
        ```toml
        [tool.nbready]
        max-deferral-days = 90
        ```

        and `until: 2099-01-01` in a deferral.

    Remedy:
        Choose a nearer date.
    """
    return date_problems(facts, TOO_LONG, "Choose a nearer date.")


@rule("NBR405", "malformed-deferral", severity="error")
def malformed_deferral(facts: Facts) -> Iterator[Problem]:
    """A `%nbready defer` line cannot be read.

    What it does:
        Reports lines whose arguments are wrong, and lines that name neither a gate nor a question.

    Why it matters:
        The line looks like a record, but nothing is put off by it.

    Example:
        ```text
        %nbready defer dat --reason "..." --owner "..." --until 2027-01-31
        ```

    Remedy:
        Name gates (`data`, `model`, `launch`) or questions, then `--reason`, `--owner` and `--until`; quote
        texts that contain spaces.
    """
    for line in facts.document.defer_lines:
        unknown = [t for t in line.targets if t not in GATES and t not in facts.document.questions]
        if line.problem or unknown:
            reason = line.problem or f"`{unknown[0]}` is neither a gate nor a question"
            yield Problem(
                message=f"This deferral cannot be read: {reason}.",
                remedy=f"Write it like this: {_FORM}.",
                cell=line.cell,
                line=line.line,
                column=1,
            )


@rule("NBR406", "deferral-not-allowed")
def deferral_not_allowed(facts: Facts) -> Iterator[Problem]:
    """A question is put off that cannot be put off.

    What it does:
        Reports deferrals of questions that the intent requires from the start: what the notebook is for,
        what is predicted and, for deployment, the result that is good enough.

    Why it matters:
        Whatever is done before these are answered is done for no stated purpose.

    Example:
        ```yaml
        deferrals:
          project_intent: {reason: later, owner: M. Okoro, until: 2027-01-31}
        ```

    Remedy:
        Answer the question. A feasibility study (`intent: feasibility`, with a date) is asked for less.
    """
    return date_problems(facts, NOT_ALLOWED, "Answer it, or make it a feasibility study with a date.")


@rule("NBR407", "feasibility-expired")
def feasibility_expired(facts: Facts) -> Iterator[Problem]:
    """The feasibility study is past its date.

    What it does:
        Reports notebooks whose `project_intent` is `feasibility` until a day before today. From then on
        everything is asked as for deployment.

    Why it matters:
        A study that never ends is a project that nobody approved.

    Example:
        ```yaml
        project_intent: {intent: feasibility, until: 2025-06-30}
        ```

    Remedy:
        Decide: `intent: deployment` with the questions that go with it, a new date, or stop.
    """
    remedy = "Decide: `intent: deployment`, a new date with a reason, or stop."
    return date_problems(facts, INTENT_EXPIRED, remedy)
