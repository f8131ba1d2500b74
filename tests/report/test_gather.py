"""What a report reads out of a notebook."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from nbready.charter.model import Charter, Deferral
from nbready.errors import ConfigError
from nbready.report import Row, gather_rows
from nbready.report.gather import Options
from nbready.templates.notebook import new_notebook
from nbready.templates.preset import load_preset
from nbready.templates.template import plan_template

from .submissions import LOAD, charter, submit

TODAY = dt.date(2026, 6, 1)


def row_of(path: Path, **options: object) -> Row:
    (row,) = gather_rows([path], replace(Options(today=TODAY), **options))
    return row


def test_a_finished_notebook(tmp_path: Path) -> None:
    row = row_of(submit(tmp_path / "a.ipynb", charter(), LOAD))
    assert row.gates == {"data": "open", "model": "open", "launch": "open"}
    assert (row.passed, row.keys("open"), row.keys("weak")) == (3, (), ())
    assert (row.author, row.intent, row.problem, row.early) == ("Ada", "deployment", "", ())
    assert row.begun
    assert row.loads
    assert len(row.keys("answered")) == 18


def test_what_was_written_in_words(tmp_path: Path) -> None:
    row = row_of(submit(tmp_path / "a.ipynb", charter(without=("prediction_target",))))
    assert "feature_availability" in row.texts
    # One question is compared once, choices, numbers and what was measured of them not at all.
    assert row.short.keys().isdisjoint({*row.texts, "prediction_target", "measured_result", "sign_off"})
    source = row.short["data_classification"]
    assert source.count("\n") == 1
    assert "personal" not in source.split("\n")
    assert row.words == {**row.texts, **row.short}


def test_open_weak_deferred_and_not_asked(tmp_path: Path) -> None:
    deferral = Deferral(
        question="integration", reason="the tool is chosen in July", owner="J. Sato", until="2026-08-01"
    )
    of = charter(
        without=("integration", "limitations"),
        decision_maker={"approver": "management", "process_owner": "B. Kim"},
    )
    row = row_of(submit(tmp_path / "a.ipynb", replace(of, deferrals={"integration": deferral})))
    assert row.keys("open") == ("decision_maker", "limitations")
    assert row.keys("deferred") == ("integration",)
    weak = charter(business_objective="Less fraud in our shops, for the payments team.")
    assert row_of(submit(tmp_path / "b.ipynb", weak)).keys("weak") == ("business_objective",)
    learning = charter(project_intent={"intent": "learning"})
    row = row_of(submit(tmp_path / "c.ipynb", learning))
    assert row.intent == "learning"
    assert row.gates["model"] == "not_asked"
    assert "integration" in row.keys("not_asked")


@pytest.mark.parametrize(
    ("cells", "counts", "early"),
    [
        ((charter(), LOAD), (), ()),
        ((charter(), "1 + 1"), (), ()),
        ((charter(), LOAD), (1, 2), ()),
        ((None, LOAD), (), ("gate",)),
        ((charter(without=("prediction_target",)), LOAD), (), ("gate",)),
        ((charter(), LOAD), (2, 1), ("run",)),
        ((None, LOAD, "charter"), (), ("order",)),
        ((None, LOAD, "charter"), (1, 2), ("order", "run")),
    ],
)
def test_when_the_data_was_loaded(
    tmp_path: Path, cells: tuple[Charter | None, ...], counts: tuple[int, ...], early: tuple[str, ...]
) -> None:
    path = submit(tmp_path / "a.ipynb", cells[0], *(c for c in cells[1:] if c != "charter"), counts=counts)
    if cells[-1] == "charter":  # below the load
        notebook = json.loads(path.read_text(encoding="utf-8"))
        below = json.loads(
            submit(tmp_path / "b.ipynb", charter(), counts=counts[1:]).read_text(encoding="utf-8")
        )
        notebook["cells"] += [{**below["cells"][0], "id": "below"}]
        notebook["metadata"] = below["metadata"]
        path.write_text(json.dumps(notebook), encoding="utf-8")
    assert row_of(path).early == early


def test_a_handed_out_template_is_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "course.ipynb"
    path.write_text(new_notebook(plan_template("course", preset=load_preset("churn"))), encoding="utf-8")
    row = row_of(path)
    assert row.template == "course"
    assert not row.begun
    assert row.texts == {}
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"]["nbready"]["policy"]["data"] = "off"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert "no longer carries the policy" in row_of(path).broken


def test_a_template_given_decides_is_left_out_and_lends_no_texts(tmp_path: Path) -> None:
    course = tmp_path / "course.ipynb"
    given = "Nothing is loaded that the library's catalogue does not list for this course."
    template = plan_template("course").with_answers(Charter(answers={"feature_availability": given}))
    course.write_text(new_notebook(template), encoding="utf-8")
    submit(tmp_path / "a.ipynb", charter(project_intent={"intent": "learning"}, feature_availability=given))
    (row,) = gather_rows([tmp_path], Options(today=TODAY, template=course))
    assert row.path.endswith("a.ipynb")
    assert row.intent == "deployment"
    assert "feature_availability" not in row.texts
    assert row.broken
    with pytest.raises(ConfigError, match="no template"):
        gather_rows([tmp_path], Options(today=TODAY, template=tmp_path / "a.ipynb"))


BROKEN = {
    "empty.ipynb": b"",
    "text.ipynb": b"hello",
    "list.ipynb": b"[]",
    "conflict.ipynb": b'{"cells": [\n<<<<<<< HEAD\n',
    "binary.ipynb": bytes(range(256)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_a_row_that_says_why(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BROKEN[name])
    row = row_of(tmp_path / name)
    assert row.problem
    assert row.gates == {}
    assert "Traceback" not in row.problem


def test_a_charter_that_cannot_be_read_is_said_and_the_rest_is_judged(tmp_path: Path) -> None:
    row = row_of(submit(tmp_path / "a.ipynb", None, "%%charter\nbusiness_objectiv: x", LOAD))
    assert "business_objective" in row.problem
    assert row.gates["data"] == "closed"


def test_other_languages_and_missing_files(tmp_path: Path) -> None:
    path = submit(
        tmp_path / "r.ipynb",
        None,
        "x <- 1",
        kernelspec={"name": "ir", "display_name": "R", "language": "R"},
        language_info={"name": "R"},
    )
    assert gather_rows([path], Options(today=TODAY)) == []
    assert row_of(tmp_path / "nowhere.ipynb").problem


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(2) as executor:
        yield executor


def test_in_other_processes_it_is_the_same_and_in_order(tmp_path: Path, pool: Executor) -> None:
    for number in range(70):
        submit(
            tmp_path / f"{number:03}.ipynb", charter(author=f"Student {number}") if number % 3 else None, LOAD
        )
    seen: list[tuple[int, int]] = []
    options = Options(today=TODAY, cards=True)
    rows = gather_rows(
        [tmp_path], options, executor=pool, progress=lambda done, total: seen.append((done, total))
    )
    assert rows == gather_rows([tmp_path], options)
    assert [Path(row.path).stem for row in rows] == [f"{number:03}" for number in range(70)]
    assert seen == [(32, 70), (64, 70), (70, 70)]


@pytest.mark.parametrize(
    "template", [{"pinned": [{}]}, {"name": 3}, {"fingerprint": []}, [], "x", {"pinned": {"goal": 3}}]
)
def test_whatever_the_template_record_holds_there_is_a_row(tmp_path: Path, template: object) -> None:
    path = submit(
        tmp_path / "a.ipynb", charter(), LOAD, nbready={"version": 1, "charter": {}, "template": template}
    )
    assert row_of(path).keys("answered")


def test_what_was_put_off_until_a_day(tmp_path: Path) -> None:
    until = {"integration": "2026-07-01", "operational_change": "2026-05-01"}
    of = charter(without=tuple(until))
    put_off = {
        k: Deferral(question=k, reason="no access yet", owner="J. Sato", until=day)
        for k, day in until.items()
    }
    path = submit(tmp_path / "a.ipynb", replace(of, deferrals=put_off))
    (row,) = gather_rows([path], Options(today=dt.date(2026, 6, 1)))
    found = {due.label: (due.owner, due.until, due.is_over) for due in row.put_off}
    assert found == {
        "Integration": ("J. Sato", dt.date(2026, 7, 1), False),
        "Change in operations": ("J. Sato", dt.date(2026, 5, 1), True),
    }
    assert row.dated_by == "file"
