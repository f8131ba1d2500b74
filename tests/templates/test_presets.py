"""Presets: words in place, numbers blank, and a worked example that every check lets pass."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from nbready.charter.check import review_charter
from nbready.charter.fill_in import write_charter
from nbready.charter.model import GATES, Value
from nbready.charter.parse import parse_charter
from nbready.charter.questions import default_questions, extend_questions
from nbready.charter.words import texts_in
from nbready.errors import ConfigError
from nbready.templates.preset import Preset, find_presets, load_preset

NAMES = (
    "churn",
    "credit-default",
    "demand-forecast",
    "fraud",
    "generative-assistant",
    "predictive-maintenance",
    "zoomcamp-project",
)
TODAY = dt.date(2026, 1, 1)
QUANTITIES = {
    (question.key, part.key)
    for question in default_questions()
    for part in question.parts
    if part.type in ("quantity", "quantities")
}


@pytest.fixture(params=NAMES)
def preset(request: pytest.FixtureRequest) -> Preset:
    return load_preset(request.param)


def test_these_are_shipped() -> None:
    assert tuple(find_presets()) == NAMES


def test_a_worked_example_passes_every_check_without_a_remark(preset: Preset) -> None:
    review = review_charter(preset.example, default_questions(), today=TODAY)
    assert {
        key: s.remarks for key, s in review.standings.items() if s.remarks or s.status != "answered"
    } == {}
    assert set(review.standings) == set(default_questions().by_key)
    assert review.intent == "deployment"


def test_as_it_is_handed_out_everything_but_the_intent_is_open(preset: Preset) -> None:
    review = review_charter(preset.charter, default_questions(), today=TODAY)
    assert [key for key, s in review.standings.items() if s.status == "answered"] == ["project_intent"]


def test_no_amount_is_given_away(preset: Preset) -> None:
    for key, answer in preset.charter.answers.items():
        for part, value in answer.items() if isinstance(answer, dict) else ():
            if (key, part) in QUANTITIES and (key, part) not in {("monitoring_plan", "label_delay")}:
                assert all("____" in text for text in texts_in(value)), (key, part)


def test_every_blank_is_four_underscores(preset: Preset) -> None:
    texts = [text for answer in preset.charter.answers.values() for text in texts_in(answer)]
    assert {run for text in texts for run in re.findall("_{2,}", text)} == {"____"}


def test_a_line_of_guidance_for_each_place(preset: Preset) -> None:
    assert set(preset.guidance) == set(GATES)
    assert preset.title
    assert preset.summary.endswith(".")


@pytest.mark.parametrize("which", ["charter", "example"])
def test_written_out_and_read_back_it_is_the_same(preset: Preset, which: str) -> None:
    charter = getattr(preset, which)
    assert parse_charter(write_charter(charter, default_questions()), default_questions()) == charter


def test_presets_do_not_copy_from_each_other() -> None:
    seen: dict[str, str] = {}
    for name, preset in find_presets().items():
        for key in ("business_objective", "decision_action", "limitations"):
            text = str(preset.example.answers[key])
            assert seen.setdefault(text, name) == name


OWN = """\
title: Returns
summary: Which order comes back.
charter:
  business_objective: "Lower the return rate from ____ % to ____ %."
"""


def test_an_organisations_folder_adds_and_overrides(tmp_path: Path) -> None:
    (tmp_path / "returns.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "churn.yaml").write_text("title: Our churn\n", encoding="utf-8")
    presets = find_presets(tmp_path)
    assert set(presets) == {*NAMES, "returns"}
    assert presets["returns"].charter.answers == {
        "business_objective": "Lower the return rate from ____ % to ____ %."
    }
    assert presets["churn"].title == "Our churn"


def test_a_project_that_dropped_or_changed_a_question_still_has_the_presets() -> None:
    changed: Value = {
        "drop": ["limitations"],
        "questions": {"integration": {"type": "long_text", "prompt": "Where?", "example": "There, nightly."}},
    }
    questions = extend_questions(changed, default_questions())
    preset = load_preset("churn", questions=questions)
    assert "limitations" not in preset.charter.answers
    assert "integration" not in preset.example.answers
    assert "business_objective" in preset.charter.answers


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("titel: x\n", "Unknown key `titel` in a preset. Did you mean `title`?"),
        ("- x\n", "A preset must be `key: value` lines."),
        ("guidance: {lunch: x}\n", "There is no gate `lunch`. Did you mean `launch`?"),
        ("charter: {bussiness_objective: x}\n", "Unknown question `bussiness_objective`."),
        ("title: [a, b]\n", "`title` must be a text."),
        ("title: &a x\n", ":1:"),
    ],
)
def test_a_malformed_preset_is_one_message_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(message)) as caught:
        load_preset("own", tmp_path)
    assert "own.yaml" in str(caught.value)


def test_an_unknown_name_is_offered_the_nearest() -> None:
    with pytest.raises(ConfigError, match="Did you mean `fraud`"):
        load_preset("frod")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        find_presets(tmp_path / "nowhere")


def test_an_impossible_choice_is_refused_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("charter:\n  success_metric:\n    direction: low\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"`success_metric`.*low"):
        load_preset("own", tmp_path)
