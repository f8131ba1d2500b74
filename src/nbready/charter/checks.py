"""The checks of an answer, one small function each: facts in, remarks out.

What leaves an answer open is in :data:`OPENING`, what only warns in :data:`WARNING`. Structure is checked,
prose is not: beyond placeholders and the stock phrases of the questions file nobody's wording is judged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from nbready.charter.example import example_line
from nbready.charter.model import Charter, Need, Part, Question, Questions, Remark, Value
from nbready.charter.quantity import has_blank, has_number, read_choice, read_date, read_quantity
from nbready.charter.words import bare, count_words, shorten, texts_in

# What templates leave to be replaced: `[describe the goal]`, `<name>`, `{{ goal }}`.
_TO_REPLACE = (
    r"(?is)[\[({<]+\s*(?:insert|enter|add|describe|fill|your|name of|write|specify)\b.*[\])}>]+"
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


Check: TypeAlias = Callable[[Asked], Iterator[Remark]]


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


def join_or(questions: Questions, words: list[str]) -> str:
    """Alternatives, as they are listed in the language of the questions."""
    return f" {questions.messages.get('or', '/')} ".join(words)


# What leaves an answer open


def needs_parts(asked: Asked) -> Iterator[Remark]:
    """One text where the question wants parts."""
    parts = ", ".join(part.label or part.key for part in asked.question.parts)
    for entry in asked.entries():
        if isinstance(entry, str) and not asked.question.is_plain and not is_nothing(asked.questions, entry):
            yield asked.remark("needs_parts", parts=parts)


def missing_part(asked: Asked) -> Iterator[Remark]:
    """A required part without an answer."""
    for part, value in asked.parts():
        if part.required and not value:
            yield asked.remark("missing_part", part=part)


def missing_one_of(asked: Asked) -> Iterator[Remark]:
    """Parts that are required together, or by another part's choice."""
    for need in asked.question.needs:
        for entry in asked.entries():
            if isinstance(entry, dict) and _applies(need, entry) and not _is_met(asked, need, entry):
                labels = [f'"{part.label}"' for part in asked.question.parts if part.key in need.one_of]
                yield asked.remark("missing_one_of", parts=join_or(asked.questions, labels))


def blank(asked: Asked) -> Iterator[Remark]:
    """A blank to fill in, ``____``, is left."""
    for part, value in asked.parts():
        for text in texts_in(value):
            if has_blank(text):
                yield asked.remark("blank", part=part, answer=shorten(text))


def placeholder(asked: Asked) -> Iterator[Remark]:
    """The whole answer stands for "later"."""
    for part, text in _texts(asked):
        if _is_placeholder(asked.questions, text) and (part is None or part.required):
            yield asked.remark("placeholder", part=part, answer=shorten(text))


def stock_phrase(asked: Asked) -> Iterator[Remark]:
    """The whole answer is a phrase that the questions file refuses."""
    refused = {bare(phrase) for phrase in asked.question.refuse}
    for part, text in _texts(asked):
        if bare(text) in refused and (part is None or part.type in ("text", "long_text")):
            yield asked.remark("stock_phrase", part=part, answer=shorten(text))


def echo(asked: Asked) -> Iterator[Remark]:
    """The answer repeats the prompt, the help or the example."""
    question = asked.question
    own_words = {bare(question.prompt), bare(question.help)} - {""}
    repeated = [text for _, text in _texts(asked) if bare(text) in own_words]
    if repeated or (_is_free(question) and _bare_value(asked.answer) == _bare_value(question.example)):
        yield asked.remark("echo")


def not_a_number(asked: Asked) -> Iterator[Remark]:
    """A quantity without a number."""
    for part, text in _filled(asked, "quantity", "quantities"):
        if not has_number(text) and bare(text) not in map(bare, part.also):
            yield asked.remark("not_a_number", part=part, answer=shorten(text))


