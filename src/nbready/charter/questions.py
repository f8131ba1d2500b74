"""The questions in force: the default ones, and what a project or a template makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from nbready.charter.model import GATES, OWN_KEYS, Question, Questions, Value
from nbready.charter.prepared import read_prepared
from nbready.charter.question import QUESTION_KEYS, Fail, read_question
from nbready.charter.words import bare
from nbready.charter.yaml_model import At, Reading
from nbready.charter.yaml_text import MAX_BYTES, read_yaml
from nbready.errors import QuestionsError
from nbready.files.read import FileError, read_text
from nbready.nearest import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

FILE_KEYS = ("language", "extends", "drop", "questions", "placeholders", "generic_people", "messages")
EXTENDS = ("default", "nothing")


@cache
def default_questions() -> Questions:
    """The 18 questions that come with the package."""
    return extend_questions(read_prepared(), Questions(by_key={}))


def load_questions(path: Path, base: Questions | None = None) -> Questions:
    """The questions of a file, which extends ``base`` (the default ones) or replaces them.

    Raises:
        QuestionsError: The file cannot be read or used; has its line and the remedy.
    """
    return questions_of(read_questions_file(path), path, base)


def questions_of(reading: Reading, path: Path, base: Questions | None = None) -> Questions:
    """The questions that a file's text asks; as :func:`load_questions`."""
    fail = Fail(path=path, reading=reading)
    return extend_questions(reading.value, default_questions() if base is None else base, fail)


def read_questions_file(path: Path) -> Reading:
    """The text of a questions file.

    Raises:
        QuestionsError: The file cannot be read, or is not YAML.
    """
    try:
        text = read_text(path, max_bytes=MAX_BYTES)
    except FileError as error:
        raise QuestionsError(f"This questions file cannot be read: {error.problem}.", path=path) from error
    return read_yaml(text, path=path, error=QuestionsError)


def questions_from(value: Value, base: Questions, *, path: Path | None = None) -> Questions:
    """The questions that a notebook's metadata holds (same shape as a questions file).

    Raises:
        QuestionsError: They cannot be used.
    """
    return extend_questions(value, base, Fail(path=path, reading=Reading("", "", {}, {})))


def extend_questions(value: Value, base: Questions, fail: Fail | None = None) -> Questions:
    """``base`` with the additions, changes and omissions of ``value``, a questions file's content."""
    fail = fail or Fail(path=None, reading=Reading("", "", {}, {}))
    table = fail.mapping(value, ())
    fail.known_keys(table, FILE_KEYS, ())
    if fail.choice(table.get("extends", "default"), EXTENDS, ("extends",)) == "nothing":
        # The words about answers stay: only the questions are somebody else's.
        base = replace(base, by_key={})
    return Questions(
        by_key=_questions(table, base.by_key, fail),
        messages=_messages(table, base.messages, fail),
        language=fail.text(table.get("language", base.language), ("language",)),
        placeholders=base.placeholders | _words(table, "placeholders", fail),
        generic_people=base.generic_people | _words(table, "generic_people", fail),
    )


def _questions(table: Mapping[str, Value], base: Mapping[str, Question], fail: Fail) -> dict[str, Question]:
    dropped = fail.texts(table.get("drop", []), ("drop",))
    for index, key in enumerate(dropped):
        if key not in base:
            raise fail(f"There is no question `{key}` to drop.", ("drop", index), did_you_mean(key, base))
    merged = {key: question for key, question in base.items() if key not in dropped}
    for key, value in fail.mapping(table.get("questions", {}), ("questions",)).items():
        at: At = ("questions", key)
        _check_key(key, at, fail)
        changes = fail.mapping(value, at)
        fail.known_keys(changes, QUESTION_KEYS, at)
        merged[key] = read_question(key, changes, base.get(key), at, fail)
    if not merged:
        raise fail("This leaves no question at all.", (), "Write some under `questions:`.")
    in_order = sorted(merged.values(), key=lambda question: GATES.index(question.gate))
    return {question.key: question for question in in_order}


def _check_key(key: str, at: At, fail: Fail) -> None:
    if not key.isidentifier():
        raise fail(f"`{key}` cannot be a key.", at, "Use letters, digits and `_`, and no digit first.")
    if key in OWN_KEYS:
        raise fail(f"`{key}` is a key of every charter, so it cannot be a question.", at, "Choose another.")


def _messages(table: Mapping[str, Value], base: Mapping[str, str], fail: Fail) -> dict[str, str]:
    own = fail.mapping(table.get("messages", {}), ("messages",))
    if base:
        fail.known_keys(own, base, ("messages",))
    merged = dict(base)
    for name, template in own.items():
        merged[name] = fail.template(template, base.get(name), ("messages", name))
    return merged


def _words(table: Mapping[str, Value], key: str, fail: Fail) -> frozenset[str]:
    """Each entry is a list of words, parted by commas."""
    entries = fail.texts(table.get(key, []), (key,))
    return frozenset(bare(word) for entry in entries for word in entry.split(",")) - {""}
