"""NBR0xx: the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule

# The number of a cell changes with what is inserted above it.
_NUMBER = re.compile(r"ell \d+")


@rule("NBR001", "unreadable-file", severity="error")
def unreadable_file(facts: Facts) -> Iterator[Problem]:
    """The file cannot be read.

    What it does:
        Reports a file that is not there, may not be read, is larger than `--max-size`, or is not a file at
        all (a folder, a pipe, a device).

    Why it matters:
        A check that passes over a file in silence vouches for what it never saw.

    Example:
        ```console
        $ nbready check missing.ipynb
        ```

    Remedy:
        Name a file that exists and may be read. Clear the outputs of a notebook that has grown too large, or
        raise the limit with `--max-size`.
    """
    return _reported(facts, "NBR001")


@rule("NBR002", "not-a-notebook", severity="error")
def not_a_notebook(facts: Facts) -> Iterator[Problem]:
    """The file is not a notebook in JSON.

    What it does:
        Reports a file that is not UTF-8, not JSON, or JSON without `nbformat`; says on which line.

    Why it matters:
        Jupyter will not open it either, and its code cannot be checked.

    Example:
        ```json
        {"cells": [}
        ```

    Remedy:
        Restore the file from version control, or open it in Jupyter and save it again.
    """
    return _reported(facts, "NBR002")


@rule("NBR003", "invalid-notebook", severity="error")
def invalid_notebook(facts: Facts) -> Iterator[Problem]:
    """The notebook breaks the schema of its format.

    What it does:
        Holds the file against the schema that nbformat ships for its version, and says which cell or key
        breaks it. Cell ids that are missing or used twice count too. As long as the cells can be told, they
        are judged all the same: Jupyter runs such a notebook.

    Why it matters:
        Tools disagree about what such a notebook means; some repair it in silence, others drop cells.

    Example:
        ```json
        {"cell_type": "code", "source": "1 + 1", "metadata": {}}
        ```

        A code cell without `outputs` and `execution_count`.

    Remedy:
        Open it in Jupyter and save it again. Where only cell ids are wrong, `nbready sync --repair-ids` mends
        them and leaves the rest as it is.
    """
    return _reported(facts, "NBR003")


@rule("NBR004", "merge-conflict", severity="error")
def merge_conflict(facts: Facts) -> Iterator[Problem]:
    """A merge conflict is left in the notebook.

    What it does:
        Finds git's conflict markers, in the file or in a code cell, and the `nbdime-conflicts` that nbdime
        parks in the metadata.

    Why it matters:
        Two versions of the charter may stand side by side, and nobody has decided which one holds.

    Example:
        ```text
        <<<<<<< HEAD
        threshold: ">= 35 %"
        =======
        threshold: ">= 30 %"
        >>>>>>> tuning
        ```

    Remedy:
        Resolve it (`nbdime mergetool` helps), then check again.
    """
    return _reported(facts, "NBR004")


@rule("NBR005", "lfs-pointer", severity="error")
def lfs_pointer(facts: Facts) -> Iterator[Problem]:
    """The file is a git-lfs pointer.

    What it does:
        Recognises the few lines that git-lfs leaves where the content was not fetched.

    Why it matters:
        The notebook itself is elsewhere, so nothing was checked.

    Example:
        ```text
        version https://git-lfs.github.com/spec/v1
        ```

    Remedy:
        Run `git lfs pull` before the check; in GitHub Actions, `lfs: true` of `actions/checkout` does so.
    """
    return _reported(facts, "NBR005")


def _reported(facts: Facts, code: str) -> Iterator[Problem]:
    cells = len(facts.notebook.cells)
    for error in facts.errors:
        if error.code == code:
            is_placed = error.cell is not None and error.cell < cells
            yield Problem(
                message=error.message,
                remedy=error.remedy,
                cell=error.cell if is_placed else None,
                line=1 if is_placed else error.line,
                column=1 if is_placed else error.column,
                anchor=_NUMBER.sub("ell", error.message) if is_placed else "",
            )
