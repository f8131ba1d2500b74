"""NBR410 and NBR411: what was promised and what became of it; where they stay quiet, then where they fire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from lint_notebooks import (
    DEPLOY,
    LOAD,
    QUESTIONS,
    TODAY,
    TRAIN,
    built,
    changed,
    charter_cell,
    full_charter,
    signed,
    stored,
)
from nbready.charter.fill_in import write_cell
from nbready.charter.model import GATES, Charter, Value
from nbready.config import Config
from nbready.lint import Finding, check_notebook, check_rule
from nbready.notebook import Notebook, parse_notebook
from nbready.sync import sync_notebook
from nbready.templates.lock import lock
from notebook_files import code
from record.records import Record, sealed

DATA = sealed("data")
ALL = sealed()
LOWER = changed("success_metric", threshold=">= 30 %")


def shown(record: Record, *cells: Mapping[str, object], **more: object) -> Notebook:
    """The notebook of a record: cell and metadata."""
    charter = record.charter
    own = {"seals": record.stored} if record.stored else {}
    return built(charter_cell(charter), *cells, metadata=stored(charter, **own, **more))


def cell_alone(record: Record) -> Notebook:
    return built(charter_cell(record.charter), code(LOAD))


def put(record: Record, **answers: Value) -> Record:
    merged = {**record.charter.answers, **answers}
    return record._replace(charter=replace(record.charter, answers=merged))


def only(rule: str, notebook: Notebook) -> tuple[Finding, ...]:
    return check_rule(rule, notebook, today=TODAY)


def course(**policy: str) -> Mapping[str, object]:
    return lock("course", policy={"data": "block", **policy})


REWRAPPED = write_cell(ALL.charter, QUESTIONS).replace(" of ", "\n    of ", 1)
REORDERED = replace(ALL.charter, answers=dict(reversed(ALL.charter.answers.items())))
LEARNING = put(DATA, project_intent={"intent": "learning"}, success_metric=LOWER)

QUIET = {
    "sealed and as it was": shown(ALL, code(LOAD)),
    "never sealed": built(charter_cell(), code(LOAD), metadata=stored()),
    "in another order": shown(ALL._replace(charter=REORDERED)),
    "run again": shown(ALL, code(LOAD, execution_count=7)),
    "the cell alone": cell_alone(ALL),
    "the metadata alone": built(metadata=stored(ALL.charter, seals=ALL.stored)),
    "amended": shown(put(DATA, success_metric=LOWER).amend("success_metric")),
    "an answer of a later gate": shown(put(DATA, limitations="not for children, not for imported files")),
    "another sign-off, another result": shown(put(ALL, sign_off="", measured_result="")),
    "learning": shown(LEARNING),
    "a course that does not lock": shown(put(DATA, success_metric=LOWER), **course(lock="off")),
}
FIRES = {
    "lowered": (shown(put(DATA, success_metric=LOWER)), "success_metric"),
    "the cell alone": (cell_alone(put(DATA, success_metric=LOWER)), "success_metric"),
    "the metadata alone": (
        built(metadata=stored(put(DATA, success_metric=LOWER).charter, seals=DATA.stored)),
        "success_metric",
    ),
    "taken out": (shown(DATA.edit("decision_maker", None)), "decision_maker"),
    "put off instead": (shown(put(DATA, decision_maker="TBD")), "decision_maker"),
    "amended, then changed again": (
        shown(put(put(DATA, success_metric=LOWER).amend("success_metric"), success_metric="12 %")),
        "success_metric",
    ),
    "amended without a reason": (
        shown(put(DATA, success_metric=LOWER).amend("success_metric", reason="")),
        "success_metric",
    ),
    "a note of a course that is none": (
        shown(put(DATA, success_metric=LOWER), policy={"lock": "off"}),
        "success_metric",
    ),
}


@pytest.mark.parametrize("notebook", QUIET.values(), ids=QUIET)
def test_it_stays_quiet(notebook: Notebook) -> None:
    assert only("NBR410", notebook) == ()


@pytest.mark.parametrize(("notebook", "key"), FIRES.values(), ids=FIRES)
def test_it_fires(notebook: Notebook, key: str) -> None:
    (finding,) = only("NBR410", notebook)
    assert (finding.severity, finding.questions) == ("error", (key,))
    if finding.cell:
        assert finding.source.startswith(key)


def test_the_finding_shows_the_lines_that_mend_it() -> None:
    from nbready.charter.parse import parse_charter
    from nbready.charter.store import charter_body

    record = put(DATA, success_metric=LOWER)
    (finding,) = only("NBR410", shown(record))
    lines = finding.remedy.partition("In the charter cell:\n")[2]
    for blank, word in (('seen: "____"', "seen: held_out"), ('date: "____"', "date: 2026-11-15")):
        lines = lines.replace(blank, word)
    source = write_cell(record.charter, QUESTIONS) + lines.replace("____", "the vendor left")
    mended = record._replace(charter=parse_charter(charter_body(source), QUESTIONS))
    assert only("NBR410", shown(mended)) == ()


def test_a_seal_that_was_rewritten_in_one_half_is_an_error() -> None:
    anew = Record(put(DATA, success_metric=LOWER).charter)
    anew = Record(replace(anew.charter, sealed={})).seal("data")
    (finding,) = only(
        "NBR410", built(charter_cell(anew.charter), metadata=stored(DATA.charter, seals=DATA.stored))
    )
    assert "success_metric" in finding.questions


# -- sign-off -------------------------------------------------------------------------------------------


def sign_off_of(charter: Charter) -> Value:
    return charter.answers["sign_off"]


SIGNED = full_charter()
OLD = {k: v for k, v in dict(sign_off_of(SIGNED)).items() if k != "of"}  # type: ignore[arg-type]


def stale(**answers: Value) -> Charter:
    return replace(SIGNED, answers={**SIGNED.answers, **answers})


STILL_SIGNED = {
    "as it was signed": SIGNED,
    "nobody signed": full_charter(without=("sign_off",)),
    "a sign-off that is not finished": stale(sign_off={"decision": "go"}),
    "learning": stale(project_intent={"intent": "learning"}),
}


@pytest.mark.parametrize("charter", STILL_SIGNED.values(), ids=STILL_SIGNED)
def test_a_sign_off_stands(charter: Charter) -> None:
    assert only("NBR411", built(charter_cell(charter), code(DEPLOY), metadata=stored(charter))) == ()


def test_an_older_sign_off_counts_with_a_warning() -> None:
    notebook = built(charter_cell(stale(sign_off=OLD)), code(DEPLOY), metadata=stored(stale(sign_off=OLD)))
    (finding,) = only("NBR411", notebook)
    assert finding.severity == "warning"
    assert check_notebook(notebook, today=TODAY).gates["launch"] == "open"


@pytest.mark.parametrize("key", ["success_metric", "limitations", "measured_result", "sign_off"])
def test_a_stale_one_says_what_changed_and_closes_launch(key: str) -> None:
    from nbready.record.signature import stored_signature

    answer = SIGNED.answers[key]
    other = (
        {**answer, "by": "A. Nother", "value": "1 %", "threshold": "1 %"}
        if isinstance(answer, dict)
        else "x y z"
    )
    if key == "sign_off":
        other = {**dict(answer), "conditions": "none at all"}  # type: ignore[arg-type]
    elif isinstance(other, dict):
        other = {part: value for part, value in other.items() if part in answer}
    charter = stale(**{key: other})
    metadata = stored(charter, signed=stored_signature(SIGNED, {}))
    notebook = built(charter_cell(charter), code(LOAD), code(TRAIN), code(DEPLOY), metadata=metadata)
    (finding,) = only("NBR411", notebook)
    assert finding.severity == "error"
    assert f"for another text: {key} changed" in finding.message
    assert "Nyström" in finding.remedy
    assert check_notebook(notebook, today=TODAY).gates["launch"] == "closed"


def test_from_the_cell_alone_amendments_tell_what_changed() -> None:
    record = put(sealed(), success_metric=LOWER).amend("success_metric")
    day = dict(sign_off_of(record.charter))["date"]  # type: ignore[arg-type]
    amendment = record.charter.amendments["success_metric-1"]._replace(date=str(day))
    charter = replace(record.charter, amendments={"success_metric-1": amendment})
    (finding,) = only("NBR411", built(charter_cell(charter)))
    assert "success_metric changed" in finding.message


# -- sealing a file -------------------------------------------------------------------------------------


def synced(notebook: Notebook) -> tuple[Notebook, tuple[str, ...]]:
    data, changes = sync_notebook(notebook, Config())
    return parse_notebook(data), changes


def seals_of(notebook: Notebook) -> list[str]:
    seals = notebook.metadata.get("nbready", {}).get("seals", {})
    return [gate for gate in GATES if gate in seals]


SEALED_BY = {
    "a load": ([code(LOAD)], ["data"]),
    "a load that was run": ([code("1", execution_count=1), code(LOAD, execution_count=2)], ["data"]),
    "load and training": ([code(LOAD), code(TRAIN)], ["data", "model", "launch"]),
    "neither": ([code("1 + 1")], []),
    "a load that was not run, where others were": ([code("1", execution_count=1), code(LOAD)], []),
    "a lookup table": ([code(f"# nbready: ignore[NBR201] country codes\n{LOAD}")], []),
}


@pytest.mark.parametrize(("cells", "gates"), SEALED_BY.values(), ids=SEALED_BY)
def test_sync_seals_what_the_code_passes(cells: list[Mapping[str, object]], gates: list[str]) -> None:
    charter = full_charter(without=() if "launch" in gates else ("sign_off",))
    notebook, _ = synced(built(charter_cell(charter), *cells, metadata=stored(charter)))
    assert seals_of(notebook) == gates
    again, changes = synced(notebook)
    assert (again.data, changes) == (notebook.data, ())
    assert not [f for f in check_notebook(notebook, today=TODAY).findings if f.severity == "error"]


@pytest.mark.parametrize(
    "charter",
    [
        full_charter(without=("decision_action", "sign_off")),
        full_charter(project_intent={"intent": "learning"}),
    ],
    ids=["closed", "learning"],
)
def test_sync_seals_nothing(charter: Charter) -> None:
    notebook, _ = synced(built(charter_cell(charter), code(LOAD), metadata=stored(charter)))
    assert seals_of(notebook) == []


def test_a_course_can_do_without() -> None:
    metadata = stored(full_charter(), **course(lock="off"))
    assert seals_of(synced(built(charter_cell(), code(LOAD), metadata=metadata))[0]) == []


def test_each_half_of_a_seal_rebuilds_the_other() -> None:
    cells = (code(LOAD),)
    whole, _ = synced(built(charter_cell(), *cells, metadata=stored()))
    stripped = json.loads(whole.data)
    del stripped["metadata"]["nbready"]
    back, _ = synced(parse_notebook(json.dumps(stripped).encode()))
    assert back.metadata["nbready"] == whole.metadata["nbready"]
    unlined = built(charter_cell(), *cells, metadata=whole.metadata)
    again, changes = synced(unlined)
    assert again.cells[0].source.rstrip("\n") == whole.cells[0].source.rstrip("\n")
    assert "seal restored in the charter cell" in changes


def test_signed_helper_is_current() -> None:
    assert signed(full_charter()) == full_charter()
