"""Two branches of a sealed notebook, merged by git and by nbdime."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from doctor.repositories import run
from lint_notebooks import changed, charter_cell
from nbready.notebook import read_notebook
from nbready.sync import sync_notebook
from record.files import BASE, CONFLICT, LOWER, alarms, as_file

FASTER = changed("integration", throughput="140 samples/day")
OURS = BASE.edit("success_metric", LOWER).amend("success_metric")
THEIRS = BASE.edit("integration", FASTER).amend("integration")
HUNK = re.compile(r"^<<<<<<<[^\n]*\n(.*?)^=======\n(.*?)^>>>>>>>[^\n]*\n", re.MULTILINE | re.DOTALL)
IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")


def merged_by_git(folder: Path, ours: bytes, theirs: bytes, base: bytes) -> tuple[Path, str]:
    """The notebook after ``git merge``, and what git says of it: empty, or ``UU a.ipynb``."""
    path = folder / "a.ipynb"

    def commit(data: bytes) -> None:
        path.write_bytes(data)
        run(folder, "git", *IDENTITY, "commit", "--quiet", "--allow-empty", "-am", "a change")

    run(folder, "git", "init", "--quiet", "--initial-branch=main")
    path.write_bytes(base)
    run(folder, "git", "add", "a.ipynb")
    commit(base)
    run(folder, "git", "checkout", "--quiet", "-b", "theirs")
    commit(theirs)
    run(folder, "git", "checkout", "--quiet", "main")
    commit(ours)
    # It ends with an error where it conflicts, which is told from the state of the file.
    run(folder, "sh", "-c", f"git {' '.join(IDENTITY)} merge --quiet --no-edit theirs || true")
    return path, run(folder, "git", "status", "--porcelain", "a.ipynb").strip()


def sync(path: Path) -> None:
    path.write_bytes(sync_notebook(read_notebook(path))[0])


@pytest.mark.parametrize(
    "theirs",
    [
        as_file(last="rows = df.shape"),
        as_file(BASE.edit("measured_result", changed("measured_result", value="96.4 %"))),
    ],
    ids=["another cell", "a result"],
)
def test_an_amendment_merges_with_other_work(tmp_path: Path, theirs: bytes) -> None:
    path, state = merged_by_git(tmp_path, as_file(OURS), theirs, as_file())
    assert state == ""
    assert alarms(path) == []
    assert path.read_bytes() not in (as_file(OURS), theirs)


def test_two_that_change_different_answers_merge_and_both_are_named(tmp_path: Path) -> None:
    one, other = BASE.edit("success_metric", LOWER), BASE.edit("integration", FASTER)
    path, state = merged_by_git(tmp_path, as_file(one), as_file(other), as_file())
    assert state == ""
    assert alarms(path) == [("NBR410", "Success metric"), ("NBR410", "Integration")]


def test_two_that_amend_meet_in_the_amendments_alone_and_both_entries_are_the_answer(tmp_path: Path) -> None:
    path, state = merged_by_git(tmp_path, as_file(OURS), as_file(THEIRS), as_file())
    assert state == "UU a.ipynb"
    assert [code for code, _ in alarms(path)] == [CONFLICT]  # said, and nothing is guessed
    text = path.read_text("utf-8")
    sides = [side for hunk in HUNK.findall(text) for side in hunk]
    assert all(re.search("-1|from|to", line) for side in sides for line in side.splitlines())
    assert ">= 90 %" in HUNK.sub("", text)
    assert "140 samples/day" in HUNK.sub("", text)
    # Any side of the metadata will do.
    assert_whole(path, json.loads(HUNK.sub(r"\1", text)))


def test_nbdime_leaves_the_same_to_decide(tmp_path: Path) -> None:
    nbdime = pytest.importorskip("nbdime")
    path = tmp_path / "a.ipynb"
    base, ours, theirs = (
        nbformat.reads(as_file(record).decode(), as_version=4) for record in (BASE, OURS, THEIRS)
    )
    merged, _ = nbdime.merge_notebooks(base, ours, theirs)
    nbformat.write(merged, path)
    assert [code for code, _ in alarms(path)] == [CONFLICT]
    del merged.metadata["nbdime-conflicts"]
    assert_whole(path, merged)


def test_nbdime_merges_an_amendment_with_other_work(tmp_path: Path) -> None:
    nbdime = pytest.importorskip("nbdime")
    path = tmp_path / "a.ipynb"
    files = (as_file(), as_file(OURS), as_file(last="rows = df.shape"))
    merged, decisions = nbdime.merge_notebooks(*(nbformat.reads(f.decode(), as_version=4) for f in files))
    assert not [decision for decision in decisions if decision.conflict]
    nbformat.write(merged, path)
    assert alarms(path) == []


def assert_whole(path: Path, notebook: dict[str, Any]) -> None:
    """With both entries in the cell, and nothing done to the metadata, the record is whole again."""
    both = OURS.edit("integration", FASTER).amend("integration")
    notebook["cells"][0]["source"] = charter_cell(both.charter)["source"]
    path.write_text(json.dumps(notebook), "utf-8")
    sync(path)
    assert alarms(path) == []
    charter = json.loads(path.read_text("utf-8"))["metadata"]["nbready"]["charter"]
    assert set(charter["amendments"]) == {"success_metric-1", "integration-1"}
    assert charter["success_metric"]["threshold"] == ">= 90 %"
    assert charter["integration"]["throughput"] == "140 samples/day"
