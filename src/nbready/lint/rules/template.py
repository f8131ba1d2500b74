"""NBR408 and NBR414: the template that a notebook was made from."""

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


@rule("NBR414", "pinned-answer-edited")
def pinned_answer_edited(facts: Facts) -> Iterator[Problem]:
    """The notebook answers a question otherwise than its template pins it.

    What it does:
        Compares the answers in the charter with those that the template pins. White space and line breaks
        don't count. The pinned answer holds; this one is not used.

    Why it matters:
        Whoever reads the cell reads an answer that is not in force: a course on deployment looks as if it
        asked for `learning`. And who wrote it learns nowhere else that it changes nothing.

    Example:
        ```text
        template: project_intent: {intent: deployment}   (pinned)
        cell:     project_intent: {intent: learning}
        ```

    Remedy:
        Put the pinned answer back, or take the line out. To answer it otherwise, ask whoever made the
        template.
    """
    for key in facts.document.edited_pins:
        place = facts.document.place_of(key)
        yield Problem(
            message=f"`{key}` is pinned by the template, and answered otherwise here; the template's holds.",
            remedy="Put the template's answer back, or take this one out.",
            questions=(key,),
            anchor=f"pinned {key}",
        ).at(place)
