"""What a reviewer is asked: a form, read from a file whose shape is checked strictly."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from nbready.charter.model import GATES, Gate, Part, Value
from nbready.charter.quantity import read_choice
from nbready.charter.question import PART_KEYS, Fail, read_part
from nbready.charter.yaml_model import At, Reading
from nbready.charter.yaml_text import MAX_BYTES, read_yaml
from nbready.errors import ConfigError
from nbready.files.read import FileError, read_text
from nbready.peer.model import OWN_KEYS

TYPES = ("choice", "text", "long_text")
ITEM_KEYS = ("type", "label", "required", "choices", "names", "prompt", "after")


class Item(NamedTuple):
    """One thing that is asked of each gate.

    Attributes:
        part: Its key, type, label and choices.
        prompts: The question as it is put, by gate.
        after: Choices given above it from which on it is needed, though it is not required.
    """

    part: Part
    prompts: Mapping[Gate, str]
    after: tuple[str, ...] = ()

    def is_needed(self, said: Mapping[str, str]) -> bool:
        """Whether a gate's review is not finished without it, by what was said above it."""
        return self.part.required or any(answer in self.after for answer in said.values())


Form = tuple[Item, ...]


@cache
def default_form() -> Form:
    """The form that comes with the package."""
    text = files("nbready.peer").joinpath("form.yaml").read_text(encoding="utf-8")
    return _form(read_yaml(text, error=ConfigError), None)


def load_form(path: Path | None) -> Form:
    """The form of a file, or the default one without a file.

    Raises:
        ConfigError: The file cannot be read or used; has its line and the remedy.
    """
    if path is None:
        return default_form()
    try:
        text = read_text(path, max_bytes=MAX_BYTES)
    except FileError as error:
        raise ConfigError(f"This form cannot be read: {error.problem}.", path=path) from error
    return _form(read_yaml(text, path=path, error=ConfigError), path)


def read_said(value: Value, form: Form, at: At, fail: Fail) -> dict[str, str]:
    """What was said of one gate, in the order of the form.

    Raises:
        ConfigError: Something is missing, or is none of what is asked.
    """
    table = fail.mapping(value, at)
    fail.known_keys(table, [item.part.key for item in form], at)
    said: dict[str, str] = {}
    for item in form:
        key, given = item.part.key, table.get(item.part.key, "")
        if given:
            said[key] = _answer(item, given, (*at, key), fail)
        elif item.is_needed(said):
            gate = str(at[-1])
            remedy = (
                f"One of: {', '.join(item.part.choices)}." if item.part.choices else _asked_of(item, gate)
            )
            raise fail(f"`{key}` is not answered.", at, remedy)
    return said


def _asked_of(item: Item, gate: str) -> str:
    return next((prompt for name, prompt in item.prompts.items() if name == gate), "")


def _answer(item: Item, given: Value, at: At, fail: Fail) -> str:
    text = fail.text(given, at)
    choices = item.part.choices
    return read_choice(text, choices) or str(fail.choice(text, choices, at)) if choices else text


def _form(reading: Reading, path: Path | None) -> Form:
    fail = Fail(path=path, reading=reading, error=ConfigError)
    table = fail.mapping(reading.value, ())
    fail.known_keys(table, ("parts",), ())
    parts = fail.mapping(table.get("parts", {}), ("parts",))
    if not parts:
        raise fail("This form asks nothing.", (), "Write some under `parts:`.")
    return tuple(_item(key, value, ("parts", key), fail) for key, value in parts.items())


def _item(key: str, value: Value, at: At, fail: Fail) -> Item:
    table = fail.mapping(value, at)
    fail.known_keys(table, ITEM_KEYS, at)
    if key in OWN_KEYS or not key.isidentifier():
        raise fail(f"`{key}` cannot be a key here.", at, "Use letters, digits and `_`, and not `of`.")
    if "type" in table:
        fail.choice(table["type"], TYPES, (*at, "type"))
    if "prompt" not in table:
        raise fail(f"`{key}` is not asked.", at, "Add `prompt: ...`.")
    part = read_part(key, {name: table[name] for name in table if name in PART_KEYS}, None, at, fail)
    after = fail.texts(table.get("after", []), (*at, "after"))
    return Item(part, _prompts(table["prompt"], (*at, "prompt"), fail), after)


def _prompts(value: Value, at: At, fail: Fail) -> dict[Gate, str]:
    """A prompt for each gate, or one for all of them."""
    if isinstance(value, str):
        return dict.fromkeys(GATES, fail.text(value, at))
    table = fail.mapping(value, at)
    fail.known_keys(table, GATES, at)
    for gate in GATES:
        if gate not in table:
            raise fail(f"There is no prompt for the {gate} gate.", at, f"Add `{gate}: ...`.")
    return {gate: fail.text(table[gate], (*at, gate)) for gate in GATES}
