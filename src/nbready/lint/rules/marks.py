"""NBR4xx, the marks that people leave in cells."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule
from nbready.marks import unclear_marks


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


@rule("NBR413", "unclear-ignore")
def unclear_ignore(facts: Facts) -> Iterator[Problem]:
    """A comment asks to ignore something, and doesn't say what, or why.

    What it does:
        Reports `# nbready: ignore` comments without a rule in brackets, which ignore nothing, and, as a note,
        those that name a rule and give no reason.

    Why it matters:
        Whoever left a mark without a rule believes that it holds. A mark without a reason cannot be judged
        by the next reader, and so is never taken away.

    Example:
        ```python
        # nbready: ignore NBR201
        codes = pd.read_csv("countries.csv")
        ```

    Remedy:
        Name the rule in brackets, and the reason after them:
        `# nbready: ignore[NBR201] a table of country codes`.
    """
    for cell in facts.notebook.cells:
        for mark in unclear_marks(cell.source) if cell.kind != "markdown" else ():
            yield Problem(
                message=mark.message,
                remedy=mark.remedy,
                cell=cell.position,
                line=mark.line,
                column=1,
                severity="note" if mark.names_rule else None,
            )
