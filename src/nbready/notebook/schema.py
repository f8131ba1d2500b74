"""Whether a notebook keeps to the schemas that come with nbformat.

What is plain to see needs no schema (:mod:`nbready.notebook.plain`). Importing nbformat takes a second or
more, so its schema files are read directly: by jsonschema-rs where it is installed, and by fastjsonschema,
which is what nbformat itself asks. Only formats from the future, for which nbformat bends its newest schema,
are left to it.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbready.errors import NotebookError
from nbready.notebook.plain import is_plainly_valid

if TYPE_CHECKING:
    from fastjsonschema import JsonSchemaValueException

_SCHEMAS = {3: "v3/nbformat.v3.schema.json", 4: "v4/nbformat.v4.{minor}.schema.json"}
_BRIEF = 200
_NAMES = re.compile(r"must not contain (\{.*\}) properties", re.S)
_REMEDY = "Open it in Jupyter and save it again, or repair it by hand."


def expect_many() -> None:
    """Prepare for many notebooks: jsonschema-rs judges them faster than they can be looked at."""
    _rust_validator((4, 4))


def is_valid_fast(document: object, version: tuple[int, int]) -> bool:
    """Whether it is plain to see, or jsonschema-rs finds, that nothing is wrong; False where in doubt."""
    # Importing a validator takes longer than reading a few notebooks.
    if "jsonschema_rs" not in sys.modules and is_plainly_valid(document, version):
        return True
    accepts = _rust_validator(version)
    try:
        return accepts is not None and accepts(document)
    except ValueError:  # a value that it cannot hold, such as NaN
        return False


def require_valid(document: Mapping[str, Any], version: tuple[int, int], *, path: Path | None = None) -> None:
    """Refuse a notebook that nbformat's schema of its version refuses.

    Args:
        document: The decoded file.
        version: Its format, major (3 or 4) and minor.
        path: The file, for the message.

    Raises:
        NotebookError: (NBR003) with what is wrong and where.
    """
    found = _problem(document, version) if _schema(version) else _problem_of_newer(document, version)
    if found is not None:
        problem, cell = found
        raise NotebookError(
            f"This notebook is not valid: {problem}.", code="NBR003", path=path, remedy=_REMEDY, cell=cell
        )


def _problem(document: Mapping[str, Any], version: tuple[int, int]) -> tuple[str, int | None] | None:
    """What the schema refuses, told as narrowly as can be, and in which cell; None if it refuses nothing."""
    value: Any = document
    definition: str | None = ""
    place: list[str] = []
    problem = ""
    # "Not exactly one of the cell types" helps nobody: ask again as the type that the cell says it is.
    while definition is not None:
        error = _first_error(_python_validator(version, definition), value)
        if error is None:
            break
        problem = _in_order(str(error.message).removeprefix(error.name or "").strip())
        steps = error.path[1:]
        value = _follow(value, steps)
        place += steps
        definition = _definition_of(value, version) if error.rule == "oneOf" else None
    return _word(problem, place) if problem else None


def _first_error(validate: Callable[[object], object], value: object) -> JsonSchemaValueException | None:
    from fastjsonschema import JsonSchemaValueException

    try:
        validate(value)
    except JsonSchemaValueException as error:
        return error
    return None


def _follow(value: Any, steps: Iterable[str]) -> Any:
    for step in steps:
        if isinstance(value, list):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:  # a key with dots, which the path splits
            return None
    return value


def _definition_of(value: object, version: tuple[int, int]) -> str | None:
    if not isinstance(value, dict):
        return None
    kind = f"{value['cell_type']}_cell" if "cell_type" in value else value.get("output_type")
    return kind if isinstance(kind, str) and kind in _schema(version)["definitions"] else None


def _in_order(problem: str) -> str:
    """The message with the names that it gives as a set, whose order differs from run to run, in order."""
    match = _NAMES.fullmatch(problem)
    if match is None:
        return problem
    names = ", ".join(f"`{name}`" for name in sorted(ast.literal_eval(match[1])))
    return f"must not contain {names}"


def _word(problem: str, place: list[str]) -> tuple[str, int | None]:
    where, cell = "", None
    if "cells" in place[:-1]:
        at = place.index("cells") + 1
        cell = int(place[at])
        where, place = f"cell {cell + 1}", place[at + 1 :]
    inside = f"`{'.'.join(place)}`" if place else ""
    # The message quotes the value, which can be a whole picture.
    brief = problem if len(problem) <= _BRIEF else f"{problem[:_BRIEF]} …"
    return f"{', '.join(filter(None, (where, inside))) or 'it'} {brief}", cell


def _problem_of_newer(document: Mapping[str, Any], version: tuple[int, int]) -> tuple[str, int | None] | None:
    """What nbformat refuses in a format of which only it knows what to expect."""
    from nbformat.validator import iter_validate

    major, minor = version
    errors = iter_validate(document, version=major, version_minor=minor)  # type: ignore[no-untyped-call]
    try:
        error = next(iter(errors), None)
    except Exception as own:  # it stumbles over some of what it should refuse
        return f"nbformat cannot say what is wrong with it ({type(own).__name__})", None
    return _word(str(error.message), [str(step) for step in error.relative_path]) if error else None


@cache
def _python_validator(version: tuple[int, int], definition: str) -> Callable[[object], object]:
    import fastjsonschema

    schema = _schema(version)
    if definition:
        keep = {key: schema[key] for key in ("$schema", "definitions")}
        schema = {**keep, "$ref": f"#/definitions/{definition}"}
    validate: Callable[[object], object] = fastjsonschema.compile(schema)
    return validate


@cache
def _rust_validator(version: tuple[int, int]) -> Callable[[object], bool] | None:
    schema = _schema(version)
    if schema is None:
        return None
    try:
        from jsonschema_rs import Draft4Validator
    except ImportError:
        return None
    accepts: Callable[[object], bool] = Draft4Validator(schema).is_valid
    return accepts


@cache
def _schema(version: tuple[int, int]) -> Any:
    """The schema of a format as nbformat ships it; None for a format that it has no file for."""
    # find_spec does not import the package itself.
    spec = find_spec("nbformat")
    name = _SCHEMAS.get(version[0])
    if spec is None or spec.origin is None or name is None:
        return None
    file = Path(spec.origin).parent / name.format(minor=version[1])
    return json.loads(file.read_bytes()) if file.is_file() else None
