"""One question out of a questions file: its shape, checked strictly."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, cast, get_args

from nbready.charter.model import (
    GATES,
    INTENTS,
    SECTIONS,
    SHOWN,
    Need,
    Part,
    PartType,
    Question,
    Questions,
    Value,
)
from nbready.charter.parse import charter_from_mapping
from nbready.charter.words import is_writable
from nbready.charter.yaml_model import At, Place, Reading
from nbready.errors import CharterError, NbreadyError, QuestionsError
from nbready.nearest import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

QUESTION_KEYS = (
    "label",
    "gate",
    "prompt",
    "help",
    "example",
    "refuse",
    "type",
    "parts",
    "many",
    "needs",
    "intents",
    "deferrable",
    "concerns",
    "section",
)
PART_KEYS = ("type", "label", "required", "choices", "also", "private", "shown", "when", "is", "names")
NEED_KEYS = ("one_of", "when", "is")
CONCERNS = ("D", "I", "P", "L")
_PLAIN: tuple[PartType, ...] = ("text", "long_text")


def read_question(
    key: str, changes: Mapping[str, Value], base: Question | None, at: At, fail: Fail
) -> Question:
    """``base`` with ``changes``; without a base, a new question, which must be complete."""
    texts = {
        name: fail.text(changes[name], (*at, name)) for name in ("label", "prompt", "help") if name in changes
    }
    if base is None:
        missing = [name for name in ("label", "gate", "prompt", "example") if name not in changes]
        if missing:
            raise fail(
                f"`{key}` is a new question and has no `{missing[0]}`.", at, f"Add `{missing[0]}: ...`."
            )
        base = Question(key=key, label="", gate=GATES[0], prompt="", help="", example="", parts=())
    fields: dict[str, Any] = {**texts, **_lists(changes, at, fail), "parts": _parts(changes, base, at, fail)}
    if "gate" in changes:
        fields["gate"] = fail.choice(changes["gate"], GATES, (*at, "gate"))
    if "section" in changes:
        fields["section"] = fail.choice(changes["section"], SECTIONS, (*at, "section"))
    if "many" in changes:
        fields["many"] = fail.yes_or_no(changes["many"], (*at, "many"))
    parts = cast("tuple[Part, ...]", fields["parts"])
    fields["needs"] = _needs(changes, base, parts, at, fail)
    question = base._replace(**fields)
    if key == "project_intent":
        _check_intent(question, at, fail)
    return question._replace(example=_example(question, changes.get("example"), at, fail))


def _check_intent(question: Question, at: At, fail: Fail) -> None:
    """What the gates do hangs on the intents: they may be fewer, or have other labels, but not be others."""
    for part in question.parts:
        if part.key == "intent":
            for choice in part.choices:
                fail.choice(choice, INTENTS, (*at, "parts", "intent", "choices"))


def _example(question: Question, given: Value | None, at: At, fail: Fail) -> Value:
    """The good example, in the shape that an answer to the question would have."""
    value = _known_parts(question.example, question) if given is None else given
    try:
        charter = charter_from_mapping({question.key: value}, Questions(by_key={question.key: question}))
    except CharterError as error:
        raise fail(f"The example does not fit: {error.message}", (*at, "example"), error.remedy) from error
    if question.key not in charter.answers:
        raise fail("The example is empty.", (*at, "example"), "Give a good answer.")
    return charter.answers[question.key]


def _known_parts(example: Value, question: Question) -> Value:
    """The former example without the parts that were dropped."""
    if isinstance(example, list):
        return [_known_parts(entry, question) for entry in example]
    keys = {part.key for part in question.parts}
    return {k: v for k, v in example.items() if k in keys} if isinstance(example, dict) else example


def _lists(changes: Mapping[str, Value], at: At, fail: Fail) -> dict[str, tuple[str, ...]]:
    allowed = {"refuse": None, "intents": INTENTS, "deferrable": INTENTS, "concerns": CONCERNS}
    lists = {}
    for name, choices in allowed.items():
        if name in changes:
            texts = fail.texts(changes[name], (*at, name))
            lists[name] = tuple(
                fail.choice(text, choices, (*at, name, index)) if choices else text
                for index, text in enumerate(texts)
            )
    return lists


def _parts(changes: Mapping[str, Value], base: Question, at: At, fail: Fail) -> tuple[Part, ...]:
    if "type" in changes:
        if "parts" in changes:
            raise fail("A question has either a `type` or `parts`.", (*at, "type"), "Delete one of them.")
        return (Part(key="", type=fail.choice(changes["type"], _PLAIN, (*at, "type"))),)
    if "parts" not in changes:
        return base.parts or (Part(key="", type="long_text"),)
    merged = {part.key: part for part in base.parts if part.key}
    for key, value in fail.mapping(changes["parts"], (*at, "parts")).items():
        where: At = (*at, "parts", key)
        if value == "drop" and key in merged:
            del merged[key]
        else:
            merged[key] = read_part(key, fail.mapping(value, where), merged.get(key), where, fail)
            if "when" in fail.mapping(value, where):
                fail.choice(merged[key].when, [other for other in merged if other != key], (*where, "when"))
    # A part cannot hang on one that was dropped.
    merged = {
        key: part if part.when in merged else part._replace(when="", values=())
        for key, part in merged.items()
    }
    if not merged:
        raise fail("This leaves the question without parts.", (*at, "parts"), "Give it a `type` instead.")
    return tuple(merged.values())


def read_part(key: str, changes: Mapping[str, Value], base: Part | None, at: At, fail: Fail) -> Part:
    """``base`` with ``changes``; without a base, a new part, which must have a type."""
    fail.known_keys(changes, PART_KEYS, at)
    if base is None and "type" not in changes:
        raise fail(f"The part `{key}` has no `type`.", at, f"Allowed: {', '.join(get_args(PartType))}.")
    base = base or Part(key=key, type="text", label=key.replace("_", " ").capitalize())
    part = Part(
        key=key,
        type=fail.choice(changes.get("type", base.type), get_args(PartType), (*at, "type")),
        label=fail.text(changes.get("label", base.label), (*at, "label")),
        required=fail.yes_or_no(changes.get("required", "yes" if base.required else "no"), (*at, "required")),
        choices=fail.texts(changes.get("choices", list(base.choices)), (*at, "choices")),
        also=fail.texts(changes.get("also", list(base.also)), (*at, "also")),
        private=fail.yes_or_no(changes.get("private", "yes" if base.private else "no"), (*at, "private")),
        shown=fail.choice(changes.get("shown", base.shown), SHOWN, (*at, "shown")),
        when=fail.text(changes["when"], (*at, "when")) if "when" in changes else base.when,
        values=fail.texts(changes.get("is", list(base.values)), (*at, "is")),
    )
    part = part._replace(names=_names((*part.choices, *part.also), changes, base, (*at, "names"), fail))
    if part.type == "choice" and not part.choices:
        raise fail(f"The choice `{key}` has no choices.", at, "Add `choices: [..., ...]`.")
    return part


def _names(
    words: tuple[str, ...], changes: Mapping[str, Value], base: Part, at: At, fail: Fail
) -> tuple[tuple[str, str], ...]:
    """What the words to choose from are called where people read them: nothing else hangs on it."""
    own = fail.mapping(changes.get("names", {}), at)
    fail.known_keys(own, words, at)
    names = dict(base.names) | {word: fail.text(name, (*at, word)) for word, name in own.items()}
    return tuple((word, names[word]) for word in words if word in names)


def _needs(
    changes: Mapping[str, Value], base: Question, parts: tuple[Part, ...], at: At, fail: Fail
) -> tuple[Need, ...]:
    keys = [part.key for part in parts]
    if "needs" not in changes:
        # A part that was dropped can no longer be asked for.
        return tuple(need for need in base.needs if {*need.one_of} & {*keys} and need.when in ("", *keys))
    entries = changes["needs"]
    if not isinstance(entries, list):
        raise fail("`needs` must be a list.", (*at, "needs"), "Write `- {one_of: [PART, PART]}`.")
    return tuple(_need(entry, keys, (*at, "needs", index), fail) for index, entry in enumerate(entries))


def _need(value: Value, keys: Collection[str], at: At, fail: Fail) -> Need:
    table = fail.mapping(value, at)
    fail.known_keys(table, NEED_KEYS, at)
    one_of = tuple(fail.choice(key, keys, at) for key in fail.texts(table.get("one_of", []), (*at, "one_of")))
    when = fail.choice(table["when"], keys, (*at, "when")) if "when" in table else ""
    return Need(one_of=one_of, when=when, values=fail.texts(table.get("is", []), (*at, "is")))


class Fail:
    """Reads values of a file of data; where one is wrong, the error knows its line."""

    def __init__(
        self, *, path: Path | None, reading: Reading, error: type[NbreadyError] = QuestionsError
    ) -> None:
        self._path = path
        self._reading = reading
        self._error = error

    def __call__(self, problem: str, at: At, remedy: str = "") -> NbreadyError:
        """An error at a place in the file."""
        nearest = (at[:length] for length in range(len(at), -1, -1))
        place = next((p for part in nearest if (p := self._place(part))), None)
        # What a notebook's metadata hold has no line, but a name.
        name = "" if place or not at else f" (at `{'.'.join(map(str, at))}`)"
        return self._error(
            f"{problem[:-1]}{name}." if name else problem,
            path=self._path,
            line=place.line + 1 if place else None,
            column=place.column + 1 if place else None,
            remedy=remedy,
        )

    def _place(self, at: At) -> Place | None:
        return self._reading.keys.get(at) or self._reading.places.get(at)

    def mapping(self, value: Value, at: At) -> dict[str, Value]:
        """A mapping; an empty one for nothing."""
        if value == "":
            return {}
        if not isinstance(value, dict):
            raise self("This must be a mapping.", at, "Write `key: value` lines.")
        return value

    def text(self, value: Value, at: At) -> str:
        """A text that is not empty."""
        if not isinstance(value, str) or not value.strip() or not is_writable(value):
            raise self("This must be a text.", at, "Write it after the colon, on one line or as a `|` block.")
        return value.strip()

    def texts(self, value: Value, at: At) -> tuple[str, ...]:
        """A list of texts; an empty one for nothing."""
        items = [] if value == "" else value
        if not isinstance(items, list):
            raise self("This must be a list of texts.", at, "Write `[one, two]`.")
        return tuple(self.text(item, (*at, index)) for index, item in enumerate(items))

    def choice(self, value: Value, choices: Collection[Any], at: At) -> Any:
        """One of the choices."""
        if value not in choices:
            shown = value if isinstance(value, str) else "this"
            raise self(f"`{shown}` is not allowed here.", at, did_you_mean(str(shown), choices))
        return value

    def yes_or_no(self, value: Value, at: At) -> bool:
        """``yes`` or ``no``."""
        word = value.lower() if isinstance(value, str) else ""
        return bool(self.choice(word, ("yes", "no", "true", "false"), at) in ("yes", "true"))

    def known_keys(self, table: Mapping[str, Value], known: Collection[str], at: At) -> None:
        """Refuse keys that nobody reads."""
        for key in table:
            if key not in known:
                raise self(f"Unknown key `{key}`.", (*at, key), did_you_mean(key, known))

    def template(self, value: Value, base: str | None, at: At) -> str:
        """A message; uses only names in braces that the one it replaces has."""
        text = self.text(value, at)
        names = set(re.findall(r"\{(\w+)\}", text))
        if "{" in (rest := re.sub(r"\{\w+\}", "", text)) or "}" in rest:
            raise self(
                "The braces in this message are not a name's, `{label}`.", at, "Write ( and ) instead."
            )
        known = names if base is None else set(re.findall(r"\{(\w+)\}", base))
        for name in sorted(names - known):
            raise self(f"`{{{name}}}` means nothing in this message.", at, did_you_mean(name, known))
        return text
