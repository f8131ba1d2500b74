"""NBR408: the template that a notebook was made from."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.charter.store import METADATA_KEY
from nbready.errors import ConfigError
from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule
from nbready.templates.lock import complaint, read_template


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
    stored = facts.notebook.metadata.get(METADATA_KEY)
    path = facts.document.config.template
    try:
        message = complaint(stored, read_template(path) if path else None) if facts.notebook.cells else ""
    except ConfigError:
        return  # said once, of the configuration
    if message:
        remedy = "Put them back, or copy your cells into a fresh copy of the template."
        yield Problem(message=message, remedy=remedy, anchor="template")
