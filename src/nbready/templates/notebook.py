"""A template as a notebook: made from nothing, or on top of a course's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbready.charter.model import GATES
from nbready.charter.store import METADATA_KEY, is_charter_source, is_rules_source
from nbready.errors import ConfigError
from nbready.files.read import FileError
from nbready.files.write import create_file, write_file
from nbready.gate import SPECS
from nbready.notebook import Notebook
from nbready.templates.rules_cell import write_rules
from nbready.templates.template import Template

SETUP = """\
# In Colab, or wherever nbready is missing, take the "#" off the next line.
# %pip install -q nbready
%load_ext nbready"""

INTRODUCTION = """\
**The charter comes first.** Before any data is loaded, this notebook says which decision will change, \
what is predicted, what result is good enough, and who says yes. Most models that never reach operation \
fail at these questions, not at the mathematics; and answered with the data on the screen, the threshold \
becomes whatever was found.

Fill in the next cell, replace every `____`, and run it. Cells that load data are stopped until the first \
questions are answered; the plan for operation is asked before training, the result and the sign-off before \
launch. `%nbready` shows where you stand."""

TASK = """\
### The charter ({points} points)

Answer the questions in the next cell. What counts is whether somebody could act on an answer: a number, a \
date, a person who can be asked.

=== BEGIN MARK SCHEME ===

`nbready report` says what is open, weak or put off, whether the data was loaded first, and which texts were \
handed in twice. What it cannot judge, and you can: does the decision follow from the prediction, would this \
threshold pay, could the label leak what is known only later?

=== END MARK SCHEME ==="""

# nbgrader keeps tasks to Markdown cells, and of a graded code cell it replaces the text: the task stands
# above the charter cell, which stays what the template made it.
TASK_ID = "charter"
"""What nbgrader calls it."""
_GRADED_TASK = {
    "grade": False,
    "grade_id": TASK_ID,
    "locked": True,
    "schema_version": 3,
    "solution": False,
    "task": True,
}

# A test that graders run: its last value is its points.
TEST = """\
import nbready

