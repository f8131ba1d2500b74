"""NBR1xx, a charter that is nothing but comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbready.charter.store import charter_body
from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule

_MAGIC = re.compile(r"\s*#[# \t]*%%charter\b")
_KEY = re.compile(r"^[ \t]*#[# \t]*([a-z_]+):", re.MULTILINE)
_REMEDY = "Take the comment signs away."


@rule("NBR107", "charter-in-comments")
def charter_in_comments(facts: Facts) -> Iterator[Problem]:
    """A charter is commented out.

    What it does:
        Reports cells that begin with a commented `%%charter`, and charters of which every line is a comment,
        as people write them in scripts that are to stay valid Python.

    Why it matters:
        Somebody answered the questions, and every gate stays closed as if nobody had.

    Example:
        ```text
        %%charter
        # business_objective: Cut returns of shoes from 38 % to 33 % of orders.
        ```

    Remedy:
        Take the comment signs away. In a script that must stay valid Python, keep the answers in a
        `charter.yaml` instead, and name it in the configuration.
    """
    for cell in facts.notebook.code_cells():
        if cell.position in facts.document.charter_cells:
            body = charter_body(cell.source)
            if not _has_answer(body) and any(m[1] in facts.document.questions for m in _KEY.finditer(body)):
                message = "Every line of this charter is a comment, so it answers nothing."
                yield Problem(message=message, remedy=_REMEDY, cell=cell.position, line=1, column=1)
        elif _MAGIC.match(cell.source):
            message = "This charter is commented out, so it is not read."
            yield Problem(message=message, remedy=_REMEDY, cell=cell.position, line=1, column=1)


def _has_answer(body: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in body.splitlines())
