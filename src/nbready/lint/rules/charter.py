"""NBR1xx: the charter as a text, and its two copies."""

from __future__ import annotations

from collections.abc import Iterator

from nbready.charter.parse import charter_to_mapping
from nbready.charter.store import METADATA_KEY, VERSION, NewerCharterError
from nbready.document import DocumentError
from nbready.errors import QuestionsError
from nbready.lint.facts import Facts
from nbready.lint.rule import Problem, rule

_SYNC = "Run `nbready sync FILE` (or `nbready check --fix`)."


@rule("NBR101", "malformed-charter", severity="error")
def malformed_charter(facts: Facts) -> Iterator[Problem]:
    """The charter cannot be read.

    What it does:
        Reports YAML that does not parse, keys that are no question, answers of the wrong shape, and an
        inherited charter that is missing or leads in a circle; with line, column and the corrected line.

    Why it matters:
        What cannot be read answers nothing, so every gate stays closed.

    Example:
        ```yaml
        fallback_rollback: timeout: the bureau rule decides
        ```

        In YAML, the second colon starts a mapping.

    Remedy:
        Write the line as the finding shows it; quote values that start with a sign.
    """
    for document_error in facts.document.errors:
        if not isinstance(document_error.error, NewerCharterError | QuestionsError):
            yield _unreadable(facts, document_error)


@rule("NBR102", "newer-charter", severity="error")
def newer_charter(facts: Facts) -> Iterator[Problem]:
    """The stored charter has a newer version than this nbready knows.

    What it does:
        Compares the `version` in the notebook's metadata with the newest one known.

    Why it matters:
        Guessing at a newer format could open a gate that should be closed.

    Example:
        ```json
        {"metadata": {"nbready": {"version": 99}}}
        ```

    Remedy:
        Update nbready: `pip install --upgrade nbready`.
    """
    for document_error in facts.document.errors:
        if isinstance(document_error.error, NewerCharterError):
            yield _unreadable(facts, document_error)


@rule("NBR103", "charter-out-of-step")
def charter_out_of_step(facts: Facts) -> Iterator[Problem]:
    """The charter cell and the metadata differ.

    What it does:
        Compares the answers in the `%%charter` cell with the copy in the notebook's metadata. The cell is
        the one that holds. Metadata that an older nbready wrote is reported too.

    Why it matters:
        Tools that read the metadata act on answers that nobody gives any more.

    Example:
        ```text
        cell:     threshold: ">= 35 %"
        metadata: threshold: ">= 30 %"
        ```

    Remedy:
        Run `nbready sync FILE` (or `nbready check --fix`), which copies the cell into the metadata.
    """
    document = facts.document
    if document.stored is None or document.from_cell is None:
        return
    in_cell = charter_to_mapping(document.from_cell)
    stored = charter_to_mapping(document.stored.charter)
    differing = tuple(key for key in {**in_cell, **stored} if in_cell.get(key) != stored.get(key))
    place = facts.document.place_of()
    if not place or not stored or not (differing or document.stored.version < VERSION):
        return
    keys = ", ".join(f"`{key}`" for key in differing)
    yield Problem(
        message=f"The charter cell and the metadata differ on {keys}; the cell holds."
        if differing
        else f"The metadata is in version {document.stored.version}; the present one is {VERSION}.",
        remedy=_SYNC,
        cell=place.cell,
        line=place.line,
        column=place.column,
        questions=tuple(key for key in differing if key in document.questions),
        anchor="out of step",
    )


@rule("NBR104", "charter-in-one-place")
def charter_in_one_place(facts: Facts) -> Iterator[Problem]:
    """The charter is only in the cell, or only in the metadata.

    What it does:
        Reports notebooks whose charter has only one of its two copies. Text notebooks have only the cell.

    Why it matters:
        Each tool that cleans notebooks keeps one of them. With both, either can rebuild the other.

    Example:
        A notebook whose metadata was stripped: the `%%charter` cell is there, `metadata.nbready` is not.

    Remedy:
        Run `nbready sync FILE`. If the copy disappears again, `nbready doctor` finds the tool that strips it.
    """
    document = facts.document
    if facts.notebook.is_text:
        return  # most text formats have no place for it
    stored = document.stored is not None and bool(charter_to_mapping(document.stored.charter))
    written = document.from_cell is not None and bool(charter_to_mapping(document.from_cell))
    place = facts.document.place_of()
    broken = any(error.cell is None for error in document.errors)
    if written and not stored and place and not broken:
        yield Problem(
            message=f"The charter is only in this cell; `metadata.{METADATA_KEY}` is missing.",
            remedy=_SYNC,
            cell=place.cell,
            line=place.line,
            column=place.column,
            anchor="only in the cell",
        )
    elif stored and not place:
        yield Problem(
            message="The charter is only in the metadata; its `%%charter` cell is missing.",
            remedy=_SYNC,
            anchor="only in the metadata",
        )


@rule("NBR105", "several-charter-cells")
def several_charter_cells(facts: Facts) -> Iterator[Problem]:
    """There is more than one charter cell.

    What it does:
        Reports each `%%charter` cell but the last, which is the one that holds, as in a kernel that runs
        them in order.

    Why it matters:
        A reader who stops at the first one believes answers that no longer hold.

    Example:
        Two cells that start with `%%charter`, one at the top and one copied below it.

    Remedy:
        Merge them into one, above the first cell that loads data.
    """
    *others, last = facts.document.charter_cells or (0,)
    for index in others:
        yield Problem(
            message=f"There is another charter in cell {last + 1}, and the last one holds.",
            remedy="Merge them into one cell, at the top of the notebook.",
            cell=index,
            line=1,
            column=1,
        )


@rule("NBR106", "malformed-questions", severity="error")
def malformed_questions(facts: Facts) -> Iterator[Problem]:
    """The notebook's own questions cannot be read.

    What it does:
        Reports `metadata.nbready.questions`, which a template puts there, when it has the wrong shape.

    Why it matters:
        The default questions are asked instead, which are not those the template's author wanted asked.

    Example:
        ```json
        {"metadata": {"nbready": {"version": 1, "questions": "all of them"}}}
        ```

    Remedy:
        Make the notebook anew from its template, or restore its metadata from version control.
    """
    for document_error in facts.document.errors:
        if isinstance(document_error.error, QuestionsError):
            yield _unreadable(facts, document_error)


def _unreadable(facts: Facts, document_error: DocumentError) -> Problem:
    """A problem at the place in the charter cell that the error names; of another file, it names that."""
    error = document_error.error
    own = error.path is None or error.path == facts.notebook.path
    part = facts.document.place_of(document_error.part) if document_error.part else None
    cell = part.cell if part else document_error.cell
    line, column = (part.line, part.column) if part else (error.line or 1, error.column or 1)
    is_stored = cell is None and facts.document.stored is None and METADATA_KEY in facts.notebook.metadata
    where = f"`metadata.{METADATA_KEY}`: " if is_stored else ""
    return Problem(
        message=f"{where}{error.message}" if own else f"{error.place}: {error.message}",
        remedy=error.remedy,
        cell=cell,
        line=line if cell is not None else None,
        column=column if cell is not None else None,
        anchor=f"unreadable.{type(error).__name__}",
    )


MENDABLE = (charter_out_of_step.code, charter_in_one_place.code)
"""Codes of what ``nbready sync`` mends."""
