"""NBR1xx, a charter cell that nobody reads as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbready.charter.store import charter_body
from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule

_MAGIC = re.compile(r"^[ \t]*(#[# \t]*)?%%charter\b", re.MULTILINE)
_KEY = re.compile(r"^[ \t]*#[# \t]*([a-z_]+):", re.MULTILINE)


@rule("NBR107", "charter-not-read")
def charter_not_read(facts: Facts) -> Iterator[Problem]:
    """A cell holds a charter that is not read.

    What it does:
        Reports code cells in which something stands above `%%charter`, a comment or a form's title among
        them; cells in which that line is commented out; and charters of which every line is a comment.

    Why it matters:
        Somebody answered the questions, and every gate stays closed as if nobody had. IPython takes a cell
        magic only from the first line of a cell.

    Example:
        ```text
        #@title Project charter
        %%charter
        business_objective: ...
        ```

    Remedy:
        Move `%%charter` to the first line of its cell; take the comment signs away.
    """
    for cell in facts.notebook.code_cells():
        if cell.position in facts.document.charter_cells:
            yield from _only_comments(facts, cell.position, cell.source)
        elif not cell.source.lstrip().startswith("%%"):
            yield from _magic_below(cell.position, cell.source)


def _magic_below(position: int, source: str) -> Iterator[Problem]:
    found = _MAGIC.search(source)
    if found is None:
        return
    is_comment = bool(found[1])
    if is_comment and source[: found.start()].strip():
        return  # somewhere inside a cell it is a remark
    yield Problem(
        message="This charter is commented out, so it is not read."
        if is_comment
        else "`%%charter` is not the first line of its cell, so this charter is not read.",
        remedy="Take the comment signs away."
        if is_comment
        else "Move what stands above it into a cell of its own.",
        cell=position,
        line=source.count("\n", 0, found.start()) + 1,
        column=found.end() - found.start() - len("%%charter") + 1,
    )


def _only_comments(facts: Facts, position: int, source: str) -> Iterator[Problem]:
    body = charter_body(source)
    if any(line.strip() and not line.lstrip().startswith("#") for line in body.splitlines()):
        return
    if any(match[1] in facts.document.questions for match in _KEY.finditer(body)):
        yield Problem(
            message="Every line of this charter is a comment, so it answers nothing.",
            remedy="Take the comment signs away.",
            cell=position,
            line=1,
            column=1,
        )
