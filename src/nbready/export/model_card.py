"""A model card, written and checked by huggingface_hub: what the charter knows, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nbready.charter.card.markdown import markdown_text
from nbready.charter.quantity import read_quantity
from nbready.errors import ConfigError
from nbready.export.sections import Sections, section_lines
from nbready.export.source import Source

_SECTIONS: Sections = (
    (
        "Uses",
        (
            ("business_objective", "", "Purpose"),
            ("decision_action", "", "Intended use"),
            ("prediction_target", "", "Predicts"),
            ("operational_change", "", "Users"),
        ),
    ),
    ("Out-of-scope use, bias, risks and limitations", (("limitations", "", "Limitations"),)),
    (
        "Data",
        (
            ("data_classification", "source", "Source"),
            ("data_classification", "class", "Classification"),
            ("data_classification", "permission", "Permission"),
            ("feature_availability", "", "Features in operation"),
        ),
    ),
    (
        "Evaluation",
        (
            ("success_metric", "name", "Metric"),
            ("success_metric", "evaluated_on", "Evaluated on"),
            ("success_metric", "threshold", "Promised beforehand"),
            ("success_metric", "baseline", "Today's method"),
            ("success_metric", "baseline_source", "Today's method is"),
            ("measured_result", "value", "Result"),
            ("measured_result", "uncertainty", "Uncertainty"),
            ("measured_result", "date", "Measured on"),
        ),
    ),
    (
        "In operation",
        (
            ("integration", "mode", "Mode"),
            ("fallback_rollback", "", "Fallback"),
            ("monitoring_plan", "plan", "Monitoring"),
        ),
    ),
)


def model_card(source: Source) -> str:
    """The card: metadata block and sections; what the charter does not say is left out.

    Raises:
        ConfigError: huggingface_hub is not installed.
    """
    try:
        from huggingface_hub import EvalResult, ModelCard, ModelCardData
    except ImportError as error:
        remedy = "Install it: `pip install 'nbready[hub]'`."
        raise ConfigError("A model card needs huggingface_hub.", remedy=remedy) from error
    result = _result(source)
    data = ModelCardData(
        tags=["nbready"],
        # The Hub asks for a task and a kind of data set where there is a result; no answer says which.
        eval_results=[EvalResult(task_type="other", dataset_type="other", **result)] if result else None,
        model_name=_name(source) if result else None,
    )
    card = ModelCard(f"---\n{data.to_yaml()}\n---\n\n" + "\n".join(_lines(source)) + "\n")
    return str(card)


def _result(source: Source) -> dict[str, Any] | None:
    value = read_quantity(source.text("measured_result", "value"))
    metric, data = source.text("measured_result", "metric"), source.text("measured_result", "evaluated_on")
    if value is None or not metric or not data:
        return None
    kind = source.text("success_metric", "computed_as").replace(" ", "_") or "custom"
    return {
        "metric_type": kind,
        "metric_name": _flat(metric),
        "metric_value": value.number,
        "dataset_name": _flat(data),
    }


def _lines(source: Source) -> Iterator[str]:
    yield f"# {markdown_text(_name(source))}"
    author = source.charter.author
    if author:
        yield from ("", f"By {markdown_text(author)}.")
    yield from section_lines(source, _SECTIONS)
    yield from ("", "*Written from the project's charter; what it does not say is left out.*")


def _name(source: Source) -> str:
    return re.sub(r"\.(ipynb|ya?ml)$", "", source.name) or "Model"


def _flat(text: str) -> str:
    return " ".join(text.split())
