"""Amendments and seals as the YAML and the metadata hold them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from lint_notebooks import full_charter
from nbready.charter.check import review_charter
from nbready.charter.fill_in import write_charter
from nbready.charter.fingerprint import fingerprint_charter
from nbready.charter.model import Amendment, Charter, Questions
from nbready.charter.parse import charter_from_mapping, charter_to_mapping, parse_charter
from nbready.charter.schema import charter_schema
from nbready.errors import CharterError

TEXT = """\
limitations: Not for SME loans
amendments:
  success_metric-1:
    was: "threshold: >= 35 %"
    reason: the extract changed
    by: N. Data
    date: 2026-10-19
    seen: held_out
    from: 4e1c9a77ab02
    to: 91fe3d0bd7f3
  limitations-12: {reason: a typo}
sealed:
  data: 2026-10-02 load 4e1c9a 0bd7f3
"""


def test_they_are_read_and_written(questions: Questions) -> None:
    charter = parse_charter(TEXT, questions)
    assert charter.amendments["success_metric-1"] == Amendment(
        "success_metric", 1, "threshold: >= 35 %", "the extract changed", "N. Data", "2026-10-19", "held_out",
        "4e1c9a77ab02", "91fe3d0bd7f3",
    )  # fmt: skip
    assert charter.amendments["limitations-12"] == Amendment("limitations", 12, reason="a typo")
    assert charter.sealed == {"data": "2026-10-02 load 4e1c9a 0bd7f3"}
    assert parse_charter(write_charter(charter, questions), questions) == charter
    assert charter_from_mapping(charter_to_mapping(charter), questions) == charter
    # What is on record about changes is not what is promised.
    assert fingerprint_charter(charter) == fingerprint_charter(Charter(answers=charter.answers))


@pytest.mark.parametrize("text", ["amendments:", "sealed:", "sealed: {data: }", "amendments: {}"])
def test_empty_ones_are_nothing(text: str, questions: Questions) -> None:
    assert parse_charter(text, questions) == Charter()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("amendments: {success_metric: {}}", "names no amendment"),
        ("amendments: {success_metric-0: {}}", "names no amendment"),
        ("amendments: {sucess_metric-1: {}}", "Unknown question `sucess_metric`"),
        ("amendments: {success_metric-1: {why: x}}", "Unknown part of `amendments.success_metric-1`"),
        ("amendments: {success_metric-1: yes}", "An amendment must be"),
        ("sealed: {date: x}", "Unknown gate `date`"),
        ("sealed: today", "`sealed` must be"),
    ],
)
def test_what_they_cannot_be_is_said(text: str, message: str, questions: Questions) -> None:
    with pytest.raises(CharterError, match=re.escape(message)):
        parse_charter(text, questions)


def test_the_schema_knows_them(questions: Questions) -> None:
    properties = charter_schema(questions)["properties"]
    ((pattern, entry),) = properties["amendments"]["patternProperties"].items()
    assert re.search(pattern, "success_metric-1")
    assert not re.search(pattern, "success_metric-0")
    assert set(entry["properties"]) == {"was", "reason", "by", "date", "seen", "from", "to"}
    assert set(properties["sealed"]["properties"]) == {"data", "model", "launch"}


@pytest.mark.parametrize(
    ("key", "seen", "was", "words"),
    [
        ("success_metric", "held_out", "threshold: >= 99 %", ">= 99 % →"),
        ("success_metric", "Held-out", "name: another one", "name: another one"),
        ("prediction_target", "held_out", "horizon: 6 months", "Prediction target was changed on 2026-10-19"),
        ("success_metric", "training", "threshold: >= 99 %", ""),
        ("limitations", "held_out", "none", ""),
    ],
)
def test_a_bar_that_moved_after_the_result_is_told_beside_it(
    key: str, seen: str, was: str, words: str, questions: Questions
) -> None:
    made = Amendment(key, 1, was=was, reason="r", by="b", date="2026-10-19", seen=seen)
    charter = replace(full_charter(), amendments={made.name: made})
    review = review_charter(charter, questions, today=dt.date(2026, 11, 15))
    said = [r.message for r in review.standings["measured_result"].remarks if r.check == "changed_after_seen"]
    assert bool(said) == bool(words)
    assert not words or words in said[0]
    assert review.standings["measured_result"].status == "answered"
