"""What answers are worth: a rubric, read from a file whose shape is checked strictly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, TypeVar, get_args

from nbready.charter.model import Intent, Question, Questions, Value
from nbready.charter.question import Fail
from nbready.charter.yaml_model import At, Reading
from nbready.charter.yaml_text import MAX_BYTES, read_yaml
from nbready.errors import ConfigError
from nbready.files.read import FileError, read_text

State = Literal["complete", "weak", "deferred", "open"]
STATES: tuple[State, ...] = get_args(State)

_NO_LESS: tuple[tuple[State, State], ...] = (
    ("open", "deferred"),
    ("open", "weak"),
    ("weak", "complete"),
    ("deferred", "complete"),
)

Conduct = Literal["guarded", "in_order"]
CONDUCT: Mapping[Conduct, str] = {"guarded": "nbready was on", "in_order": "The charter came first"}
"""What was done, beside what was written, and what people call it."""

FILE_KEYS = ("title", "points", "states", "questions", "conduct", "comments")
ITEM_KEYS = ("points", "states", "guide", "comments")
MOST = 10_000
"""Far above what anything is worth."""

Key = TypeVar("Key", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What one question is worth.

    Attributes:
        points: For a complete answer.
        states: The share of them by how the question stands, 0 to 1.
        guide: What a marker looks at; students never see it.
        comments: Comments to use again, for this question.
    """

    points: float
    states: Mapping[State, float]
    guide: str = ""
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """What everything is worth; the same for a whole class, whatever a notebook says of itself.

    Attributes:
        title: What is marked.
        items: By question, in the order in which they are asked.
        conduct: Points for what was done.
        states: The share by how a question stands, where it has no other of its own.
        comments: Comments to use again, for any question.
    """

    title: str
    items: Mapping[str, Item]
    conduct: Mapping[Conduct, float]
    states: Mapping[State, float]
    comments: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """What can be had."""
        return sum(item.points for item in self.items.values()) + sum(self.conduct.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a class was asked.

    Attributes:
        questions: The questions in force.
        intent: What the notebooks are for.
        pinned: Questions that the template answers for everybody.
        given: Fingerprints of answers, by question, that the template hands out.
    """

    questions: Questions
    intent: Intent = "deployment"
    pinned: frozenset[str] = frozenset()
    given: Mapping[str, str] | None = None

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that there is something to mark in."""
        return tuple(q for q in self.questions if self.intent in q.intents and q.key not in self.pinned)


def load_rubric(path: Path | None, course: Course) -> Rubric:
    """The rubric of a file, or the one that holds where nobody wrote one.

    Raises:
        ConfigError: The file cannot be read or used; has its line and the remedy.
    """
    if path is None:
        return _rubric(_default(), None, course)
    try:
        text = read_text(path, max_bytes=MAX_BYTES)
    except FileError as error:
        raise ConfigError(f"This rubric cannot be read: {error.problem}.", path=path) from error
    return _rubric(read_yaml(text, path=path, error=ConfigError), path, course)


def write_rubric(course: Course) -> str:
    """The text of a rubric to start from: the default one, with a line for each question that is asked."""
    lines = [f"  {q.key}: {{points: 1}}  # {' '.join(q.label.split())}" for q in course.asked]
    note = (
        '# `guide: "What to look at"` in a line is for markers only; `comments: [...]` are for that question.'
    )
    return "\n".join((_text().rstrip("\n"), "", note, "questions:", *lines, ""))


def _rubric(reading: Reading, path: Path | None, course: Course) -> Rubric:
    fail = Fail(path=path, reading=reading, error=ConfigError)
    table = fail.mapping(reading.value, ())
    fail.known_keys(table, FILE_KEYS, ())
    base = _default_table() if path else table
    points = _points(table.get("points", base["points"]), ("points",), fail)
    states = _states(table.get("states", {}), _plain_states(base), ("states",), fail)
    entries = fail.mapping(table.get("questions", {}), ("questions",))
    items = {
        key: _item(value, Item(points=points, states=states), ("questions", key), fail)
        for key, value in (entries or dict.fromkeys((q.key for q in course.asked), "")).items()
    }
    for key in entries:
        _require_asked(key, course, fail)
    in_order = [key for key in course.questions.by_key if key in items]
    conduct = fail.mapping(table.get("conduct", base["conduct"]), ("conduct",))
    fail.known_keys(conduct, CONDUCT, ("conduct",))
    return Rubric(
        title=fail.text(table.get("title", base["title"]), ("title",)),
        items={key: items[key] for key in in_order},
        conduct={key: _points(conduct[key], ("conduct", key), fail) for key in CONDUCT if key in conduct},
        states=states,
        comments=fail.texts(table.get("comments", base["comments"]), ("comments",)),
    )


def _require_asked(key: str, course: Course, fail: Fail) -> None:
    at: At = ("questions", key)
    if key in course.pinned:
        problem = f"The template answers `{key}` for everybody: there is nothing to mark."
        raise fail(problem, at, "Delete this line.")
    fail.known_keys({key: ""}, course.questions.by_key, ("questions",))


def _item(value: Value, base: Item, at: At, fail: Fail) -> Item:
    if isinstance(value, str):
        return base if value == "" else Item(points=_points(value, at, fail), states=base.states)
    table = fail.mapping(value, at)
    fail.known_keys(table, ITEM_KEYS, at)
    return Item(
        points=_points(table["points"], (*at, "points"), fail) if "points" in table else base.points,
        states=_states(table.get("states", {}), base.states, (*at, "states"), fail),
        guide=fail.text(table["guide"], (*at, "guide")) if "guide" in table else "",
        comments=fail.texts(table.get("comments", []), (*at, "comments")),
    )


def _states(value: Value, base: Mapping[State, float], at: At, fail: Fail) -> Mapping[State, float]:
    own = fail.mapping(value, at)
    fail.known_keys(own, STATES, at)
    shares = {s: _number(own[s], (*at, s), fail, 1) if s in own else base[s] for s in STATES}
    for less, more in _NO_LESS:
        if shares[less] > shares[more]:
            problem = f"`{less}` would earn more than `{more}`."
            raise fail(problem, (*at, less if less in own else more), "Whoever answers must not lose by it.")
    return shares


def _points(value: Value, at: At, fail: Fail) -> float:
    points = _number(value, at, fail, MOST)
    # Pages, tables and gradebooks show two: what they show has to be what can be given.
    if points != round(points, 2):
        raise fail("Points have at most two digits after the point.", at, "Write them so: `2.25`.")
    return points


def _number(value: Value, at: At, fail: Fail, most: float) -> float:
    try:
        number = float(fail.text(value, at))
    except ValueError:
        number = math.nan
    if not 0 <= number <= most:
        raise fail(f"This must be a number from 0 to {most}.", at, "Write it with a point: `2.5`.")
    return number


def _plain_states(table: Mapping[str, Value]) -> Mapping[State, float]:
    states = table["states"]
    return {s: float(str(states[s])) for s in STATES} if isinstance(states, dict) else {}


def _default_table() -> Mapping[str, Value]:
    value = _default().value
    return value if isinstance(value, dict) else {}


@cache
def _default() -> Reading:
    return read_yaml(_text(), error=ConfigError)


@cache
def _text() -> str:
    return files("nbready.grading").joinpath("default.yaml").read_text(encoding="utf-8")


def all_comments(rubric: Rubric, more: Iterable[str] = ()) -> tuple[str, ...]:
    """Every comment that can be used again for any question, each once, in order."""
    return tuple(dict.fromkeys((*rubric.comments, *more)))
