"""Tags and a description for a run or a model version in MLflow, and the way they get there."""

from __future__ import annotations

import json
from collections.abc import Iterator

from nbready.brief import compose_brief
from nbready.brief.markdown import brief_markdown
from nbready.charter.fingerprint import fingerprint_charter
from nbready.charter.words import bare
from nbready.errors import ConfigError
from nbready.export.source import Source

MAX_KEY, MAX_VALUE = 250, 5_000
"""What every MLflow server takes: characters of a key, bytes of a value."""
PREFIX = "nbready."
DESCRIPTION = "mlflow.note.content"

# Answers that become tags. Reviews and sign-offs do not: a job that waits for somebody's word must not find
# something that looks like it. The description tells a person what stands on record.
_ANSWERS = (
    ("intent", "project_intent", "intent"),
    ("objective", "business_objective", ""),
    ("decision", "decision_action", ""),
    ("unit", "prediction_target", "unit_of_analysis"),
    ("label", "prediction_target", "label_definition"),
    ("metric", "success_metric", "name"),
    ("threshold", "success_metric", "threshold"),
    ("baseline", "success_metric", "baseline"),
    ("result", "measured_result", "value"),
    ("result.uncertainty", "measured_result", "uncertainty"),
    ("result.data", "measured_result", "data"),
    ("limitations", "limitations", ""),
)
# A whole value that a job could take for somebody's word, whatever the tag is called.
_LEAVE = (
    *("approved", "approve", "accepted", "signed", "go", "ok", "okay", "yes", "true"),
    *("passed", "pass", "valid", "ready", "production"),
)
_CUT = " …"


def tags_of(source: Source) -> dict[str, str]:
    """The tags, within MLflow's limits, and the description as its own tag."""
    return {
        f"{PREFIX}{name}"[:MAX_KEY]: cut(text, MAX_VALUE)
        for name, text in _tags(source)
        if text.strip() and bare(text) not in _LEAVE
    } | {DESCRIPTION: cut(description_of(source), MAX_VALUE)}


def description_of(source: Source) -> str:
    """The brief, as the description of a run or a model version."""
    brief = compose_brief(source.review, source.charter, name=source.name, valuation=source.valuation)
    return brief_markdown(brief)


def _tags(source: Source) -> Iterator[tuple[str, str]]:
    yield "charter", source.name
    yield "fingerprint", fingerprint_charter(source.charter)
    for name, key, part in _ANSWERS:
        yield name, source.text(key, part)
    for gate, state in source.gates.items():
        count = len(state.open)
        yield f"open_questions.{gate}", "not asked" if state.status == "not_asked" else str(count)


def tags_json(source: Source) -> str:
    """The tags as JSON, for whoever sets them by other means."""
    return json.dumps({"tags": tags_of(source)}, indent=2, ensure_ascii=False) + "\n"


def cut(text: str, most: int) -> str:
    """A text of at most so many bytes in UTF-8, with a sign where it was cut."""
    data = text.encode(errors="replace")
    if len(data) <= most:
        return data.decode()
    return data[: most - len(_CUT.encode())].decode(errors="ignore") + _CUT


def log_tags(source: Source, *, run_id: str | None, model: str | None, version: str | None) -> None:
    """Set the tags on a run, and on a registered model version where one is named.

    Raises:
        ConfigError: MLflow is not installed, or there is no run to tag.
    """
    try:
        import mlflow
    except ImportError as error:
        remedy = "Install it: `pip install 'nbready[mlflow]'`."
        raise ConfigError("This needs MLflow.", remedy=remedy) from error
    client, tags = mlflow.MlflowClient(), tags_of(source)
    if run_id is None and model is None:
        active = mlflow.active_run()
        if active is None:
            remedy = (
                "Call it inside `with mlflow.start_run():`, or pass `run_id=` or `model=` and `version=`."
            )
            raise ConfigError("No run of MLflow is active.", remedy=remedy)
        run_id = active.info.run_id
    if run_id is not None:
        for key, value in tags.items():
            client.set_tag(run_id, key, value)
    if model is not None and version is not None:
        description = tags.pop(DESCRIPTION)
        for key, value in tags.items():
            client.set_model_version_tag(model, str(version), key, value)
        client.update_model_version(model, str(version), description=description)
