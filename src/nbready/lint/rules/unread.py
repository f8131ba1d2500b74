"""NBR2xx, code that could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule


@rule("NBR206", "unread-code", severity="note")
def unread_code(facts: Facts) -> Iterator[Problem]:
    """Code that may load data is not valid Python, and was not read.

    What it does:
        Notes cells that are not valid Python, even with their magics and as Python 2, where what could not be
        read names a call that loads, trains or deploys; and cells that were read around a line, where the
        rest of them does so. A note never fails a check, and keeps it from saying "all clear".

    Why it matters:
        A check that passes over a cell in silence vouches for what it never saw.

    Example:
        ```python
        applications = pd.read_csv("applications.csv"
        ```

    Remedy:
        Correct the line, or turn the cell into Markdown where it is no code.
    """
    for unread in facts.unread:
        remark = unread.remark[:1].upper() + unread.remark[1:]
        named = f"; it names `{unread.word}`" if unread.word else ""
        yield Problem(
            message=f"{remark}{named}.",
            remedy="Correct it, or make the cell Markdown if it is no code.",
            cell=unread.cell.position,
            line=unread.line,
            column=unread.column,
        )
