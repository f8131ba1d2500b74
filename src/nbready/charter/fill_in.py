"""The charter as YAML to fill in: questions and good examples as comments, answers kept."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Mapping

from nbready.charter.asked import applies, join_or
from nbready.charter.example import example_line
from nbready.charter.model import GATES, INTENTS, Charter, Gate, Part, Question, Questions, Value
from nbready.charter.parse import charter_to_mapping
from nbready.charter.quantity import read_choice
from nbready.charter.store import CHARTER_MAGIC
from nbready.charter.words import one_line
from nbready.charter.yaml_write import write_scalar, write_text, write_value
from nbready.escape import plain_text

_WIDTH = 96


def write_charter(
    charter: Charter,
    questions: Questions,
    *,
    intro: bool = True,
    gates: Collection[Gate] = GATES,
    pinned: Collection[str] = (),
) -> str:
    """The charter as a YAML body, without a ``%%charter`` line; :func:`parse_charter` gives it back.

    Args:
        charter: Its answers are kept.
        questions: Open ones are written to be filled in, if the intent asks them.
        intro: Whether a comment on top says how to fill it in.
        gates: The gates whose open questions are written; answers always are.
        pinned: Questions that a template answers, which a comment says of them.
    """
    blocks = [_head(charter, questions, intro)]
    left = dict(charter_to_mapping(charter))
    for gate in GATES:
        wanted = [q for q in questions.at(gate) if _is_wanted(q, charter, questions, gates)]
        if wanted:
            title = questions.messages[f"before_{gate}"]
            blocks.append(f"# ── {plain_text(title)} " + "─" * max(3, _WIDTH - len(title) - 6))
        for question in wanted:
            lines = _question(question, charter, questions, is_pinned=question.key in pinned)
            names = [made.name for made in charter.amendments_of(question.key)]
            blocks.append("\n".join((lines, *(_written({name: left.pop(name)}) for name in names))))
    rest = (key for key in left if key not in (*questions.by_key, "author"))
    blocks += [_written({key: left[key]}) for key in rest]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _written(value: dict[str, Value]) -> str:
    return write_value(value).rstrip("\n")


def write_cell(
    charter: Charter,
    questions: Questions,
    *,
    gates: Collection[Gate] = GATES,
    pinned: Collection[str] = (),
) -> str:
    """The source of a ``%%charter`` cell."""
    return f"{CHARTER_MAGIC}\n{write_charter(charter, questions, gates=gates, pinned=pinned)}"


def _head(charter: Charter, questions: Questions, intro: bool) -> str:
    lines = _comment(questions.messages["intro"]) if intro else []
    lines.append(f"author: {write_scalar(charter.author)}" if charter.author else "author:")
    if charter.inherits:
        lines.append(f"inherits: {write_scalar(charter.inherits)}")
    return "\n".join(lines)


def _is_wanted(question: Question, charter: Charter, questions: Questions, gates: Collection[Gate]) -> bool:
    if question.key in charter.answers:
        return True
    intent = charter.answers.get("project_intent", "")
    text = intent.get("intent", "") if isinstance(intent, dict) else intent
    written = read_choice(text, INTENTS) if isinstance(text, str) else ""
    return question.gate in gates and (not written or written in question.intents)


def _question(question: Question, charter: Charter, questions: Questions, *, is_pinned: bool) -> str:
    answer = charter.answers.get(question.key, "")
    lines = _comment(question.prompt)
    if is_pinned:
        lines += _comment(questions.messages["form_pinned"])
    if not answer:
        lines += _comment(example_line(question), questions.messages["for_example"])
    if question.is_plain or (isinstance(answer, str) and answer):
        lines += _scalar(question.key, answer, "long_text", 0)
    elif question.many:
        lines += [f"{question.key}:", *_entries(question, answer or [{}], questions)]
    else:
        lines += [f"{question.key}:", *_parts(question, answer, 2, questions)]
    return "\n".join(lines)


def _entries(question: Question, answer: Value, questions: Questions) -> Iterator[str]:
    for entry in answer:
        if isinstance(entry, str):
            yield f"  - {write_text(entry, 4)}"
        else:
            first, *rest = _parts(question, entry, 4, questions)
            yield from (f"  - {first[4:]}", *rest)


def _parts(question: Question, answer: Value, indent: int, questions: Questions) -> Iterator[str]:
    values = answer if isinstance(answer, dict) else {}
    folded = []
    for part in question.parts:
        value = values.get(part.key, "")
        if value:
            yield from _value(part, value, indent)
        elif _is_asked(part, values):
            yield from _empty(part, indent, questions, is_chosen=bool(values.get(part.when)))
        elif part.shown == "folded" and not part.when:
            folded.append(part.key)
    if folded:
        words = f"{questions.messages['folded']} {', '.join(folded)}"
        yield from (f"{' ' * indent}{line}" for line in _comment(words))


def _is_asked(part: Part, values: Mapping[str, Value]) -> bool:
    """Whether a part gets a line: for itself, or for the choice that it hangs on."""
    if part.shown == "always":
        return applies(part, values) or not values.get(part.when)
    return part.shown == "folded" and bool(part.when) and applies(part, values)


def _value(part: Part, value: Value, indent: int) -> Iterator[str]:
    # What nbready records itself is no prose: it takes one line.
    if isinstance(value, str) and part.shown != "recorded":
        yield from _scalar(part.key, value, part.type, indent)
    else:
        yield from write_value({part.key: value}, indent).rstrip("\n").split("\n")


def _scalar(key: str, value: Value, kind: str, indent: int) -> Iterator[str]:
    text = value if isinstance(value, str) else ""
    is_prose = kind in ("text", "long_text")
    if not text:
        yield from (f"{' ' * indent}{key}: |", "")
        return
    written = write_text(text, indent + 2) if is_prose else write_scalar(text)
    yield from f"{' ' * indent}{write_scalar(key)}: {written}".split("\n")


def _empty(part: Part, indent: int, questions: Questions, *, is_chosen: bool) -> Iterator[str]:
    margin = " " * indent
    if part.type in ("text", "long_text"):
        yield from _scalar(part.key, "", part.type, indent)
        return
    hint = " | ".join(part.choices) or questions.messages[f"hint_{part.type}"]
    hint = join_or(questions, [hint, *part.also])
    optional = "" if part.required else questions.messages["optional"]
    if part.when and is_chosen:
        optional = ""
    elif part.when:
        choices = " | ".join(part.values)
        optional = questions.messages["only_if"].format_map({"choices": choices})
    line = f"{margin}{part.key}:  # {plain_text(one_line(f'{optional} {hint}'))}"
    if len(line) <= _WIDTH:
        yield line
    else:
        # Many choices go on lines of their own, so that the key is not lost behind them.
        yield from (f"{margin}{text}" for text in _comment(f"{optional} {hint}"))
        yield f"{margin}{part.key}:"


def _comment(text: str, lead: str = "") -> list[str]:
    words = f"{lead} {text}" if lead else text
    return textwrap.wrap(
        plain_text(one_line(words)), _WIDTH, initial_indent="# ", subsequent_indent="#   " if lead else "# "
    )
