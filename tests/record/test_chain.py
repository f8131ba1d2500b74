"""Every change after the seal is found and named; nothing else is."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.charter.fill_in import write_cell, write_charter
from nbready.charter.model import Charter, Value
from nbready.charter.parse import charter_from_mapping, charter_to_mapping, parse_charter
from nbready.charter.store import charter_body
from nbready.charter.words import texts_in
from nbready.record.cell import write_record
from record.edits import ALL, edits
from record.records import QUESTIONS, Record, sealed

HALVES = {"both": ALL, "cell": ALL.without_metadata(), "metadata": ALL.without_lines()}


def is_same(one: Value, other: Value) -> bool:
    """Whether two answers differ in white space and the spelling of characters alone."""
    return spaceless(one) == spaceless(other)


def spaceless(value: Value) -> object:
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, dict):
        return {key: spaceless(item) for key, item in value.items()}
    return [spaceless(item) for item in value]


@pytest.mark.parametrize("half", HALVES)
def test_a_sealed_charter_is_whole(half: str) -> None:
    assert not HALVES[half].breaks


@given(edits(), st.sampled_from(list(HALVES)))
def test_every_single_edit_is_found_and_named(edit: tuple[str, Value], half: str) -> None:
    key, value = edit
    record = HALVES[half].edit(key, value or None)
    if not is_same(value, ALL.charter.answers[key]):
        assert record.named == (key,)
        assert record.breaks[0].kind == ("changed" if value or half == "cell" else "removed")


@given(edits(), st.sampled_from(["both", "metadata"]))
def test_an_amendment_mends_it_and_the_next_edit_is_found_again(edit: tuple[str, Value], half: str) -> None:
    key, value = edit
    before = HALVES[half]
    record = before.edit(key, value or None)
    if not record.breaks:
        return
    amended = record.amend(key)
    assert not amended.breaks
    assert not amended.without_metadata().breaks or half == "metadata"
    # Back to what was sealed is a change as well.
    back = amended.edit(key, before.charter.answers[key])
    assert back.named == (key,)
    assert not back.amend(key).breaks


@given(edits(), edits(), st.sampled_from(["both", "metadata"]))
def test_two_branches_that_amend_different_questions_merge(
    one: tuple[str, Value], other: tuple[str, Value], half: str
) -> None:
    base = HALVES[half]
    left, right = base.edit(one[0], one[1] or None), base.edit(other[0], other[1] or None)
    if one[0] == other[0] or not left.breaks or not right.breaks:
        return
    left, right = left.amend(one[0]), right.amend(other[0])
    merged = left.edit(other[0], other[1] or None)
    amendments = {**left.charter.amendments, **right.charter.amendments}
    merged = merged._replace(charter=replace(merged.charter, amendments=amendments))
    assert not merged.breaks
    # Without one of the two entries, that one is named.
    assert left.edit(other[0], other[1] or None).named == (other[0],)


@given(st.permutations(list(ALL.charter.answers)), st.booleans(), st.sampled_from(list(HALVES)))
def test_another_order_and_layout_are_no_change(order: list[str], is_wrapped: bool, half: str) -> None:
    record = HALVES[half]
    mapping = charter_to_mapping(record.charter)
    answers = {key: mapping.pop(key) for key in order}
    again = charter_from_mapping({**answers, **mapping}, QUESTIONS)
    text = write_charter(again, QUESTIONS)
    if is_wrapped:
        lines = text.split("\n")
        text = "\n".join(_wrapped(line, before) for line, before in zip(lines, ["", *lines], strict=False))
    assert not record._replace(charter=parse_charter(text, QUESTIONS)).breaks


def _wrapped(line: str, before: str) -> str:
    """The first line of a block of prose on two lines."""
    words = line.split(" ")
    margin = line[: len(line) - len(line.lstrip())]
    cut = len(margin) + 2
    is_prose = before.endswith(" |") and len(words) > cut
    return " ".join(words[:cut]) + f"\n{margin}" + " ".join(words[cut:]) if is_prose else line


@pytest.mark.parametrize("half", HALVES)
def test_what_was_open_or_put_off_can_be_filled_in(half: str) -> None:
    late = ("decision_maker", "feature_availability")
    record = (
        sealed("data", without=late).without_lines() if half == "metadata" else sealed("data", without=late)
    )
    record = record.without_metadata() if half == "cell" else record
    filled = record.edit("decision_maker", ALL.charter.answers["decision_maker"])
    assert not record.breaks
    assert not filled.breaks
    # The next gate seals it with its own.
    later = filled.seal("model")
    assert later.edit("decision_maker", {"approver": "somebody else", "process_owner": "x"}).named == (
        "decision_maker",
    )


def test_a_baseline_that_was_not_measured_yet_is_filled_in() -> None:
    metric = dict(ALL.charter.answers["success_metric"])  # type: ignore[arg-type]
    record = sealed("data", success_metric={**metric, "baseline": "Not measured yet"})
    measured = record.edit("success_metric", {**metric, "baseline": "22 %"})
    assert not record.breaks
    assert not measured.breaks
    assert not measured.without_metadata().breaks
    assert record.edit("success_metric", {**metric, "baseline": "22 %", "threshold": "1 %"}).named
    # From training on the baseline is sealed as well; amendments before and after that count.
    trained = measured.seal("model")
    assert not trained.breaks
    assert not trained.without_metadata().breaks
    assert trained.edit("success_metric", {**metric, "baseline": "21 %"}).named == ("success_metric",)
    lower = {**metric, "baseline": "22 %", "threshold": ">= 30 %"}
    early = measured.edit("success_metric", lower).amend("success_metric").seal("model")
    assert not early.breaks
    assert early.edit("success_metric", {**lower, "baseline": "21 %"}).named == ("success_metric",)
    late = early.edit("success_metric", {**lower, "baseline": "21 %"}).amend("success_metric")
    assert not late.breaks
    assert not late.without_metadata().breaks


def test_people_and_entries_have_no_order() -> None:
    consulted = ALL.charter.answers["stakeholders_consulted"]
    assert isinstance(consulted, list)
    two = [*consulted, {"who": "R. Diaz", "date": "2026-03-10", "response": "agreed"}]
    record = sealed(stakeholders_consulted=two)
    assert not record.edit("stakeholders_consulted", two[::-1]).breaks
    assert record.edit("stakeholders_consulted", two[:1]).named == ("stakeholders_consulted",)


@pytest.mark.parametrize("key", ["measured_result", "sign_off"])
def test_result_and_sign_off_are_not_sealed(key: str) -> None:
    assert not ALL.edit(key, None).breaks


def test_swapped_answers_are_two_changes() -> None:
    one, other = "business_objective", "decision_action"
    record = ALL.edit(one, ALL.charter.answers[other]).edit(other, ALL.charter.answers[one])
    assert record.named == (one, other)
    assert record.without_metadata().breaks[0].questions == (one, other)


def test_an_unfinished_amendment_says_what_it_lacks() -> None:
    metric = dict(ALL.charter.answers["success_metric"])  # type: ignore[arg-type]
    record = ALL.edit("success_metric", {**metric, "threshold": "1 %"}).amend("success_metric", reason="")
    (found,) = record.breaks
    assert (found.kind, found.detail) == ("unfinished", "success_metric-1: reason")
    assert not record.amend("success_metric", reason="a typo").breaks
    assert list(record.amend("success_metric").charter.amendments) == ["success_metric-1"]


def test_a_seal_that_was_rewritten_in_one_half_is_seen() -> None:
    changed = ALL.edit("limitations", "None that we know of, honestly.")
    anew = Record(replace(changed.charter, sealed={}, amendments={})).seal("data", "model", "launch")
    lines_only = Record(anew.charter, ALL.stored)
    stored_only = Record(replace(changed.charter, sealed=ALL.charter.sealed), anew.stored)
    assert lines_only.named[0] == stored_only.named[0] == "limitations"


def test_a_line_that_is_no_seal_is_said() -> None:
    record = ALL._replace(charter=replace(ALL.charter, sealed={**ALL.charter.sealed, "data": "yesterday"}))
    assert [found.kind for found in record.breaks] == ["unreadable"]


def test_seals_are_completed_from_what_is_left() -> None:
    from nbready.record.sealing import stored_seals, with_lines

    cell = ALL.without_metadata()
    rebuilt = stored_seals(cell.charter, cell.seals, QUESTIONS)
    assert rebuilt == ALL.stored
    stored = ALL.without_lines()
    assert with_lines(stored.charter, stored.seals).sealed == ALL.charter.sealed


def test_learning_from_an_answer_is_not_possible() -> None:
    words = set(texts_in(list(ALL.charter.answers.values())))
    assert not words & set(texts_in(list(charter_to_mapping(Charter(sealed=ALL.charter.sealed)).values())))


@given(edits(), st.sampled_from(["# a word of mine\n", "\n\n", "author: N. Data  # me\n"]))
def test_the_cell_keeps_every_line_that_people_wrote(edit: tuple[str, Value], extra: str) -> None:
    charter = replace(ALL.charter, sealed={}, amendments={}, author="")
    source = write_cell(charter, QUESTIONS).replace("author:\n", extra, 1)
    written = parse_charter(charter_body(source), QUESTIONS)
    target = replace(
        written, sealed=ALL.charter.sealed, amendments=ALL.edit(*edit).amend(edit[0]).charter.amendments
    )
    result = write_record(source, target, QUESTIONS)
    assert parse_charter(charter_body(result), QUESTIONS) == target
    kept = iter(result.split("\n"))
    assert all(line in kept for line in source.rstrip("\n").split("\n"))
    assert write_record(result, target, QUESTIONS) == result
