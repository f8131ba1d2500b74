"""The record in other formats: what the charter says, nothing that it does not, and nothing that runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import nbready
from brief.charters import QUESTIONS, TODAY, TRIAGE, VALUATION, examples, filled
from nbready.charter.check import review_charter
from nbready.charter.model import Amendment, Charter
from nbready.charter_file import open_document
from nbready.cli.export import command
from nbready.errors import ConfigError
from nbready.export import FORMATS, Source, read_source
from nbready.export.annex_iv import outline
from nbready.export.record import SCHEMA
from nbready.export.tracking import DESCRIPTION, MAX_KEY, MAX_VALUE, cut, tags_of
from nbready.gate import Policy, gate_states

HOSTILE = "<script>alert(1)</script> [x](javascript:1) | `x`\n# heading"


def source(charter: Charter, **options: Any) -> Source:
    review = review_charter(charter, QUESTIONS, today=TODAY)
    return read_source("a.ipynb", review, charter, gate_states(review, Policy()), **options)


TRIAGED = examples()["triage"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_an_empty_a_full_and_a_hostile_charter(name: str) -> None:
    for charter in (Charter(), filled(HOSTILE), *examples().values()):
        assert FORMATS[name].write(source(charter))


@pytest.mark.parametrize("name", ["model-card", "annex-iv"])
def test_hostile_text_is_no_markup(name: str) -> None:
    text = FORMATS[name].write(source(filled(HOSTILE)))
    body = text.split("\n---\n")[-1]
    assert not re.search(r"(?<!\\)<script", body)
    assert not re.search(r"(?<!\\)\]\(", body)
    assert "\n# heading" not in body


@pytest.mark.parametrize("name", FORMATS)
def test_redacted_it_holds_no_names(name: str) -> None:
    text = FORMATS[name].write(source(TRIAGED, redact=True))
    for word in ("Nyström", "Dahl", "Holm", "Lindqvist", "reading room worklist", "310 EUR"):
        assert word not in text, word


# -- model card ----------------------------------------------------------------------------------------


def test_the_hub_reads_the_card_back() -> None:
    from huggingface_hub import ModelCard

    card = ModelCard(FORMATS["model-card"].write(source(TRIAGED)))
    (result,) = card.data.eval_results
    assert (result.metric_name, result.metric_value) == ("malignant samples among the riskiest 40 %", 0.965)
    assert "One clinic and one imaging station" in card.text


def test_what_is_not_known_is_left_out_of_the_card() -> None:
    from huggingface_hub import ModelCard

    card = ModelCard(FORMATS["model-card"].write(source(Charter())))
    assert card.data.to_dict() == {"tags": ["nbready"]}
    assert "Evaluation" not in card.text


# -- Annex IV ------------------------------------------------------------------------------------------


def test_the_annex_has_nine_sections_and_names_what_is_missing() -> None:
    text = FORMATS["annex-iv"].write(source(TRIAGED))
    assert [title[0] for title in outline()] == list("123456789")
    assert "no legal advice" in text
    assert "`fallback_rollback`" in text
    assert "- 8. EU declaration of conformity, Copy" in text
    assert "(g) Validation" not in text.split("## Missing from this draft")[1]


def test_the_annex_quotes_questions_that_there_are() -> None:
    named = {key for parts in outline().values() for part in parts.values() for key in part.get("from", ())}
    assert named <= set(QUESTIONS.by_key)


def test_amendments_are_the_changes_over_the_lifecycle() -> None:
    amendment = Amendment("success_metric", 1, "97 %", "too few readers", "M. Roe", "2026-10-13", "nothing")
    charter = replace(TRIAGED, amendments={amendment.name: amendment})
    assert "too few readers" in FORMATS["annex-iv"].write(source(charter))


# -- JSON ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("charter", [Charter(), *examples().values()])
def test_the_record_is_as_its_schema_says(charter: Charter) -> None:
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    for valuation in (None, VALUATION):
        written = json.loads(FORMATS["json"].write(source(charter, valuation=valuation)))
        if valuation:
            written["value"] |= {"break_even": {}}
        jsonschema.validate(written, schema)


# -- MLflow --------------------------------------------------------------------------------------------


@given(st.text(max_size=9_000), st.integers(min_value=8, max_value=MAX_VALUE))
def test_a_cut_text_keeps_to_its_bytes(text: str, most: int) -> None:
    assert len(cut(text, most).encode()) <= most


def test_tags_keep_to_the_limits_and_leave_the_word_to_people() -> None:
    for charter in (filled("é" * 9_000), filled("approved"), filled("yes"), TRIAGED):
        for key, value in tags_of(source(charter)).items():
            assert len(key) <= MAX_KEY
            assert len(value.encode()) <= MAX_VALUE
            assert value.casefold().strip() not in ("approved", "yes", "go", "true")
            assert not re.search(r"approv|valid|sign|stage|status", key)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A real store of MLflow, in a file."""
    mlflow = pytest.importorskip("mlflow")
    monkeypatch.chdir(tmp_path)  # where it keeps what no address was given for
    before = mlflow.get_tracking_uri()
    mlflow.set_tracking_uri(f"sqlite:///{tmp_path / 'mlflow.db'}")
    yield mlflow
    mlflow.set_tracking_uri(before)


def test_the_record_goes_to_the_active_run_and_to_a_model_version(store: Any) -> None:
    client = store.MlflowClient()
    with store.start_run() as run:
        nbready.log_to_mlflow(charter=TRIAGE)
    tags = client.get_run(run.info.run_id).data.tags
    assert tags["nbready.threshold"] == ">= 95 %"
    assert tags[DESCRIPTION].startswith("# Prof. E. Nyström")
    client.create_registered_model("triage")
    made = client.create_model_version("triage", str(TRIAGE.parent), run.info.run_id)
    nbready.log_to_mlflow(charter=open_document(TRIAGE).charter, model="triage", version=made.version)
    version = client.get_model_version("triage", made.version)
    assert version.tags["nbready.result"] == "96.5 %"
    assert "All questions behind this decision" in version.description
    with pytest.raises(ConfigError, match="No run"):
        nbready.log_to_mlflow(charter=TRIAGE)
    with pytest.raises(ConfigError, match="version"):
        nbready.log_to_mlflow(charter=TRIAGE, model="triage")


# -- the command ---------------------------------------------------------------------------------------


def test_the_command_writes_what_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "v.json").write_text(json.dumps(VALUATION))
    file = tmp_path / "record.json"
    words = [str(TRIAGE), "--to", "json", "-o", str(file), "--value", str(tmp_path / "v.json")]
    CliRunner().invoke(command, words, catch_exceptions=False, standalone_mode=False)
    written = json.loads(file.read_text())
    assert written["value"]["everybody"]["value"] == 23490
    assert written["charter"]["author"] == "A. Lindqvist"


def test_each_format_is_named_in_the_help() -> None:
    shown = CliRunner().invoke(command, ["--help"]).output
    assert all(name in shown for name in FORMATS)
