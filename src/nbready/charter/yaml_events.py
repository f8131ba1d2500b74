"""A YAML document built from the parser's events.

They are read one by one instead of letting PyYAML build values: that is quicker, shows anchors, aliases,
tags and duplicate keys before they do harm, and knows the place of everything.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from nbready.charter.model import Value
from nbready.charter.yaml_model import MAX_DEPTH, At, Place, Reading, YamlError

# libyaml is an order of magnitude faster, but some platforms have none.
_HIDDEN_BREAKS = "\x85\u2028\u2029"
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def build(text: str) -> Reading:
    """The one document of a text.

    Raises:
        YamlError: The first thing that cannot be read.
    """
    return _Builder(text).build()


def find_error(text: str) -> YamlError | None:
    """What is wrong with a text, if anything is."""
    try:
        build(text)
    except YamlError as error:
        return error
    return None


_TAB = re.compile(r" *\t")


class _Builder:
    """Builds one document from events; knows the path of the value that comes next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stand_ins = _stand_ins(text)
        self._loader = _Loader(text.translate(self._stand_ins) if self._stand_ins else text)
        self._back = {ord(there): chr(break_) for break_, there in self._stand_ins.items()}
        self._next = self._loader.get_event
        self._places: dict[At, Place] = {}
        self._keys: dict[At, Place] = {}

    def build(self) -> Reading:
        """The whole document."""
        try:
            value = self._document()
        except yaml.MarkedYAMLError as error:
            _refuse(error, self._text)
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
            return self._typed(event.value)
        if len(at) >= MAX_DEPTH:
            raise _at_event(f"This is nested more than {MAX_DEPTH} levels deep.", event)
        return self._mapping(event, at) if kind is MappingStartEvent else self._list(event, at)

    def _typed(self, text: str) -> str:
        return text.translate(self._back) if self._back else text

    def _mapping(self, start: Any, at: At) -> Value:
        values: dict[str, Value] = {}
        event = self._next()
        while type(event) is not MappingEndEvent:
            if type(event) is not ScalarEvent or event.anchor is not None or event.tag is not None:
                raise _trick(event)
            key = self._typed(event.value)
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


def _stand_ins(text: str) -> dict[int, str]:
    """What to read in place of the characters that end a line in YAML and nowhere else; not in the text yet.

    People do not see them, and paste them with the rest of what they copied.
    """
    breaks = [break_ for break_ in _HIDDEN_BREAKS if break_ in text]
    free = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    return {ord(break_): there for break_, there in zip(breaks, free, strict=False)}


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


def _refuse(error: yaml.MarkedYAMLError, text: str) -> NoReturn:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    opened = error.context_mark.line if error.context_mark else None
    problem = f"This is not YAML: {error.problem}."
    if _TAB.match(next(islice(text.split("\n"), line, None), "")):
        problem = "YAML does not take a tab as indentation; use spaces."
    raise YamlError(problem, line, column, opened=opened, is_syntax=True) from None
