"""The charter as a section of a README: what the problem is, and how the solution will be used.

The section stands between two comments that no page shows. All else in the file is people's, and stays.
"""

from __future__ import annotations

import re

from nbready.errors import ConfigError
from nbready.export.sections import Sections, section_lines
from nbready.export.source import Source

BEGIN = "<!-- nbready: begin, written from the charter -->"
END = "<!-- nbready: end -->"

_BEGIN = re.compile(r"^<!-- nbready: begin\b[^\n]*-->[ \t]*$", re.MULTILINE)
_END = re.compile(r"^<!-- nbready: end\b[^\n]*-->[ \t]*$", re.MULTILINE)

_SECTIONS: Sections = (
    (
        "What the problem is",
        (
            ("business_objective", "", "Objective"),
            ("prediction_target", "unit_of_analysis", "For each"),
            ("prediction_target", "label_definition", "Predicted is"),
            ("prediction_target", "prediction_time", "When"),
            ("prediction_target", "horizon", "Horizon"),
        ),
    ),
    (
        "How the solution will be used",
        (
            ("decision_action", "", "Decision"),
            ("decision_maker", "approver", "Who says yes"),
            ("operational_change", "", "Whose work changes"),
            ("integration", "target_system", "Where predictions go"),
            ("integration", "interface", "Interface"),
            ("fallback_rollback", "", "Without the model"),
        ),
    ),
    (
        "What result counts",
        (
            ("success_metric", "name", "Metric"),
            ("success_metric", "threshold", "Promised beforehand"),
            ("success_metric", "baseline", "Without the model"),
            ("success_metric", "baseline_source", "That is"),
            ("success_metric", "evaluated_on", "Measured on"),
            ("measured_result", "value", "Result"),
            ("measured_result", "uncertainty", "Uncertainty"),
        ),
    ),
    (
        "The data",
        (
            ("data_classification", "source", "Source"),
            ("data_classification", "permission", "Permission"),
            ("feature_availability", "", "Known in time"),
            ("limitations", "", "Limitations"),
        ),
    ),
)


def readme_section(source: Source) -> str:
    """The section, its two comments included. Answers that still have a blank are left out."""
    answered = {key for key, standing in source.review.standings.items() if standing.status == "answered"}
    shown = tuple(
        (title, tuple(line for line in answers if line[0] in answered)) for title, answers in _SECTIONS
    )
    lines = list(section_lines(source, shown, level=3))
    empty = ["", "*The charter has no complete answer yet.*"]
    return "\n".join((BEGIN, "## Problem description", *(lines or empty), "", END, ""))


def place_section(before: str, section: str) -> str:
    """A README with its section brought up to date; at its end where it has none. Line ends stay.

    Raises:
        ConfigError: The comments are not one pair.
    """
    end = "\r\n" if "\r\n" in before else "\n"
    text = before.replace("\r\n", "\n")
    begins, ends = list(_BEGIN.finditer(text)), list(_END.finditer(text))
    if not begins and not ends:
        gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
        return (text + gap + section).replace("\n", end)
    if len(begins) != 1 or len(ends) != 1 or ends[0].start() < begins[0].end():
        line = text.count("\n", 0, (begins or ends)[-1].start()) + 1
        remedy = f"Keep one line `{BEGIN}` and, below it, one line `{END}`."
        raise ConfigError(
            f"Line {line}: the comments around the charter's section are not one pair.", remedy=remedy
        )
    return (text[: begins[0].start()] + section.rstrip("\n") + text[ends[0].end() :]).replace("\n", end)
