"""``nbready.measure``: the registered metric of a charter file, or of the running notebook, measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbready.charter.model import Charter
from nbready.charter.store import CHARTER_MAGIC, METADATA_KEY
from nbready.charter_file import is_charter_file, open_document
from nbready.document import Document, Source
from nbready.errors import MeasureError
from nbready.measurement import Measurement, Promise, bare_promise, measure_promise, read_promise
from nbready.measurement.answer import with_result
from nbready.measurement.looks import Looks


def measure(
    y_true: object,
    y_score: object,
    *,
    charter: str | Path | Charter | None = None,
    baseline: object = None,
    ids: object = None,
    groups: object = None,
    metric: str | Callable[[Any, Any], float] | None = None,
    at: float | None = None,
    positive: object = None,
    average: str = "binary",
    confidence: float = 0.95,
    random_state: int = 0,
) -> Measurement:
    """Measure what the charter promises, beside its threshold and today's method.

    Shares of independent cases get Wilson's interval; everything else, whole groups of cases and every
    difference the bootstrap's (BCa where there are few cases). Both are intervals for the population that the
    cases are a random sample of; see docs/measure.md for estimators, assumptions and references.

    Args:
        y_true: Labels, shape (n,), or (n, k) for several labels a case: a list, an array, a Series, a column
            of a frame, a tensor. Of two classes the positive one is True, or 1 beside 0 or -1.
        y_score: Scores or probabilities of the positive class, shape (n,) or (n, 2); predicted labels or
            numbers, as the metric takes them; probabilities of k classes, shape (n, k).
        charter: A notebook or a charter file; by default the running notebook's charter.
        baseline: What today's method says about the same cases, in the same form.
        ids: What each case is known by: cases then count as the same in any order.
        groups: Who belongs together, such as the customer of each case: whole groups are resampled.
        metric: For ``computed_as: function``, the function: labels and predictions in, one number out.
            Without a charter, a metric by name, such as ``roc_auc``: then nothing is promised.
        at: With a metric by name: its share, cut-off or quantile.
        positive: The positive class, where it is not clear.
        average: ``macro``, ``micro`` or ``weighted`` over several classes, as in scikit-learn.
        confidence: Of the intervals.
        random_state: Seed of the resamples.

    Raises:
        MeasureError: There is no promise to measure, or the cases do not fit it; says what to do.
        NbreadyError: The charter cannot be read.
    """
    own = metric if callable(metric) else None
    promise, looks = _promised(charter, metric if isinstance(metric, str) else None, at)
    return measure_promise(
        promise,
        y_true,
        y_score,
        baseline=baseline,
        ids=ids,
        groups=groups,
        metric=own,
        positive=positive,
        average=average,
        confidence=confidence,
        random_state=random_state,
        looks=looks,
    )


def _promised(
    charter: str | Path | Charter | None, name: str | None, at: float | None
) -> tuple[Promise, Looks | None]:
    """What is promised, and where looks are counted."""
    if isinstance(charter, Charter):
        return read_promise(charter), None
    if charter is not None:
        path = Path(charter)
        return read_promise(open_document(path).charter), Looks.beside(path)
    if name is not None:
        return bare_promise(name, at), None
    from nbready.kernel.here import document_needed

    document = document_needed()
    return read_promise(document.charter), Looks.beside(document.path)


def record_result(path: Path, measured: Measurement) -> None:
    """Write a measurement into a notebook or a charter file, as its measured result.

    Raises:
        NbreadyError: The file cannot be read or written.
    """
    from nbready.record.cell import write_record

    document = open_document(path)
    own = with_result(document.own, measured)
    if is_charter_file(path):
        from nbready.charter.yaml_text import MAX_BYTES
        from nbready.files.read import FileError, read_file
        from nbready.files.write import replace_file

        try:
            data = read_file(path, max_bytes=MAX_BYTES)
            source = write_record(f"{CHARTER_MAGIC}\n{data.decode()}", own, document.questions)
            replace_file(path, source.partition("\n")[2].encode(), expected=data)
        except FileError as error:
            raise MeasureError(f"The result was not recorded: {error.problem}.", path=path) from error
        return
    _record_in_notebook(path, document.with_own(own), own)


def _record_in_notebook(path: Path, document: Document, own: Charter) -> None:
    from nbready.charter.fill_in import write_cell
    from nbready.notebook import read_notebook
    from nbready.notebook.edit import Edit, InsertCell, SetMetadata, SetSource, apply
    from nbready.notebook.write import write_atomically
    from nbready.record.cell import write_record
    from nbready.sync import changed_metadata, place_cell

    notebook = read_notebook(path)
    sources = [Source(kind=cell.kind, text=cell.source) for cell in notebook.cells]
    edits: list[Edit] = []
    value = changed_metadata(document, notebook.metadata.get(METADATA_KEY))
    if value is not None:
        edits.append(SetMetadata(key=METADATA_KEY, value=value))
    if document.charter_cells:
        cell = document.charter_cells[-1]
        edits.append(SetSource(cell=cell, source=write_record(sources[cell].text, own, document.questions)))
    else:
        source = write_cell(own, document.questions, pinned=document.pinned)
        edits.append(InsertCell(cell=place_cell(document, sources), source=source))
    write_atomically(path, apply(notebook, edits), expected=notebook.data)
