"""What leaves an answer open: structure first, wording only where it is nobody's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nbready.charter.asked import Asked, applies, is_generic, is_nothing, is_placeholder, join_or
from nbready.charter.model import Need, Question, Remark, Value
from nbready.charter.quantity import has_blank, has_number, is_worse, read_choice, read_date
from nbready.charter.words import bare, shorten, texts_in


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
            if isinstance(entry, dict) and applies(need, entry) and not _is_met(asked, need, entry):
                parts = [part for part in asked.question.parts if part.key in need.one_of]
                labels = join_or(asked.questions, [f'"{part.label}"' for part in parts])
                only = parts[0] if len(parts) == 1 else None
                yield asked.remark("missing_one_of", part=only, parts=labels)


def blank(asked: Asked) -> Iterator[Remark]:
    """A blank to fill in, ``____``, is left."""
    for part, value in asked.parts():
        for text in texts_in(value):
            if has_blank(text):
                yield asked.remark("blank", part=part, answer=shorten(text))


def placeholder(asked: Asked) -> Iterator[Remark]:
    """The whole answer stands for "later"."""
    for part, text in asked.texts():
        if is_placeholder(asked.questions, text) and (part is None or part.required):
            yield asked.remark("placeholder", part=part, answer=shorten(text))


def stock_phrase(asked: Asked) -> Iterator[Remark]:
    """The whole answer is a phrase that the questions file refuses."""
    refused = {bare(phrase) for phrase in asked.question.refuse}
    for part, text in asked.texts():
        if bare(text) in refused and (part is None or part.type in ("text", "long_text", "choice")):
            yield asked.remark("stock_phrase", part=part, answer=shorten(text))


def echo(asked: Asked) -> Iterator[Remark]:
    """The answer repeats the prompt, the help or the example."""
    question = asked.question
    own_words = {bare(question.prompt), bare(question.help)} - {""}
    repeated = [text for _, text in asked.texts() if bare(text) in own_words]
    if repeated or (_is_free(question) and _bare_value(asked.answer) == _bare_value(question.example)):
        yield asked.remark("echo")


def not_a_number(asked: Asked) -> Iterator[Remark]:
    """A quantity without a number."""
    for part, text in asked.filled("quantity", "quantities"):
        if not has_number(text) and bare(text) not in map(bare, part.also):
            yield asked.remark("not_a_number", part=part, answer=shorten(text))


def not_a_choice(asked: Asked) -> Iterator[Remark]:
    """A choice outside its list."""
    for part, text in asked.filled("choice"):
        if not read_choice(text, part.choices):
            yield asked.remark(
                "not_a_choice", part=part, answer=shorten(text), choices=", ".join(part.choices)
            )


def not_a_date(asked: Asked) -> Iterator[Remark]:
    """An impossible date."""
    for part, text in asked.filled("date"):
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
    missed = result.choice("outcome") == "missed" or is_worse(
        result.part("value"), metric.part("threshold"), metric.choice("direction")
    )
    if missed and is_nothing(asked.questions, asked.part("conditions")):
        value, threshold = shorten(result.part("value")), shorten(metric.part("threshold"))
        yield asked.remark("go_despite_miss", value=value, threshold=threshold)


def agent_draft(asked: Asked) -> Iterator[Remark]:
    """An agent wrote it, and no person has said that it stands."""
    if asked.question.key in asked.charter.source:
        yield asked.remark("agent_draft")


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
