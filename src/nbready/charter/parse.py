"""From what a person typed, or a notebook's metadata holds, to a :class:`Charter`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from nbready.charter.model import (
    AGENT_DRAFT,
    GATES,
    OWN_KEYS,
    Amendment,
    Charter,
    Deferral,
    Note,
    Part,
    Question,
    Questions,
    Value,
)
from nbready.charter.words import is_writable, one_line, texts_in
from nbready.charter.yaml_model import MAX_DEPTH, At, Reading
from nbready.charter.yaml_text import read_yaml
from nbready.errors import CharterError
from nbready.nearest import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

Places: TypeAlias = Mapping[At, tuple[int, int]]
"""Line and column, from 1, of keys, by their path from the root."""

MAX_NAME = 80
"""Characters in the name of an outcome."""
MAX_TEXT = 100_000
"""Characters of all answers: fewer than a text may have, so that what is written can be read back."""
MAX_ITEMS = 200
"""Entries of a list, outcomes of a mapping: nobody consults more people than that."""
DEFERRAL_KEYS = ("reason", "owner", "until")
AMENDMENTS = "amendments"
"""The key under which people may write all amendments together."""
AMENDMENT_KEYS = {
    "was": "was",
    "reason": "reason",
    "by": "by",
    "date": "date",
    "seen": "seen",
    "from": "before",
    "to": "after",
}
"""Keys of an amendment in the YAML, and the fields of :class:`Amendment` that they are."""
_AMENDMENT_NAME = re.compile(r"(?P<question>.+)-(?P<number>[1-9]\d{0,3})")
# `Desk #2` was meant; `# who says yes` behind a name is a comment, as in the text to fill in.
_CUT = {"text": "#", "long_text": "#", "people": r"#\S"}
_TOO_LONG = "Link to long material instead."


def parse_charter(
    text: str, questions: Questions, *, path: Path | None = None, first_line: int = 1
) -> Charter:
    """The charter in a YAML body, without its ``%%charter`` line; an empty body is an empty charter.

    Args:
        text: The body.
        questions: The questions in force: no other keys are allowed.
        path: The file it comes from, for messages.
        first_line: The line number of the body's first line, counted from 1.

    Raises:
        CharterError: With line, column and remedy.
    """
    reading = read_yaml(text, path=path, first_line=first_line)
    return _Reader(questions, reading, path, first_line).charter(reading.value)


def parse_with_places(
    text: str, questions: Questions, *, path: Path | None = None, first_line: int = 1
) -> tuple[Charter, Places]:
    """The charter in a YAML body, and where each of its keys is written; see :func:`parse_charter`."""
    reading = read_yaml(text, path=path, first_line=first_line)
    charter = _Reader(questions, reading, path, first_line).charter(reading.value)
    return charter, {at: (first_line + key.line, key.column + 1) for at, key in reading.keys.items()}


def charter_from_mapping(value: object, questions: Questions, *, path: Path | None = None) -> Charter:
    """The charter that a notebook's metadata holds: the shape of the YAML, in JSON.

    Raises:
        CharterError: Not that shape; names the key.
    """
    reader = _Reader(questions, None, path, 1)
    return reader.charter(reader.only_text(value, ()))


def charter_to_mapping(charter: Charter) -> dict[str, Value]:
    """A charter in the shape of the YAML: all but ``inherits``, texts as typed.

    An amendment follows its answer. There branches that amend different answers for the first time add
    their lines apart from each other; in one list of all amendments git would have them collide.
    """
    value: dict[str, Value] = {"author": charter.author} if charter.author else {}
    # Last those of an answer that was taken back, or that a shared charter gives.
    asked = dict.fromkeys((*charter.answers, *(made.question for made in charter.amendments.values())))
    for key in asked:
        if key in charter.answers:
            value[key] = charter.answers[key]
        value |= {made.name: amendment_to_mapping(made) for made in charter.amendments_of(key)}
    if charter.deferrals:
        value["deferrals"] = {
            key: {name: text for name in DEFERRAL_KEYS if (text := getattr(deferral, name))}
            for key, deferral in charter.deferrals.items()
        }
    if charter.sealed:
        value["sealed"] = dict(charter.sealed)
    if charter.source:
        value["source"] = dict(charter.source)
    return value


def amendment_to_mapping(amendment: Amendment) -> dict[str, Value]:
    """An amendment in the shape of the YAML."""
    return {key: text for key, field in AMENDMENT_KEYS.items() if (text := getattr(amendment, field))}


class _Reader:
    """Gives values the shape of their questions; knows places when they come out of a text."""

    def __init__(
        self, questions: Questions, reading: Reading | None, path: Path | None, first_line: int
    ) -> None:
        self._questions = questions
        self._reading = reading
        self._path = path
        self._first_line = first_line
        self._notes: list[Note] = []

    def charter(self, value: Value) -> Charter:
        table = self._mapping(value, (), "A charter")
        beside = {key: item for key, item in table.items() if _AMENDMENT_NAME.fullmatch(key)}
        self._known([key for key in table if key not in beside], (*self._questions.by_key, *OWN_KEYS), ())
        answers = {
            question.key: answer
            for question in self._questions
            if question.key in table
            and (answer := self._answer(question, table[question.key], (question.key,)))
        }
        charter = Charter(
            answers=answers,
            author=self._text(table.get("author", ""), ("author",)),
            inherits=self._text(table.get("inherits", ""), ("inherits",)),
            deferrals=self._deferrals(table.get("deferrals", "")),
            amendments=self._amendments(table.get(AMENDMENTS, ""), beside),
            sealed=self._sealed(table.get("sealed", "")),
            source=self._source(table.get("source", "")),
            notes=tuple(self._notes),
        )
        length = sum(map(len, texts_in(charter_to_mapping(charter))))
        if length > MAX_TEXT:
            problem = f"The answers are {length:,} characters long; at most {MAX_TEXT:,} are kept."
            raise self._fail(problem, (), _TOO_LONG)
        return charter

    def only_text(self, value: object, at: At) -> Value:
        """A JSON value, if it holds nothing but texts that can be written out again."""
        if len(at) > MAX_DEPTH:
            raise self._fail(
                f"{_name(at[:3])} is nested too deep.", at, f"At most {MAX_DEPTH} levels are read."
            )
        if isinstance(value, str) and is_writable(value):
            return value.replace("\r\n", "\n").replace("\r", "\n")
        if isinstance(value, list | tuple):
            return [self.only_text(item, (*at, index)) for index, item in enumerate(value)]
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            return {key: self.only_text(item, (*at, key)) for key, item in value.items()}
        what = "a character that no text can hold" if isinstance(value, str) else f"`{value!r:.40}`"
        raise self._fail(f"{_name(at)} holds {what}.", at, "Only texts are stored: put it in quotes.")

    def _answer(self, question: Question, value: Value, at: At) -> Value:
        self._check_length(value, at)
        if question.many:
            # A single entry may have forgotten its dash.
            items = [((*at, i), v) for i, v in enumerate(value)] if isinstance(value, list) else [(at, value)]
            entries = [entry for where, item in items if (entry := self._entry(question, item, where))]
            # One text for the whole list, such as "everyone agrees", stays what it is.
            return entries[0] if len(entries) == 1 and isinstance(entries[0], str) else entries
        return self._entry(question, value, at)

    def _entry(self, question: Question, value: Value, at: At) -> Value:
        if question.is_plain:
            return self._noted(question, question.parts[0], value, at)
        if not isinstance(value, dict):
            text = self._text(value, at)
            lone = _lone_part(question)
            return {lone: text} if lone and text else text
        parts = {part.key: part for part in question.parts}
        self._known(value, parts, at)
        filled = {
            key: self._part(question, parts[key], value[key], (*at, key)) for key in parts if key in value
        }
        return {key: part for key, part in filled.items() if part}

    def _check_length(self, value: Value, at: At) -> None:
        if not isinstance(value, str) and len(value) > MAX_ITEMS:
            raise self._fail(
                f"{_name(at)} has {len(value)} entries; at most {MAX_ITEMS} are read.", at, _TOO_LONG
            )

    def _part(self, question: Question, part: Part, value: Value, at: At) -> Value:
        self._check_length(value, at)
        if part.type == "people" and isinstance(value, list):
            people = [self._text(item, (*at, index)) for index, item in enumerate(value)]
            return [person for person in people if person]
        if part.type == "quantities" and isinstance(value, dict):
            for key in value:
                if not key.strip() or len(key) > MAX_NAME:
                    problem = f"An outcome's name has 1 to {MAX_NAME} characters."
                    raise self._fail(problem, (*at, key), "Write `true_positive: 430 EUR`.")
            amounts = {key: self._text(item, (*at, key)) for key, item in value.items()}
            return {key: amount for key, amount in amounts.items() if amount}
        return self._noted(question, part, value, at)

    def _noted(self, question: Question, part: Part, value: Value, at: At) -> str:
        """A text; takes note when the rest of its line became a comment."""
        text = self._text(value, at)
        if self._reading and part.type in _CUT and isinstance(value, str):
            self._note_cut(self._reading, question, part, text, at)
        return text

    def _note_cut(self, reading: Reading, question: Question, part: Part, text: str, at: At) -> None:
        _, end, is_plain = reading.places[at]
        if not is_plain:
            return
        line = reading.text.split("\n")[end.line]
        rest = line[end.column :].lstrip()
        if not re.match(_CUT[part.type], rest):
            return
        from nbready.charter.mend import quote_line

        note = Note(
            check="cut_by_comment",
            question=question.key,
            part=part.key,
            kept=text,
            line=self._first_line + end.line,
            column=len(line) - len(rest) + 1,
            remedy=quote_line(line),
        )
        self._notes.append(note)

    def _deferrals(self, value: Value) -> dict[str, Deferral]:
        table = self._mapping(value, ("deferrals",), "`deferrals`")
        self._known(table, self._questions.by_key, ("deferrals",))
        return {key: self._deferral(key, item) for key, item in table.items()}

    def _deferral(self, key: str, value: Value) -> Deferral:
        at: At = ("deferrals", key)
        table = self._mapping(value, at, "A deferral")
        self._known(table, DEFERRAL_KEYS, at)
        fields = {name: self._text(table.get(name, ""), (*at, name)) for name in DEFERRAL_KEYS}
        return Deferral(question=key, **fields)

    def _amendments(self, value: Value, beside: Mapping[str, Value]) -> dict[str, Amendment]:
        """The amendments: those beside their answers, and those that people wrote under one key."""
        table = self._mapping(value, (AMENDMENTS,), "`amendments`")
        for name in table:
            if name in beside:
                problem = f"The amendment `{name}` is written twice."
                raise self._fail(problem, (AMENDMENTS, name), "Keep one of them.")
        return {
            **{name: self._amendment(name, item, (AMENDMENTS, name)) for name, item in table.items()},
            **{name: self._amendment(name, item, (name,)) for name, item in beside.items()},
        }

    def _amendment(self, name: str, value: Value, at: At) -> Amendment:
        found = _AMENDMENT_NAME.fullmatch(name)
        if found is None:
            problem = f"`{one_line(name):.60}` names no amendment."
            raise self._fail(problem, at, "Write the question's key and a number: `success_metric-1`.")
        if found["question"] not in self._questions.by_key:
            problem = f"Unknown question `{one_line(found['question']):.60}`."
            raise self._fail(problem, at, did_you_mean(found["question"], self._questions.by_key))
        table = self._mapping(value, at, "An amendment")
        self._known(table, AMENDMENT_KEYS, at)
        fields = {field: self._text(table.get(key, ""), (*at, key)) for key, field in AMENDMENT_KEYS.items()}
        return Amendment(question=found["question"], number=int(found["number"]), **fields)

    def _sealed(self, value: Value) -> dict[str, str]:
        table = self._mapping(value, ("sealed",), "`sealed`")
        self._known(table, GATES, ("sealed",))
        lines = {gate: self._text(table[gate], ("sealed", gate)) for gate in GATES if gate in table}
        return {gate: line for gate, line in lines.items() if line}

    def _source(self, value: Value) -> dict[str, str]:
        table = self._mapping(value, ("source",), "`source`")
        self._known(table, self._questions.by_key, ("source",))
        said = {key: self._text(item, ("source", key)) for key, item in table.items()}
        for key, text in said.items():
            if text not in ("", AGENT_DRAFT):
                problem = f"`{one_line(text):.60}` is no source of an answer."
                remedy = f"Write `{AGENT_DRAFT}`; an answer that a person stands for has no line here."
                raise self._fail(problem, ("source", key), remedy)
        return {key: text for key, text in said.items() if text}

    def _mapping(self, value: Value, at: At, what: str) -> dict[str, Value]:
        if isinstance(value, dict):
            return value
        if not value or (isinstance(value, str) and not value.strip()):
            return {}
        raise self._fail(
            f"{what} must be `key: value` lines.", at, "Write each question's key, `: ` and the answer."
        )

    def _text(self, value: Value, at: At) -> str:
        if isinstance(value, str):
            return value.strip()
        if self._reading is None:
            raise self._fail(f"{_name(at)} must be a text.", at, "Put it in quotes.")
        # `[More Information Needed]` and `timeout: bureau rule` are prose that happens to be YAML.
        return self._reading.source(at) if value else ""

    def _known(self, table: Iterable[str], known: Mapping[str, object] | tuple[str, ...], at: At) -> None:
        for key in table:
            if key not in known:
                what = _WHAT.get(at) or f"part of {_name(at)}"
                raise self._fail(
                    f"Unknown {what} `{one_line(key):.60}`.", (*at, key), did_you_mean(key, known)
                )

    def _fail(self, problem: str, at: At, remedy: str) -> CharterError:
        place = None
        if self._reading is not None:
            place = self._reading.keys.get(at) or self._reading.places.get(at)
        return CharterError(
            problem,
            path=self._path,
            line=self._first_line + place.line if place else None,
            column=place.column + 1 if place else None,
            remedy=remedy,
        )


_WHAT: Mapping[At, str] = {
    (): "question",
    ("deferrals",): "question",
    ("source",): "question",
    ("sealed",): "gate",
}


def _lone_part(question: Question) -> str:
    """The part that a single text stands for: the only one that is required."""
    required = [part.key for part in question.parts if part.required]
    return required[0] if len(required) == 1 and not question.many else ""


def _name(at: At) -> str:
    return f"`{'.'.join(map(str, at))}`" if at else "The charter"
