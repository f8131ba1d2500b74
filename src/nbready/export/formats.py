"""The formats of an export, each listed once: its name and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from nbready.export.source import Source


class Format(NamedTuple):
    """One format.

    Attributes:
        write: The record as the text of a file.
        what: What it is, for a list of formats.
        place: Where it is a part of a file: the file with that part brought up to date.
    """

    write: Callable[[Source], str]
    what: str
    place: Callable[[str, str], str] | None = None


def _model_card(source: Source) -> str:
    from nbready.export.model_card import model_card

    return model_card(source)


def _mlflow(source: Source) -> str:
    from nbready.export.tracking import tags_json

    return tags_json(source)


def _annex_iv(source: Source) -> str:
    from nbready.export.annex_iv import annex_iv

    return annex_iv(source)


def _json(source: Source) -> str:
    from nbready.export.record import record_json

    return record_json(source)


def _readme(source: Source) -> str:
    from nbready.export.readme import readme_section

    return readme_section(source)


def _place_section(before: str, section: str) -> str:
    from nbready.export.readme import place_section

    return place_section(before, section)


FORMATS: Mapping[str, Format] = {
    "model-card": Format(_model_card, "a model card for the Hugging Face Hub"),
    "mlflow": Format(_mlflow, "tags and description of an MLflow run or model version, as JSON"),
    "annex-iv": Format(_annex_iv, "a draft of technical documentation after Annex IV of the EU AI Act"),
    "readme": Format(_readme, "the problem description of a README, as a section of it", _place_section),
    "json": Format(_json, "the whole record"),
}
