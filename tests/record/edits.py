"""Single changes of sealed answers, drawn by Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from nbready.charter.model import Value
from nbready.charter.parse import charter_from_mapping
from record.records import QUESTIONS, SEALABLE, sealed

ALL = sealed()

texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40)


def places(value: Value, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, str):
        return [at]
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return [place for key, item in items for place in places(item, (*at, key))]


def put(value: Value, at: tuple[str | int, ...], text: str) -> Value:
    if not at:
        return text
    if isinstance(value, dict):
        return {key: put(item, at[1:], text) if key == at[0] else item for key, item in value.items()}
    assert isinstance(value, list)
    return [put(item, at[1:], text) if index == at[0] else item for index, item in enumerate(value)]


def get(value: Value, at: tuple[str | int, ...]) -> str:
    for key in at:
        value = value[key]  # type: ignore[index]
    assert isinstance(value, str)
    return value


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, Value]:
    """One text of one sealed answer, otherwise: a word more, a word less, a digit, or all of it."""
    key = draw(st.sampled_from(SEALABLE))
    answer = ALL.charter.answers[key]
    at = draw(st.sampled_from(places(answer)))
    old = get(answer, at)
    cut = draw(st.integers(0, len(old) - 1))
    new = draw(
        st.sampled_from([old[:cut] + old[cut + 1 :], old[:cut] + draw(texts) + old[cut:], draw(texts)])
    )
    value = put(answer, at, new.strip())
    charter = charter_from_mapping({key: value}, QUESTIONS)
    return key, charter.answers.get(key, "")