def not_a_choice(asked: Asked) -> Iterator[Remark]:
    """A choice outside its list."""
    for part, text in _filled(asked, "choice"):
        if not read_choice(text, part.choices):
            yield asked.remark(
                "not_a_choice", part=part, answer=shorten(text), choices=", ".join(part.choices)
            )


def not_a_date(asked: Asked) -> Iterator[Remark]:
    """An impossible date."""
    for part, text in _filled(asked, "date"):
        if read_date(text) is None:
            yield asked.remark("not_a_date", part=part, answer=shorten(text))


def generic_person(asked: Asked) -> Iterator[Remark]:
    """People of whom none could be asked: only generic words."""
    for part, value in asked.parts():
        names = [text for text in texts_in(value) if text]
        if part.type == "people" and names and all(is_generic(asked.questions, name) for name in names):
            yield asked.remark("generic_person", part=part, answer=shorten(", ".join(names)))


def review_needs_reason(asked: Asked) -> Iterator[Remark]:
    """Data about people, and a review that is not needed for no reason."""
    if asked.question.key == "privacy_legal_review" and asked.choice("outcome") == "not_needed":
        about_people = asked.of("data_classification").choice("class") in ("personal", "sensitive")
        if about_people and is_nothing(asked.questions, asked.part("reason")):
            yield asked.remark("review_needs_reason")


def go_despite_miss(asked: Asked) -> Iterator[Remark]:
    """A result on the wrong side of the threshold, and a go that does not say why."""
    if asked.question.key != "sign_off" or not asked.choice("decision").startswith("go"):
        return
    metric, result = asked.of("success_metric"), asked.of("measured_result")
    missed = _is_worse(result.part("value"), metric.part("threshold"), metric.choice("direction"))
    if missed and is_nothing(asked.questions, asked.part("conditions")):
        value, threshold = shorten(result.part("value")), shorten(metric.part("threshold"))
        yield asked.remark("go_despite_miss", value=value, threshold=threshold)


# What only warns


def no_better_than_baseline(asked: Asked) -> Iterator[Remark]:
    """A threshold that today's method already reaches."""
    if asked.question.key == "success_metric":
        threshold, baseline = asked.part("threshold"), asked.part("baseline")
        if _is_worse(threshold, baseline, asked.choice("direction"), or_equal=True):
            yield asked.remark(
                "no_better_than_baseline",
                is_open=False,
                threshold=shorten(threshold),
                baseline=shorten(baseline),
            )


def few_words(asked: Asked) -> Iterator[Remark]:
    """Fewer than three words in a long text."""
    for part, text in _filled(asked, "long_text"):
        if count_words(text) < 3:
            yield asked.remark("few_words", part=part, is_open=False, answer=shorten(text))


def decides_alone(asked: Asked) -> Iterator[Remark]:
    """The author is the one who says yes, or the only one who signs."""
    approver = {"decision_maker": "approver", "sign_off": "by"}.get(asked.question.key, "")
    author = bare(asked.charter.author)
    names = [bare(name) for part, value in asked.parts() if part.key == approver for name in texts_in(value)]
    if author and names and all(name == author for name in names):
        yield asked.remark("decides_alone", is_open=False)


def no_number(asked: Asked) -> Iterator[Remark]:
    """An objective without a number."""
    if asked.question.key == "business_objective" and not any(map(has_number, texts_in(asked.answer))):
        yield asked.remark("no_number", is_open=False)


def odd_latency(asked: Asked) -> Iterator[Remark]:
    """A batch in milliseconds, or online scores without a latency."""
    if asked.question.key != "integration":
        return
    mode, latency = asked.choice("mode"), asked.part("latency")
    if mode == "batch" and re.search(r"\d\s*(?:ms|millisec|msec)", latency, re.IGNORECASE):
        yield asked.remark("batch_in_milliseconds", is_open=False, answer=shorten(latency))
    if mode == "online" and is_nothing(asked.questions, latency):
        yield asked.remark("online_without_latency", is_open=False)


