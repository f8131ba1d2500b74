"""A notebook's own record, out of its cells and metadata."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nbready.charter.model import Charter
from nbready.config import Config
from nbready.document import Document, Source, read_document
from nbready.gate import Policy

TODAY = dt.date(2026, 3, 1)
OBJECTIVE = "Lower write-offs on new loans from 5.2 % to 3.6 % of balances, Consumer Lending"
CELL = f"%%charter\nbusiness_objective: |\n  {OBJECTIVE}\n"


def read(*sources: str, metadata: dict[str, object] | None = None, config: Config | None = None) -> Document:
    cells = [Source(kind="code", text=source) for source in sources]
    return read_document(cells, metadata or {}, config or Config())


def stored(**answers: object) -> dict[str, object]:
    return {"nbready": {"version": 1, "charter": answers}}


def test_an_empty_notebook_has_an_empty_charter() -> None:
    document = read("x = 1")
    assert document.own == Charter()
    assert document.errors == ()
    assert set(document.states(TODAY)["data"].open) >= {"project_intent", "prediction_target"}


def test_the_cell_gives_the_answers() -> None:
    document = read("import os", CELL)
    assert document.charter_cells == (1,)
    assert document.charter.answers["business_objective"] == OBJECTIVE
    assert "business_objective" not in document.states(TODAY)["data"].open


def test_a_raw_cell_counts_equally() -> None:
    document = read_document([Source(kind="raw", text=CELL)], {}, Config())
    assert document.charter.answers["business_objective"] == OBJECTIVE


def test_a_markdown_cell_does_not() -> None:
    assert read_document([Source(kind="markdown", text=CELL)], {}, Config()).charter_cells == ()


def test_without_a_cell_the_metadata_give_the_answers() -> None:
    document = read("x = 1", metadata=stored(business_objective=OBJECTIVE))
    assert document.from_cell is None
    assert document.charter.answers["business_objective"] == OBJECTIVE


def test_where_they_differ_the_cell_wins() -> None:
    document = read(CELL, metadata=stored(business_objective="Something else than in the cell"))
    assert document.charter.answers["business_objective"] == OBJECTIVE


def test_of_two_cells_the_last_one_counts() -> None:
    document = read(CELL.replace("3.6", "3.9"), CELL)
    assert document.charter_cells == (0, 1)
    assert document.charter.answers["business_objective"] == OBJECTIVE


def test_a_broken_cell_is_an_error_with_its_place_and_the_metadata_hold() -> None:
    document = read("x = 1", "%%charter\na: [\n", metadata=stored(business_objective=OBJECTIVE))
    assert [error.cell for error in document.errors] == [1]
    assert (document.errors[0].error.line or 0) >= 2
    assert document.charter.answers["business_objective"] == OBJECTIVE


@pytest.mark.parametrize("value", [[], "x", 3, {"version": 99, "charter": {}}, {"version": 1, "charter": []}])
def test_unusable_metadata_are_an_error_not_a_crash(value: object) -> None:
    document = read("x = 1", metadata={"nbready": value})
    assert len(document.errors) == 1
    assert document.stored is None


@pytest.mark.parametrize("policy", [{"data": "stop"}, {"dta": "warn"}])
def test_a_policy_that_means_nothing_is_an_error(policy: dict[str, str]) -> None:
    document = read("x = 1", metadata={"nbready": {"version": 1, "policy": policy}})
    assert len(document.errors) == 1
    assert document.policy == Policy()


def test_the_stricter_policy_holds() -> None:
    metadata: dict[str, object] = {"nbready": {"version": 1, "policy": {"data": "off", "model": "block"}}}
    document = read("x = 1", metadata=metadata, config=Config(policy=Policy(data="warn", launch="off")))
    assert document.errors == ()
    assert document.policy == Policy(data="warn", model="block", launch="off")


def test_a_defer_line_puts_off_what_may_be_put_off() -> None:
    document = read('%nbready defer data --reason "late" --owner "J. Sato" --until 2026-04-01')
    review = document.review(TODAY)
    assert review.standings["business_objective"].status == "deferred"
    assert document.states(TODAY)["data"].open == ("project_intent", "prediction_target", "success_metric")


def test_a_defer_line_names_single_questions_too() -> None:
    document = read('%nbready defer decision_maker --reason "late" --owner "J. Sato" --until 2026-04-01')
    review = document.review(TODAY)
    assert review.standings["decision_maker"].status == "deferred"
    assert review.standings["business_objective"].status == "open"


@pytest.mark.parametrize(
    ("dates", "status"), [(("2026-02-01", "2026-04-01"), "deferred"), (("2026-04-01", "2026-02-01"), "open")]
)
def test_of_two_defer_lines_the_last_one_counts(dates: tuple[str, str], status: str) -> None:
    line = '%nbready defer decision_maker --reason "bureau is late" --owner "J. Sato" --until '
    document = read(*(line + until for until in dates))
    assert document.review(TODAY).standings["decision_maker"].status == status


@pytest.mark.parametrize(
    ("in_line", "in_charter"), [("2026-04-01", "2026-02-01"), ("2026-02-01", "2026-04-01")]
)
def test_of_line_and_charter_the_one_that_reaches_further_counts(in_line: str, in_charter: str) -> None:
    deferral = f"{{reason: bureau is late, owner: J. Sato, until: {in_charter}}}"
    charter = f"%%charter\ndeferrals:\n  decision_maker: {deferral}\n"
    line = f'%nbready defer decision_maker --reason "bureau is late" --owner "J. Sato" --until {in_line}'
    assert read(charter, line).review(TODAY).standings["decision_maker"].status == "deferred"


def test_an_expired_line_opens_the_question_again() -> None:
    document = read('%nbready defer decision_maker --reason "r" --owner "J. Sato" --until 2026-02-01')
    standing = document.review(TODAY).standings["decision_maker"]
    assert (standing.status, standing.expired) == ("open", True)


def test_a_template_pins_answers() -> None:
    metadata: dict[str, object] = {
        "nbready": {
            "version": 1,
            "template": {"name": "course", "pinned": {"project_intent": {"intent": "deployment"}}},
        }
    }
    cell = "%%charter\nproject_intent:\n  intent: learning\n"
    document = read(cell, metadata=metadata)
    assert document.charter.answers["project_intent"] == {"intent": "deployment"}
    assert document.own.answers["project_intent"] == {"intent": "learning"}


def test_the_project_s_charter_needs_no_cell(tmp_path: Path) -> None:
    shared = tmp_path / "charter.yaml"
    shared.write_text(f"business_objective: |\n  {OBJECTIVE}\n", encoding="utf-8")
    config = Config(root=tmp_path, charter=shared)
    document = read_document([], {}, config, path=tmp_path / "a.ipynb")
    assert document.errors == ()
    assert document.charter.answers["business_objective"] == OBJECTIVE
    assert document.own == Charter()


def test_a_shared_charter_that_is_missing_is_one_error(tmp_path: Path) -> None:
    config = Config(root=tmp_path, charter=tmp_path / "charter.yaml")
    document = read_document([Source(kind="code", text=CELL)], {}, config, path=tmp_path / "a.ipynb")
    assert len(document.errors) == 1
    assert "charter.yaml" in str(document.errors[0].error)
    assert document.charter.answers["business_objective"] == OBJECTIVE


def test_running_the_cell_again_replaces_the_answers() -> None:
    document = read(CELL).with_own(Charter())
    assert document.charter == Charter()


PLACED = """%%charter
author: R. Roe

