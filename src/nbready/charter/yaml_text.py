"""YAML read as text: every scalar is what the person typed, and whatever could surprise is refused.

The parser's events are read one by one instead of letting PyYAML build values: that is quicker, shows
anchors, aliases, tags and duplicate keys before they do harm, and knows the place of everything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from nbready.charter.model import Value
from nbready.errors import CharterError, NbreadyError

MAX_CHARACTERS = 256_000
"""Far above any charter that a person would read, far below what would slow a cell down."""
MAX_DEPTH = 8

# CBaseLoader is an order of magnitude faster, but some platforms have no libyaml.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_UNWRITABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

At: TypeAlias = tuple["str | int", ...]
"""Where a value is: keys and indices from the root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value is written: offsets into :attr:`Reading.text`, line and column from 0."""

    start: int
    end: int
    line: int
    column: int
    is_plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    r"""What a YAML text holds, and where.

    Attributes:
        value: Texts, lists and mappings; an empty text for an empty document.
        text: The text, with ``\n`` line ends.
        places: The place of each value; ``keys``: that of each mapping key.
    """

    value: Value
    text: str
    places: Mapping[At, Place] = field(default_factory=dict)
    keys: Mapping[At, Place] = field(default_factory=dict)

    def source(self, at: At) -> str:
        """The text that a value was written as, without its common indentation."""
        place = self.places[at]
        return _dedent(" " * place.column + self.text[place.start : place.end])


def read_yaml(
    text: str,
    *,
    path: Path | None = None,
    first_line: int = 1,
    error: type[NbreadyError] = CharterError,
) -> Reading:
    """Read one YAML document as text.

    Args:
        text: The document.
        path: The file it comes from, for messages.
        first_line: The line number of its first line, counted from 1.
        error: What to raise.

    Raises:
        NbreadyError: Of type ``error``: not YAML, too big, too deep, or with duplicate keys, anchors,
            aliases, tags, several documents or characters that no text needs. Has line and column, and the
            corrected line as a remedy where one can be found.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def fail(problem: str, line: int, column: int, remedy: str = "") -> NbreadyError:
        return error(problem, path=path, line=first_line + line, column=column + 1, remedy=remedy)

    _check_characters(text, fail)
    try:
        return _Builder(text).build()
    except YamlError as cause:
        from nbready.charter.mend import mend

        raise fail(cause.problem, cause.line, cause.column, mend(text, cause)) from None


class YamlError(Exception):
    """The first thing in a text that cannot be read; line and column from 0."""

    def __init__(self, problem: str, line: int, column: int, *, opened: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.column = column
        self.opened = opened
        """The line on which the thing began that was not closed."""


def find_error(text: str) -> YamlError | None:
    """What is wrong with a text, if anything is."""
    try:
        _Builder(text).build()
    except YamlError as error:
        return error
    return None


def _check_characters(text: str, fail: Any) -> None:
    if len(text) > MAX_CHARACTERS:
        problem = f"This is {len(text):,} characters long; at most {MAX_CHARACTERS:,} are read."
        raise fail(problem, text.count("\n", 0, MAX_CHARACTERS), 0, "Link to long material instead.")
    found = _UNWRITABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start())
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1)
        raise fail(f"U+{ord(found[0]):04X} is not a character of text.", line, column, "Delete it.")


class _Builder:
    """Builds one document from events; knows the path of the value that comes next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._loader = _Loader(text)
        self._at: list[str | int] = []
        self._places: dict[At, Place] = {}
        self._keys: dict[At, Place] = {}

    def build(self) -> Reading:
        try:
            value = self._document()
        except yaml.MarkedYAMLError as error:
            raise _from_yaml(error) from None
        except yaml.YAMLError as error:
            raise YamlError(f"This is not YAML: {error}.", 0, 0) from None
        finally:
            self._loader.dispose()
        return Reading(value=value, text=self._text, places=self._places, keys=self._keys)

    def _next(self) -> Any:
        return self._loader.get_event()

    def _document(self) -> Value:
        self._next()
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return ""
        value = self._value(self._next())
        self._next()
        rest = self._next()
        if not isinstance(rest, yaml.StreamEndEvent):
            raise _at_event("`---` starts a second document here; only one is read.", rest)
        return value

    def _value(self, event: Any) -> Value:
        _refuse_tricks(event)
        if isinstance(event, yaml.ScalarEvent):
            self._remember(event, event)
            return str(event.value)
        if len(self._at) >= MAX_DEPTH:
            raise _at_event(f"This is nested more than {MAX_DEPTH} levels deep.", event)
        return self._mapping(event) if isinstance(event, yaml.MappingStartEvent) else self._list(event)

    def _mapping(self, start: Any) -> Value:
        values: dict[str, Value] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, values)
            self._at.append(key)
            mark = event.start_mark
            self._keys[tuple(self._at)] = Place(
                start=mark.index, end=event.end_mark.index, line=mark.line, column=mark.column
            )
            values[key] = self._value(self._next())
            self._at.pop()
        self._remember(start, event)
        return values

    def _key(self, event: Any, taken: Mapping[str, Value]) -> str:
        _refuse_tricks(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise _at_event("A key must be a word, not a list or a mapping.", event)
        key = str(event.value)
        if key in taken:
            raise _at_event(f"`{key}` is written twice.", event)
        return key

    def _list(self, start: Any) -> Value:
        values: list[Value] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            self._at.append(len(values))
            values.append(self._value(event))
            self._at.pop()
        self._remember(start, event)
        return values

    def _remember(self, start: Any, end: Any) -> None:
        mark = start.start_mark
        self._places[tuple(self._at)] = Place(
            start=mark.index,
            end=end.end_mark.index,
            line=mark.line,
            column=mark.column,
            is_plain=isinstance(start, yaml.ScalarEvent) and not start.style,
        )


def _refuse_tricks(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise _at_event("`*` refers to an anchor in YAML; a charter has none.", event)
    if event.anchor is not None:
        raise _at_event("`&` names an anchor in YAML; a charter has none.", event)
    if event.tag is not None:
        raise _at_event("`!` names a type in YAML; a charter holds only text.", event)


def _at_event(problem: str, event: Any) -> YamlError:
    return YamlError(problem, event.start_mark.line, event.start_mark.column)


def _from_yaml(error: yaml.MarkedYAMLError) -> YamlError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    opened = error.context_mark.line if error.context_mark else None
    return YamlError(f"This is not YAML: {error.problem}.", line, column, opened=opened)


def _dedent(text: str) -> str:
    # A collection's text starts at its own column, so the first line shows the common indentation.
    indent = len(text) - len(text.lstrip(" "))
    lines = text.split("\n")
    return "\n".join(line[indent:] if not line[:indent].strip() else line.lstrip() for line in lines).strip()
