"""An answer as the checks see it, and what they say about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from nbready.charter.example import example_line
from nbready.charter.model import Charter, Need, Part, Question, Questions, Remark, Value
from nbready.charter.quantity import has_blank, read_choice
from nbready.charter.words import bare, texts_in

# What templates leave to be replaced: `[describe the goal]`, `<name>`, `{{ goal }}`.
_TO_REPLACE = (
    r"(?is)[\[({<]+\s*(?:insert|enter|add|describe|fill|your|name of|write|specify)\b.*[\])}>]"
    r"|<[^<>]+>|\{\{.*\}\}|\$\{[^}]*\}"
)
_BETWEEN_NAMES = (";", "/", "&", "+", "\n", " and ", " or ", " und ", " oder ", " et ", " ou ", " y ", " e ")


class Asked(NamedTuple):
    """One answer under review and what surrounds it.

    Attributes:
        question: The question.
        answer: The answer, not empty.
        charter: The whole charter.
        questions: All questions in force.
        today: The day.
    """

    question: Question
    answer: Value
    charter: Charter
    questions: Questions
    today: dt.date

    def remark(self, check: str, *, part: Part | None = None, is_open: bool = True, **words: str) -> Remark:
        """What the questions' messages say for a check."""
        return make_remark(self.questions, self.question, check, part=part, is_open=is_open, words=words)

    def part(self, key: str) -> str:
        """The text of one part; empty where there is none."""
        value = self.answer.get(key, "") if isinstance(self.answer, dict) else ""
        return value if isinstance(value, str) else " ".join(texts_in(value))

    def choice(self, key: str) -> str:
        """The choice that one part holds; empty where it is none."""
        part = next((part for part in self.question.parts if part.key == key), None)
        return read_choice(self.part(key), part.choices) if part else ""

    def of(self, key: str) -> Asked:
        """Another answer of the same charter, an empty one if it is not given."""
        question = self.questions.get(key) or self.question
        return self._replace(question=question, answer=self.charter.answers.get(key, ""))

    def entries(self) -> tuple[Value, ...]:
        """The answer, or each of its entries where it is a list of them."""
        return tuple(self.answer) if isinstance(self.answer, list) else (self.answer,)

    def parts(self) -> Iterator[tuple[Part, Value]]:
        """Each part of each entry with its value, empty where it has none."""
        for entry in self.entries():
            for part in self.question.parts:
                if not part.key:
                    yield part, entry
                elif isinstance(entry, dict):
                    yield part, entry.get(part.key, "")

    def texts(self) -> Iterator[tuple[Part | None, str]]:
        """Every text of the answer; without a part where one text stands for the whole."""
        for entry in self.entries():
            if isinstance(entry, str) and not self.question.is_plain:
                yield None, entry
        for part, value in self.parts():
            yield from ((part, text) for text in texts_in(value) if text)

    def filled(self, *types: str) -> Iterator[tuple[Part, str]]:
        """The texts of the parts of these types that say anything and have no blank left."""
        for part, value in self.parts():
            if part.type in types:
                for text in texts_in(value):
                    if not is_nothing(self.questions, text) and not has_blank(text):
                        yield part, text


def make_remark(
    questions: Questions,
    question: Question,
    check: str,
    *,
    part: Part | None = None,
    is_open: bool = True,
    words: Mapping[str, str] | None = None,
) -> Remark:
    """A remark in the language of the questions."""
    label = part.label or question.label if part else ""
    template = questions.messages.get(check, check)
    remedy = questions.messages.get("remedy", "{prompt}")
    return Remark(
        check=check,
        message=template.format_map({"label": question.label, "part": label, **(words or {})}),
        part=part.key if part else "",
        is_open=is_open,
        remedy=remedy.format_map({"prompt": question.prompt, "example": example_line(question)}),
    )


def applies(demand: Need | Part, entry: Mapping[str, Value]) -> bool:
    """Whether a demand on parts, or a part, is asked for beside the choices of an entry."""
    value = entry.get(demand.when, "")
    return not demand.when or (isinstance(value, str) and bool(read_choice(value, demand.values)))


def join_or(questions: Questions, words: list[str]) -> str:
    """Alternatives, as they are listed in the language of the questions."""
    return f" {questions.messages.get('or', '/')} ".join(words)


def is_nothing(questions: Questions, text: str) -> bool:
    """Whether a text is empty or stands for "later"."""
    return not text or is_placeholder(questions, text)


def is_placeholder(questions: Questions, text: str) -> bool:
    """Whether a whole text stands for "later"."""
    words = bare(text)
    letters = words.replace(" ", "")
    return (
        (not words and not has_blank(text))
        or not {words, letters}.isdisjoint(questions.placeholders)
        or (len(letters) > 2 and len(set(letters)) == 1 and letters.isalpha())
        or words.startswith("lorem ipsum")
        or (text[0] in "[({<$" and re.fullmatch(_TO_REPLACE, text) is not None)
    )


def is_generic(questions: Questions, text: str) -> bool:
    """Whether a text names only people whom nobody could ask."""
    for word in _BETWEEN_NAMES:
        text = text.replace(word, ",")
    names = [name for name in map(bare, text.split(",")) if name]
    return all(name in questions.generic_people for name in names)
