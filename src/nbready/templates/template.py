"""What a template holds, decided before any notebook is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nbready.charter.check import review_charter
from nbready.charter.fill_in import write_cell
from nbready.charter.model import Charter, Gate, Questions, Value
from nbready.charter.parse import charter_to_mapping
from nbready.charter.questions import default_questions, questions_of, read_questions_file
from nbready.charter.store import stored_value
from nbready.errors import ConfigError
from nbready.gate import Level, Policy
from nbready.nearest import did_you_mean
from nbready.templates.lock import lock
from nbready.templates.preset import Preset


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A notebook to hand out, as a plan.

    Attributes:
        name: What reports and messages call it.
        title: The notebook's heading; empty for none.
        charter: What the charter cell is filled with.
        questions: The questions in force in it.
        embedded: The questions file's content that it carries; None for the default questions.
        policy: What its gates do, wherever it is opened.
        pinned: Answers that hold whatever the notebook says.
        guidance: A line for each part after the charter.
        examples: Good answers of its kind of project.
        preset: The preset that they are from; empty for none.
        points: What the charter is worth to nbgrader; None for an ordinary cell.
        test_points: What the data gate's answers are worth to nbgrader's own test; None for no test.
    """

    name: str
    title: str = ""
    charter: Charter = field(default_factory=Charter)
    questions: Questions = field(default_factory=default_questions)
    embedded: Value | None = None
    policy: Policy = Policy()
    pinned: Mapping[str, Value] = field(default_factory=dict)
    guidance: Mapping[Gate, str] = field(default_factory=dict)
    examples: Charter = field(default_factory=Charter)
    preset: str = ""
    points: float | None = None
    test_points: float | None = None

    @property
    def charter_cell(self) -> str:
        """The source of its charter cell."""
        shown = self.questions.showing(self.examples.answers)
        return write_cell(self.charter, shown, pinned=self.pinned).rstrip("\n")

    @property
    def metadata(self) -> dict[str, Any]:
        """Its ``metadata.nbready``."""
        policy: dict[str, Level] = {**self.policy.as_dict()}
        locked = lock(
            self.name, questions=self.embedded, policy=policy, pinned=self.pinned, preset=self.preset
        )
        return stored_value(self.charter, {"version": 1, **locked})

    def with_answers(self, charter: Charter) -> Template:
        """The same template, its cell filled with another charter; what is pinned stays."""
        return replace(self, charter=replace(charter, answers={**charter.answers, **self.pinned}))

    def pinning(self, keys: Collection[str]) -> Template:
        """The same template with more of its answers pinned.

        Raises:
            ConfigError: There is no such question, or its answer is not complete.
        """
        standings = review_charter(self.charter, self.questions, today=dt.date.today()).standings
        for key in keys:
            if key not in standings:
                raise ConfigError(
                    f"There is no question `{key}` to pin.", remedy=did_you_mean(key, standings)
                )
            if standings[key].status != "answered":
                remedy = "Write the answer into a preset of your own: `[tool.nbready] presets`."
                raise ConfigError(f"`{key}` has no complete answer to pin.", remedy=remedy)
        return replace(self, pinned={**self.pinned, **{key: self.charter.answers[key] for key in keys}})


def plan_template(
    name: str,
    *,
    preset: Preset | None = None,
    title: str = "",
    questions: Questions | None = None,
    embedded: Value | None = None,
    policy: Policy | None = None,
    intent: Mapping[str, Value] | None = None,
    points: float | None = None,
    test_points: float | None = None,
) -> Template:
    """A template out of its ingredients; arguments as the attributes of :class:`Template`.

    The intent is pinned (``deployment`` unless another is given), so that a course on deployment is not
    switched off by one word.
    """
    asked = questions or default_questions()
    pinned: dict[str, Value] = {}
    if "project_intent" in asked:
        pinned["project_intent"] = dict(intent or {"intent": "deployment"})
    template = Template(
        name=name,
        title=title,
        questions=asked,
        embedded=embedded,
        policy=policy or Policy(),
        pinned=pinned,
        guidance=preset.guidance if preset else {},
        examples=preset.example if preset else Charter(),
        preset=preset.name if preset else "",
        points=points,
        test_points=test_points,
    )
    return template.with_answers(preset.charter if preset else Charter())


def solved(template: Template, preset: Preset) -> Template:
    """The template filled in as the preset's worked example.

    Raises:
        ConfigError: The preset has none.
    """
    if not charter_to_mapping(preset.example):
        raise ConfigError(
            "This preset has no worked example.", path=preset.path, remedy="Add one under `example:`."
        )
    return template.with_answers(preset.example)


def read_questions(path: Path) -> tuple[Questions, Value]:
    """The questions of a file, and its content as a notebook carries it.

    Raises:
        QuestionsError: It cannot be read or used.
    """
    reading = read_questions_file(path)
    return questions_of(reading, path), reading.value