nbready.assert_answered("data", points={points})"""
_GRADED_TEST = {**_GRADED_TASK, "grade": True, "grade_id": "charter-answered", "task": False}

# Read-only in the front ends that know these keys; nbgrader puts a locked cell back before it grades.
_READ_ONLY = {"deletable": False, "editable": False}
_GRADED_RULES = {**_GRADED_TASK, "grade_id": "charter-rules", "task": False}

_PYTHON = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def new_notebook(template: Template) -> str:
    """The text of a new notebook (nbformat 4.5) for a template. The same template gives the same text."""
    cells = [*_top(template), *_places(template)]
    metadata = {**_PYTHON, METADATA_KEY: template.metadata}
    return _write(_format().v4.new_notebook(cells=cells, metadata=metadata))


def adopt_notebook(course: Notebook, template: Template, *, keep_outputs: bool = False) -> str:
    """The text of a course's notebook, made into a template: the charter on top, outputs cleared.

    A charter cell that it already has goes; whoever calls takes its answers over into the template.

    Args:
        course: The course's notebook.
        template: What goes on top.
        keep_outputs: Whether outputs stay, for tools that read what a cell should print out of them.

    Raises:
        ConfigError: It is a notebook of another language.
    """
    if course.language != "python":
        raise ConfigError(f"This notebook is written in {course.language}, not in Python.", path=course.path)
    notebook = _format().reads(course.data.decode("utf-8-sig"), as_version=4)
    for cell in notebook.cells:
        _tidy(cell)
        if not keep_outputs:
            _clear(cell)
    kept = [cell for cell in notebook.cells if not _is_ours(cell)]
    used = {cell.id for cell in kept if "id" in cell}
    for number, cell in enumerate(kept):
        if "id" not in cell:  # formats before 4.5 had none
            cell.id = _free(f"cell-{number}", used)
    top = list(_top(template))
    for cell in top:
        cell.id = _free(cell.id, used)
    notebook.cells = [*top, *kept]
    # Widgets are outputs too, and what they showed is cleared.
    if not keep_outputs:
        notebook.metadata.pop("widgets", None)
    notebook.metadata.setdefault("language_info", {"name": "python"})
    notebook.metadata[METADATA_KEY] = template.metadata
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    return _write(notebook)


def write_new(path: Path, text: str, *, force: bool = False) -> None:
    """Write a notebook to a new file, or over an old one with ``force``.

    Raises:
        ConfigError: The file is there already, or cannot be written.
    """
    try:
        (write_file if force else create_file)(path, text.encode())
    except FileExistsError:
        remedy = "Choose another name, or `--force`."
        raise ConfigError("This file exists already.", path=path, remedy=remedy) from None
    except FileError as error:
        raise ConfigError(f"This file cannot be written: {error.problem}.", path=path) from error


def _top(template: Template) -> Iterator[Any]:
    v4 = _format().v4
    heading = f"# {template.title}\n\n" if template.title else ""
    yield v4.new_code_cell(SETUP, id="setup")
    yield v4.new_markdown_cell(heading + INTRODUCTION, id="introduction")
    graded = {"nbgrader": _GRADED_RULES} if template.points is not None else {}
    yield v4.new_code_cell(
        write_rules(template.metadata), id="charter-rules", metadata={**_READ_ONLY, **graded}
    )
    if template.points is not None:
        points = _number(template.points)
        task = {"nbgrader": {**_GRADED_TASK, "points": points}}
        yield v4.new_markdown_cell(TASK.format(points=points), id="charter-task", metadata=task)
    yield v4.new_code_cell(template.charter_cell, id="charter")
    if template.test_points is not None:
        points = _number(template.test_points)
        test = {**_READ_ONLY, "nbgrader": {**_GRADED_TEST, "points": points}}
        yield v4.new_code_cell(TEST.format(points=points), id="charter-answered", metadata=test)


def _places(template: Template) -> Iterator[Any]:
    v4 = _format().v4
    for gate in GATES:
        line = template.guidance.get(gate) or SPECS[gate].guidance
        yield v4.new_markdown_cell(f"## {SPECS[gate].heading}\n\n{line}", id=gate)
        yield v4.new_code_cell("", id=f"{gate}-code")


def _tidy(cell: Any) -> None:
    """Take out an introduction that stands below its heading."""
    if cell.cell_type == "markdown" and cell.source.startswith("#"):
        cell.source = cell.source.removesuffix(f"\n\n{INTRODUCTION}")


def _clear(cell: Any) -> None:
    """Take out what running it left."""
    if cell.cell_type == "code":
        cell.outputs = []
        cell.execution_count = None
    for key in ("execution", "ExecuteTime", "collapsed", "scrolled"):
        cell.metadata.pop(key, None)


def _is_ours(cell: Any) -> bool:
    """Whether a cell is one that every template has on top, so that a template made again has it once."""
    source = cell.source.strip()
    if cell.cell_type == "markdown":
        return bool(source == INTRODUCTION)
    graded = cell.metadata.get("nbgrader")
    return (
        is_charter_source(source)
        or is_rules_source(source)
        or (cell.cell_type == "code" and source == SETUP)
        or (isinstance(graded, dict) and graded.get("grade_id") == _GRADED_TEST["grade_id"])
    )


def _number(points: float) -> float | int:
    return int(points) if points == int(points) else points


def _free(wanted: str, used: set[str]) -> str:
    number = 1
    name = wanted
    while name in used:
        number += 1
        name = f"{wanted}-{number}"
    used.add(name)
    return name


def _write(notebook: Any) -> str:
    _format().validate(notebook)
    return str(_format().writes(notebook)) + "\n"


def _format() -> Any:
    # It takes a second to import, and is as good as untyped.
    import nbformat

    return nbformat
