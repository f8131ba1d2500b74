"""NBR408: the template that a notebook was made from."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule


@rule("NBR408", "template-changed", severity="error")
def template_changed(facts: Facts) -> Iterator[Problem]:
    """The questions, policy or pinned answers are no longer the template's.

    What it does:
        Compares the locked parts of `metadata.nbready` with the fingerprint that `nbready new` left beside
        them; with `--template COURSE.ipynb` (or `template = "..."` in the configuration) with the template
        itself, whose questions, policy and pinned answers then also decide what the gates ask.

    Why it matters:
        A course or a department asks the same of everyone. A notebook that dropped a question, or changed
        its intent to `learning`, looks complete and is not.

    Example:
        ```json
        {"nbready": {"policy": {"data": "off"}, "template": {"name": "churn", "fingerprint": "9f2c..."}}}
        ```

    Remedy:
        Start again from the template and copy the cells over, or put the changed part back.
    """
    message = facts.template_complaint()
    if message:
        remedy = "Put them back, or copy your cells into a fresh copy of the template."
        yield Problem(message=message, remedy=remedy, anchor="template")
