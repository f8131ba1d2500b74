"""Two branches of a sealed notebook, merged by git and by nbdime."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from doctor.repositories import run
from lint_notebooks import changed
from nbready.charter.fill_in import write_charter
from record.edits import ALL, edits
from record.files import BASE, LOWER, alarms, as_file
from record.records import QUESTIONS, Record

FASTER = changed("integration", throughput="140 samples/day")
OURS = BASE.edit("success_metric", LOWER).amend("success_metric")
THEIRS = BASE.edit("integration", FASTER).amend("integration")
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


@pytest.mark.parametrize(
    "theirs",
    [
        as_file(last="rows = df.shape"),
        as_file(BASE.edit("measured_result", changed("measured_result", value="96.4 %"))),
        as_file(THEIRS),
    ],
    ids=["another cell", "a result", "another amendment"],
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


def test_two_that_amend_the_same_answer_are_left_to_people(tmp_path: Path) -> None:
    theirs = BASE.edit("success_metric", changed("success_metric", threshold=">= 80 %")).amend(
        "success_metric"
    )
    _, state = merged_by_git(tmp_path, as_file(OURS), as_file(theirs), as_file())
    assert state == "UU a.ipynb"


# -- any two answers -----------------------------------------------------------------------------------


@st.composite
def branches(draw: st.DrawFn) -> tuple[Record, Record, Record]:
    """Two branches that each amend one answer, not the same, and both of it on one."""
    one, other = draw(edits()), draw(edits())
    ours, theirs = (ALL.edit(key, value or None) for key, value in (one, other))
    assume(one[0] != other[0] and ours.breaks and theirs.breaks)
    ours, theirs = ours.amend(one[0]), theirs.amend(other[0])
    return ours, theirs, ours.edit(other[0], other[1] or None).amend(other[0])


def as_object(record: Record) -> Any:
    return nbformat.reads(as_file(record).decode(), as_version=4)


def as_jupyter_saves(record: Record) -> bytes:
    return f"{nbformat.writes(as_object(record))}\n".encode()


def as_charter_file(record: Record) -> bytes:
    return write_charter(record.charter, QUESTIONS).encode()


def as_text(ending: str) -> Callable[[Record], bytes]:
    def write(record: Record) -> bytes:
        jupytext = pytest.importorskip("jupytext")
        notebook = as_object(record)
        notebook.metadata["jupytext"] = {"notebook_metadata_filter": "nbready"}
        return str(jupytext.writes(notebook, fmt=ending)).encode()

    return write


def merge_file(ours: bytes, base: bytes, theirs: bytes) -> bytes | None:
    """The merge of git's own algorithm; None where it conflicts."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for file, data in zip(files, (ours, base, theirs), strict=True):
            file.write_bytes(data)
        merge = subprocess.run(["git", "merge-file", "-p", *files], capture_output=True, check=False)
    return merge.stdout if merge.returncode == 0 else None


def nbdime_merge(ours: Any, base: Any, theirs: Any) -> Any:
    nbdime = pytest.importorskip("nbdime")
    merged, decisions = nbdime.merge_notebooks(base, ours, theirs)
    return None if any(decision.conflict for decision in decisions) else merged


MERGES: dict[str, tuple[Callable[[Record], Any], Callable[[Any, Any, Any], Any]]] = {
    "as we write it": (as_file, merge_file),
    "as Jupyter saves it": (as_jupyter_saves, merge_file),
    "a charter file": (as_charter_file, merge_file),
    "py:percent": (as_text("py:percent"), merge_file),
    "md": (as_text("md"), merge_file),
    "nbdime": (as_object, nbdime_merge),
}


@given(branches(), st.sampled_from(list(MERGES)))
def test_any_two_amendments_merge(three: tuple[Record, Record, Record], form: str) -> None:
    write, merge = MERGES[form]
    ours, theirs, both = map(write, three)
    assert merge(ours, write(ALL), theirs) == both