def same_text(asked: Asked) -> Iterator[Remark]:
    """The same long text in an earlier answer."""
    own = {bare(text) for _, text in _filled(asked, "long_text")} - {""}
    for question in asked.questions:
        if question.key == asked.question.key or not own:
            return
        other = asked.of(question.key)
        if own & {bare(text) for _, text in _filled(other, "long_text")}:
            yield asked.remark("same_text", is_open=False, other=question.label)


def future_date(asked: Asked) -> Iterator[Remark]:
    """A review or a sign-off dated in the future."""
    if asked.question.key in ("privacy_legal_review", "sign_off"):
        for part, text in _filled(asked, "date"):
            date = read_date(text)
            # Somewhere it is tomorrow already.
            if date and date > asked.today + dt.timedelta(days=1):
                yield asked.remark("future_date", part=part, is_open=False, answer=shorten(text))


def cut_by_comment(asked: Asked) -> Iterator[Remark]:
    """YAML took the rest of a line for a comment."""
    parts = {part.key: part for part in asked.question.parts}
    for note in asked.charter.notes:
        if note.question == asked.question.key and note.kept:
            part = parts.get(note.part)
            yield asked.remark("cut_by_comment", part=part, is_open=False, answer=shorten(note.kept))


OPENING: tuple[Check, ...] = (
    needs_parts,
    missing_part,
    missing_one_of,
    blank,
    placeholder,
    stock_phrase,
    echo,
    not_a_number,
    not_a_choice,
    not_a_date,
    generic_person,
    review_needs_reason,
    go_despite_miss,
)
WARNING: tuple[Check, ...] = (
    no_better_than_baseline,
    few_words,
    decides_alone,
    no_number,
    odd_latency,
    same_text,
    future_date,
    cut_by_comment,
)


def _texts(asked: Asked) -> Iterator[tuple[Part | None, str]]:
    """Every text of the answer; without a part where one text stands for the whole."""
    for entry in asked.entries():
        if isinstance(entry, str) and not asked.question.is_plain:
            yield None, entry
    for part, value in asked.parts():
        yield from ((part, text) for text in texts_in(value) if text)


def _filled(asked: Asked, *types: str) -> Iterator[tuple[Part, str]]:
    """The texts of the parts of these types that say anything and have no blank left."""
    for part, value in asked.parts():
        if part.type in types:
            for text in texts_in(value):
                if not is_nothing(asked.questions, text) and not has_blank(text):
                    yield part, text


def is_nothing(questions: Questions, text: str) -> bool:
    """Whether a text is empty or stands for "later"."""
    return not text or _is_placeholder(questions, text)


def _is_placeholder(questions: Questions, text: str) -> bool:
    words = bare(text)
    letters = words.replace(" ", "")
    return (
        (not words and not has_blank(text))
        or words in questions.placeholders
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


def _applies(need: Need, entry: Mapping[str, Value]) -> bool:
    value = entry.get(need.when, "")
    return not need.when or (isinstance(value, str) and bool(read_choice(value, need.values)))


def _is_met(asked: Asked, need: Need, entry: Mapping[str, Value]) -> bool:
    return any(
        not is_nothing(asked.questions, text) for key in need.one_of for text in texts_in(entry.get(key, ""))
    )


def _is_free(question: Question) -> bool:
    """Whether there is more to say than a choice and a date, which two projects may share."""
    return any(part.type not in ("choice", "date") for part in question.parts)


def _bare_value(value: Value) -> Value:
    if isinstance(value, str):
        return bare(value)
    if isinstance(value, dict):
        return {key: _bare_value(item) for key, item in value.items()}
    return [_bare_value(item) for item in value]


def _is_worse(value: str, than: str, direction: str, *, or_equal: bool = False) -> bool:
    """Whether one quantity is on the wrong side of another; never where their units differ."""
    one, other = read_quantity(value), read_quantity(than)
    if one is None or other is None or one.unit != other.unit or direction not in ("higher", "lower"):
        return False
    if one.number == other.number:
        return or_equal
    return (one.number < other.number) == (direction == "higher")
