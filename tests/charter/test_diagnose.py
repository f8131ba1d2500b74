"""Every mistake of a charter at once, each with its corrected line; what is mended can be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbready.charter.diagnose import diagnose
from nbready.charter.fill_in import write_charter
from nbready.charter.model import Charter
from nbready.charter.parse import parse_charter
from nbready.charter.questions import default_questions
from nbready.charter.store import is_charter_source, misplaced_magic, replaced_magic
from nbready.errors import CharterError

QUESTIONS = default_questions()
METRIC = "success_metric:\n  name: recall\n"

# One mistake each: the text, the line (from 1) that is told, and what it becomes.
MISTAKES = [
    ("author: A.\n  business_objective: from 4 to 3\n", 2, "business_objective: from 4 to 3"),
    ("author: A.\n   success_metric:\n     name: recall\n", 2, "success_metric:\n  name: recall"),
    (f"{METRIC}\tthreshold: 3\n", 3, "  threshold: 3"),
    (f"{METRIC}\u00a0 threshold: 3\n", 3, "  threshold: 3"),
    (f"{METRIC}  threshold:\u00a03\n", 3, "  threshold: 3"),
    ("busi\u200bness_objective: from 4 to 3\n", 1, "business_objective: from 4 to 3"),
    ("\u2060author: A.\n", 1, "author: A."),
    ("author: A.\n---\nbusiness_objective: from 4 to 3\n", 2, ""),
    ('author: "A. Writer\nbusiness_objective: from 4 to 3\n', 1, 'author: "A. Writer"'),
    ("Business objective: from 4 to 3\n", 1, "business_objective: from 4 to 3"),
    (f"{METRIC}  Good enough: 3\n", 3, "  threshold: 3"),
    ("bussiness_objective: from 4 to 3\n", 1, "business_objective: from 4 to 3"),
    ("author: A.\nauthor: B.\n", 2, ""),
    ("limitations: % of loans\n", 1, 'limitations: "% of loans"'),
    ("nothing_like_it: x\n", 1, ""),
]
QUIET = [
    "",
    "author: A.\n",
    "---\nauthor: A.\n",
    "business_objective: |\n  tabs\tand\u00a0spaces and \u200b inside\n",
    f"{METRIC}  threshold: >= 35 %\n",
]


@pytest.mark.parametrize("text", QUIET)
def test_stays_quiet(text: str) -> None:
    assert diagnose(text, QUESTIONS) == ((), text)


@pytest.mark.parametrize(("text", "line", "corrected"), MISTAKES)
def test_names_line_and_correction(text: str, line: int, corrected: str) -> None:
    (mistake,) = diagnose(text, QUESTIONS).mistakes
    assert (mistake.line, mistake.corrected) == (line, corrected)


@pytest.mark.parametrize("text", [text for text, _, _ in MISTAKES])
def test_what_is_mended_can_be_read_and_nothing_is_lost(text: str) -> None:
    mended = diagnose(text, QUESTIONS).text
    parse_charter(mended, QUESTIONS)
    values = [line.split(": ")[1] for line in text.split("\n") if ": " in line]
    assert all(value.strip("\"'") in mended for value in values)


def test_many_mistakes_are_told_at_once() -> None:
    text = (
        "Business objective: from 4 to 3\n"
        "  decision_action: |\n    the riskiest go to a person\n"
        "prediction_target:\n\tunit_of_analysis: card\n"
        '  label_definition: "90 days late\n'
        "  prediction_time: at approval: now\n"
        "---\n"
        "limitations: % of loans\n"
    )
    found = diagnose(text, QUESTIONS)
    assert [mistake.line for mistake in found.mistakes] == [1, 2, 5, 6, 7, 8, 9]
    assert list(parse_charter(found.text, QUESTIONS).answers) == [
        "business_objective",
        "decision_action",
        "prediction_target",
        "limitations",
    ]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_text_is_diagnosed(data: st.DataObject) -> None:
    """A text to fill in with some characters struck or put in: told without failing."""
    text = write_charter(Charter(author="A."), QUESTIONS, gates=("data",))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        put_in = data.draw(st.text("\t\u00a0\u200b\"'[]{}:#-|>%\n x", max_size=3))
        text = text[:at] + put_in + text[at + 1 :]
    found = diagnose(text, QUESTIONS)
    try:
        parse_charter(text, QUESTIONS)
    except CharterError:
        assert found.mistakes
    else:
        assert found == ((), text)


# -- a magic that is not the first line --------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "%%charter\nauthor: A.",
        "\n\n%%charter\nauthor: A.",
        "text = '''\n%%charter\n'''",
        "# about %%charter cells\nx = 1",
        "%%time\nx = 1",
        "%%writefile charter.txt\nhello\n%%charter\n",
    ],
)
def test_a_magic_where_it_belongs_or_none(source: str) -> None:
    assert misplaced_magic(source) is None


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("# note\n%%charter\nauthor: A.", "first line"),
        ("#@title Charter\n%%charter\nauthor: A.", "first line"),
        ("#| hide\n\n%%charter\nauthor: A.", "first line"),
        ("%load_ext nbready\n%%charter\nauthor: A.", "first line"),
        ("%%Charter\nauthor: A.", "lower case"),
        ("%%CHARTER", "lower case"),
    ],
)
def test_a_magic_that_is_misplaced(source: str, word: str) -> None:
    error = misplaced_magic(source)
    assert error is not None
    assert word in str(error)
    mended = replaced_magic(source)
    assert is_charter_source(mended)
    assert word == "lower case" or source.split("\n", maxsplit=1)[0].strip("%#") in mended
