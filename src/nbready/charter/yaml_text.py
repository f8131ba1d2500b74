"""YAML read as text: every scalar is what the person typed, and whatever could surprise is refused.

The parser's events are read one by one instead of letting PyYAML build values: that is quicker, shows
anchors, aliases, tags and duplicate keys before they do harm, and knows the place of everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yaml.reader import Reader

from nbready.charter.model import Value
from nbready.errors import CharterError, NbreadyError

if TYPE_CHECKING:
    from pathlib import Path

MAX_CHARACTERS = 256_000
"""Far above any charter that a person would read, far below what would slow a cell down."""
MAX_DEPTH = 8

# libyaml is an order of magnitude faster, but some platforms have none.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

At: TypeAlias = tuple["str | int", ...]
"""Where a value is: keys and indices from the root."""


class Place(NamedTuple):
    """Where a value is written: PyYAML's marks (``index``, ``line`` and ``column`` from 0)."""

    start: Any
    end: Any
    is_plain: bool = False

    @property
    def line(self) -> int:
        """The line on which it starts, from 0."""
        return int(self.start.line)

    @property
    def column(self) -> int:
        """The column in which it starts, from 0."""
        return int(self.start.column)


class Reading(NamedTuple):
    r"""What a YAML text holds, and where.

    Attributes:
        value: Texts, lists and mappings; an empty text for an empty document.
        text: The text, with ``\n`` line ends.
        places: The place of each value.
        keys: The place of each mapping key.
    """

    value: Value
    text: str
    places: dict[At, Place]
    keys: dict[At, Place]

    def source(self, at: At) -> str:
        """The text that a value was written as, without its common indentation."""
        start, end, _ = self.places[at]
        return _dedent(self.text[start.index : end.index], start.column)


class YamlError(Exception):
    """The first thing in a text that cannot be read.

    Attributes:
        problem: What is wrong, a sentence.
        line: Where, from 0.
        column: Where, from 0.
        opened: The line on which the thing began that was not closed.
        remedy: What to do, where no corrected line could help.
    """

    def __init__(
        self, problem: str, line: int, column: int, *, opened: int | None = None, remedy: str = ""
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.column = column
        self.opened = opened
        self.remedy = remedy


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
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    try:
        _check_characters(text)
        return _Builder(text).build()
    except YamlError as cause:
        remedy = cause.remedy or _corrected(text, cause)
        place = {"line": first_line + cause.line, "column": cause.column + 1}
        raise error(cause.problem, path=path, remedy=remedy, **place) from None


def find_error(text: str) -> YamlError | None:
    """What is wrong with a text, if anything is."""
    try:
        _Builder(text).build()
    except YamlError as error:
        return error
    return None


def _corrected(text: str, cause: YamlError) -> str:
    # Most charters have no mistake, so the way to mend one is not loaded before it is needed.
    from nbready.charter.mend import mend

    return mend(text, cause)


def _check_characters(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        problem = f"This is {len(text):,} characters long; at most {MAX_CHARACTERS:,} are read."
        line = text.count("\n", 0, MAX_CHARACTERS)
        raise YamlError(problem, line, 0, remedy="Link to long material instead.")
    # The standard's own definition of what a text may hold, compiled by PyYAML.
    found = Reader.NON_PRINTABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start())
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1)
        problem = f"U+{ord(found[0]):04X} is not a character of text."
        raise YamlError(problem, line, column, remedy="Delete it.")


class _Builder:
    """Builds one document from events; knows the path of the value that comes next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._loader = _Loader(text)
        self._next = self._loader.get_event
        self._places: dict[At, Place] = {}
        self._keys: dict[At, Place] = {}

    def build(self) -> Reading:
        """The whole document."""
        try:
            value = self._document()
        except yaml.MarkedYAMLError as error:
            _refuse(error)
        except yaml.YAMLError as error:
            raise YamlError(f"This is not YAML: {error}.", 0, 0) from None
        finally:
            self._loader.dispose()
        return Reading(value, self._text, self._places, self._keys)

    def _document(self) -> Value:
        self._next()
        if isinstance(self._next(), StreamEndEvent):
            return ""
        value = self._value(self._next(), ())
        self._next()
        rest = self._next()
        if not isinstance(rest, StreamEndEvent):
            raise _at_event("`---` starts a second document here; only one is read.", rest)
        return value

    def _value(self, event: Any, at: At) -> Value:
        kind = type(event)
        if kind is AliasEvent or event.anchor is not None or event.tag is not None:
            raise _trick(event)
        if kind is ScalarEvent:
            self._places[at] = Place(event.start_mark, event.end_mark, not event.style)
            return str(event.value)
        if len(at) >= MAX_DEPTH:
            raise _at_event(f"This is nested more than {MAX_DEPTH} levels deep.", event)
        return self._mapping(event, at) if kind is MappingStartEvent else self._list(event, at)

    def _mapping(self, start: Any, at: At) -> Value:
        values: dict[str, Value] = {}
        event = self._next()
        while type(event) is not MappingEndEvent:
            if type(event) is not ScalarEvent or event.anchor is not None or event.tag is not None:
                raise _trick(event)
            key = event.value
            if key in values:
                raise _at_event(f"`{key:.60}` is written twice: delete one.", event)
            below = (*at, key)
            self._keys[below] = Place(event.start_mark, event.end_mark)
            values[key] = self._value(self._next(), below)
            event = self._next()
        self._places[at] = Place(start.start_mark, event.end_mark)
        return values

    def _list(self, start: Any, at: At) -> Value:
        values: list[Value] = []
        event = self._next()
        while type(event) is not SequenceEndEvent:
            values.append(self._value(event, (*at, len(values))))
            event = self._next()
        self._places[at] = Place(start.start_mark, event.end_mark)
        return values


def _trick(event: Any) -> YamlError:
    """Why an event has no place in a text of plain answers."""
    if isinstance(event, AliasEvent):
        return _at_event("`*` refers to an anchor in YAML; here is only text.", event)
    if event.anchor is not None:
        return _at_event("`&` names an anchor in YAML; here is only text.", event)
    if event.tag is not None:
        return _at_event("`!` names a type in YAML; here is only text.", event)
    return _at_event("A key must be a word, not a list or a mapping.", event)


def _at_event(problem: str, event: Any) -> YamlError:
    return YamlError(problem, event.start_mark.line, event.start_mark.column)


def _refuse(error: yaml.MarkedYAMLError) -> NoReturn:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    opened = error.context_mark.line if error.context_mark else None
    raise YamlError(f"This is not YAML: {error.problem}.", line, column, opened=opened) from None


def _dedent(text: str, indent: int) -> str:
    """The lines of a value without the indentation that its first line had."""
    first, *rest = text.split("\n")
    lines = [line[indent:] if not line[:indent].strip() else line.lstrip() for line in rest]
    return "\n".join([first, *lines]).strip()
