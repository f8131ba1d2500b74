"""NBR4xx, the marks that people leave in cells."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule


@rule("NBR409", "unused-ignore")
def unused_ignore(facts: Facts) -> Iterator[Problem]:
    """A cell asks to ignore a rule that has nothing to say about it.

    What it does:
        Reports `# nbready: ignore[...]` comments, and tags of the same form, whose rule finds nothing in
        their cell. On a cell that loads data, a mark for NBR201 is in use even while the gate is open.

    Why it matters:
        A mark that outlives its reason hides the next finding, which nobody has looked at.

    Example:
        ```python
        # nbready: ignore[NBR201] a table of country codes
        total = 1 + 1
        ```

    Remedy:
        Delete the comment, or correct its code.
    """
    for cell, mark in facts.idle:
        yield Problem(
            message=f"`{mark.rule}` is ignored here, but there is nothing to ignore.",
            remedy="Delete the mark, or correct its code.",
            cell=cell,
            line=mark.line,
            column=1,
            anchor=mark.rule,
        )