success_metric:
  name: accuracy
  threshold: ">= 35 %"
stakeholders_consulted:
- who: R. Diaz
  date: 2026-03-10
"""


@pytest.mark.parametrize(
    ("key", "within", "place"),
    [
        ("author", "", (1, 2, 1)),
        ("threshold", "success_metric", (1, 6, 3)),
        ("date", "stakeholders_consulted", (1, 9, 3)),
        ("baseline", "success_metric", (1, 4, 1)),
        ("fallback_rollback", "", (1, 1, 1)),
        ("", "", (1, 1, 1)),
    ],
)
def test_places_are_those_of_the_keys(key: str, within: str, place: tuple[int, int, int]) -> None:
    assert read("threshold: 1", PLACED).place_of(key, within=within) == place


def test_a_word_of_an_answer_is_no_key() -> None:
    intent = "project_intent:\n  intent: feasibility\n  until: 2026-09-30\n"
    text = f"%%charter\nlimitations: |\n  until: then\n{intent}"
    assert read(text).place_of("until", within="project_intent") == (0, 6, 3)
    assert read(text).place_of("until") == (0, 1, 1)


def test_a_broken_copy_below_leaves_the_places_of_the_one_that_holds() -> None:
    document = read(PLACED, "%%charter\nauthor: [")
    assert document.place_of("author") == (0, 2, 1)
    assert read("%%charter\nauthor: [").place_of("author") == (0, 1, 1)
    assert read("x = 1").place_of("author") is None
