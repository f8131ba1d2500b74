"""Presets: charters for kinds of projects, pre-filled in words, with ``____`` where a project must speak.

They are data: the shipped ones in ``presets/*.yaml``, an organisation's own in the folder that
``[tool.nbready] presets`` names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import cast

from nbready.charter.check import review_charter
from nbready.charter.model import GATES, Charter, Gate, Questions, Value
from nbready.charter.parse import charter_from_mapping
from nbready.charter.questions import default_questions
from nbready.charter.yaml_text import MAX_BYTES, read_yaml
from nbready.errors import CharterError, ConfigError
from nbready.files.read import FileError, read_text
from nbready.nearest import did_you_mean

KEYS = ("title", "summary", "guidance", "charter", "example")
SHIPPED = Path(__file__).with_name("presets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A charter for a kind of project.

    Attributes:
        name: What it is called by: its file's name without the ending.
        title: A short title.
        summary: What such a project predicts, one sentence.
        charter: The answers so far; open wherever a blank is left.
        example: A made-up project that answers everything; empty where a preset brings none.
        guidance: A line for each part of the notebook that follows the charter.
        path: Its file.
    """

    name: str
    title: str
    summary: str = ""
    charter: Charter
    example: Charter = field(default_factory=Charter)
    guidance: Mapping[Gate, str] = field(default_factory=dict)
    path: Path


def find_presets(folder: Path | None = None, questions: Questions | None = None) -> dict[str, Preset]:
    """All presets by name: the shipped ones, and over them those of an organisation's folder.

    Args:
        folder: The organisation's folder, if it has one.
        questions: The questions in force; by default the default ones.

    Raises:
        ConfigError: The folder or a file in it cannot be used.
    """
    return {name: _read(path, questions) for name, path in _files(folder).items()}


def load_preset(name: str, folder: Path | None = None, questions: Questions | None = None) -> Preset:
    """One preset, by name; arguments as for :func:`find_presets`.

    Raises:
        ConfigError: There is none of that name, or its file cannot be used.
    """
    files = _files(folder)
    if name not in files:
        raise ConfigError(f"There is no preset `{name}`.", remedy=did_you_mean(name, files))
    return _read(files[name], questions)


@lru_cache(maxsize=16)  # every notebook of a class asks for the same
def with_examples(questions: Questions, name: str, folder: Path | None = None) -> Questions:
    """The questions, showing a preset's worked example; as they are where the preset is not here.

    A notebook says which preset it came from; that of an organisation is not on everybody's machine.
    """
    try:
        return questions.showing(load_preset(name, folder, questions).example.answers)
    except ConfigError:
        return questions


def _files(folder: Path | None) -> dict[str, Path]:
    if folder is not None and not folder.is_dir():
        raise ConfigError("This folder of presets does not exist.", path=folder)
    folders = (SHIPPED,) if folder is None else (SHIPPED, folder)
    return {file.stem: file for place in folders for file in sorted(place.glob("*.yaml"))}


def _read(path: Path, questions: Questions | None) -> Preset:
    shipped = path.parent == SHIPPED
    asked = default_questions() if shipped or questions is None else questions
    try:
        # A folder of presets is the project's, or allowed to be elsewhere; what it links to may be neither.
        text = read_text(path, max_bytes=MAX_BYTES, within=(path.parent,))
    except FileError as error:
        raise ConfigError(f"This preset cannot be read: {error.problem}.", path=path) from error
    reading = read_yaml(text, path=path, error=ConfigError)
    preset = _preset(reading.value, asked, path)
    # A shipped preset speaks of the default questions; a project may have reworded or dropped some.
    return _fitted(preset, questions) if shipped and questions is not None else preset


def _preset(value: Value, questions: Questions, path: Path) -> Preset:
    table = _table(value, "A preset", path)
    for key in table:
        if key not in KEYS:
            raise ConfigError(f"Unknown key `{key}` in a preset.", path=path, remedy=did_you_mean(key, KEYS))
    guidance = _table(table.get("guidance", {}), "`guidance`", path)
    for gate in guidance:
        if gate not in GATES:
            raise ConfigError(f"There is no gate `{gate}`.", path=path, remedy=did_you_mean(gate, GATES))
    try:
        charter, example = (
            charter_from_mapping(table.get(key, {}), questions, path=path) for key in ("charter", "example")
        )
    except CharterError as error:
        raise ConfigError(error.message, path=path, remedy=error.remedy) from error
    for answers in (charter, example):
        _refuse_impossible(answers, questions, path)
    return Preset(
        name=path.stem,
        title=_text(table.get("title", path.stem), "title", path),
        summary=_text(table.get("summary", ""), "summary", path),
        charter=charter,
        example=example,
        guidance={cast("Gate", gate): _text(line, gate, path) for gate, line in guidance.items()},
        path=path,
    )


def _refuse_impossible(charter: Charter, questions: Questions, path: Path) -> None:
    """A choice that is none of the question's would reach everyone, and open no gate."""
    review = review_charter(charter, questions, today=dt.date.today())
    for key in charter.answers:
        for remark in review.standings[key].remarks if key in review.standings else ():
            if remark.check == "not_a_choice":
                raise ConfigError(f"`{key}`: {remark.message}", path=path, remedy=remark.remedy)


def _table(value: Value, what: str, path: Path) -> dict[str, Value]:
    if isinstance(value, dict):
        return value
    raise ConfigError(f"{what} must be `key: value` lines.", path=path)


def _text(value: Value, key: str, path: Path) -> str:
    if isinstance(value, str):
        return value.strip()
    raise ConfigError(f"`{key}` must be a text.", path=path)


def _fitted(preset: Preset, questions: Questions) -> Preset:
    usual = default_questions()
    same = {
        q.key
        for q in questions
        if q.key in usual and (q.parts, q.many) == (usual[q.key].parts, usual[q.key].many)
    }

    def fit(charter: Charter) -> Charter:
        return replace(charter, answers={key: a for key, a in charter.answers.items() if key in same})

    return replace(preset, charter=fit(preset.charter), example=fit(preset.example))
