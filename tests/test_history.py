"""What git tells of a charter: each answer's past, who signed, and a record that was rewritten."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from lint_notebooks import LOAD, QUESTIONS, changed, charter_cell, file_bytes, full_charter, stored
from nbready.charter.fill_in import write_charter
from nbready.charter.model import Charter
from nbready.cli import cli
from nbready.git import Repository
from nbready.history import read_history
from nbready.lint import check
from nbready.notebook import read_notebook
from nbready.sync import sync_notebook
from notebook_files import code
from record.records import Record, sealed

LOWER = changed("success_metric", threshold=">= 1 %")


def git(folder: Path, *arguments: str, name: str = "N. Data") -> str:
    identity = ("-c", f"user.name={name}", "-c", "user.email=n@example.org", "-c", "commit.gpgSign=false")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path, message: str, name: str = "N. Data") -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message, name=name)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repo"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    monkeypatch.chdir(root)
    return root


def write(file: Path, record: Record, *, only: str = "") -> None:
    """A record as a notebook, with both copies of the charter or one."""
    cells = [code(LOAD)] if only == "metadata" else [charter_cell(record.charter), code(LOAD)]
    more = {"seals": record.stored} if record.stored else {}
    file.write_bytes(file_bytes(*cells, metadata=None if only == "cell" else stored(record.charter, **more)))


def plain(charter: Charter) -> Record:
    return Record(charter)


def past(repo: Path, name: str = "a.ipynb", **how: str) -> Path:
    """A notebook with a past: asked, sealed, lowered after the load, renamed, signed."""
    file = repo / name
    write(file, plain(full_charter(without=("sign_off", "measured_result"))), **how)
    commit(repo, "the charter")
    record = Record(full_charter(without=("sign_off", "measured_result"))).seal("data")
    write(file, record, **how)
    commit(repo, "first load")
    lowered = record.edit("success_metric", LOWER).amend("success_metric")
    write(file, lowered, **how)
    commit(repo, "a lower bar", name="B. Other")
    moved = file.with_name(f"moved-{name}")
    git(repo, "mv", file.name, moved.name)
    commit(repo, "moved")
    write(moved, lowered.edit("sign_off", full_charter().answers["sign_off"]), **how)
    commit(repo, "signed", name="M. Okoro")
    return moved


def run(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("only", ["", "cell", "metadata"])
def test_an_answer_s_past_through_renames(repo: Path, only: str) -> None:
    found = read_history(past(repo, only=only))
    metric = [change for change in found.changes if change.question == "success_metric"]
    assert [change.commit.author for change in metric if change.commit] == ["N. Data", "B. Other"]
    assert (metric[0].was, metric[0].after) == ("", ())
    assert metric[1].now == LOWER
    assert metric[1].after == ("load",)
    assert metric[1].amendment == "success_metric-1"
    (signed,) = [change for change in found.changes if change.question == "sign_off"]
    assert signed.commit is not None
    assert (signed.commit.author, signed.commit.path) == ("M. Okoro", "moved-a.ipynb")
    assert not found.unreadable
    assert not found.is_cut


def test_a_charter_file_and_a_text_notebook_have_one_too(repo: Path) -> None:
    jupytext = pytest.importorskip("jupytext")
    yaml, text = repo / "charter.yaml", repo / "a.py"
    for answers in ({}, {"success_metric": LOWER}):
        charter = full_charter(**answers)
        yaml.write_text(write_charter(charter, QUESTIONS))
        write(repo / "a.ipynb", plain(charter))
        jupytext.write(jupytext.read(repo / "a.ipynb"), text, fmt="py:percent")
        commit(repo, "work")
    for file in (yaml, text):
        metric = [c for c in read_history(file).changes if c.question == "success_metric"]
        assert [bool(change.was) for change in metric] == [False, True], file


def test_what_is_not_committed_is_told(repo: Path) -> None:
    file = past(repo)
    write(file, plain(full_charter(limitations="not for anybody under twelve")))
    last = read_history(file).changes[-1]
    found = [c for c in read_history(file).changes if c.question == "limitations"]
    assert last.commit is None
    assert found[-1].now == "not for anybody under twelve"


def test_a_commit_that_cannot_be_read_is_named(repo: Path) -> None:
    file = repo / "a.ipynb"
    write(file, plain(full_charter()))
    commit(repo, "good")
    file.write_text("<<<<<<< HEAD\n")
    commit(repo, "half a merge")
    write(file, plain(full_charter(success_metric=LOWER)))
    commit(repo, "good again")
    found = read_history(file)
    assert [c.subject for c, _ in found.unreadable] == ["half a merge"]
    assert [bool(c.was) for c in found.changes if c.question == "success_metric"] == [False, True]


def test_the_commands(repo: Path) -> None:
    file = past(repo)
    table = run("history", file)
    assert "Success metric (success_metric)" in table
    assert re.search(r"B\. Other \w{8}  after the first load; on record as success_metric-1", table)
    data = json.loads(run("history", file, "--format", "json"))
    assert data["version"] == 1
    assert data["changes"][0]["commit"]["subject"] == "the charter"
    page = run("history", file, "--format", "html")
    assert "<h2>Success metric</h2>" in page
    who = run("who", file)
    assert "M. Okoro" in who
    assert "no signature (git says N)" in who


def test_people_s_words_are_shown_literally(repo: Path) -> None:
    said = "<script>alert(1)</script> not \x1b[31m for \u202eall"
    write(repo / "a.ipynb", plain(full_charter(limitations=said)))
    commit(repo, "<b>bold</b>", name="<i>N</i>")
    page = run("history", "a.ipynb", "--format", "html")
    assert "<script>" not in page
    assert "<i>N" not in page
    for shown in (page, run("history", "a.ipynb")):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert "Content-Security-Policy content=\"default-src 'none'" in page


@pytest.mark.parametrize("name", ["a.Rmd", "a.md", "a.py"])
def test_every_kind_of_text_notebook_has_a_past(repo: Path, name: str) -> None:
    jupytext = pytest.importorskip("jupytext")
    fmt = {"a.py": "py:percent"}.get(name, Path(name).suffix[1:])
    for answers in ({}, {"success_metric": LOWER}):
        write(repo / "source.ipynb", plain(full_charter(**answers)))
        jupytext.write(jupytext.read(repo / "source.ipynb"), repo / name, fmt=fmt)
        commit(repo, "work")
    found = read_history(repo / name)
    assert not found.unreadable
    assert [bool(c.was) for c in found.changes if c.question == "success_metric"] == [False, True]


def test_each_version_is_fetched_once(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    contents = Repository.contents

    def counted(self: Repository, blobs: Sequence[str]) -> Iterator[bytes | None]:
        asked.extend(blobs)
        return contents(self, blobs)

    monkeypatch.setattr(Repository, "contents", counted)
    read_history(past(repo))
    assert len(asked) > 1
    assert len(asked) == len(set(asked))


def test_nobody_signed(repo: Path) -> None:
    write(repo / "a.ipynb", plain(full_charter(without=("sign_off",))))
    commit(repo, "work")
    assert "nobody has signed" in run("who", "a.ipynb")


@pytest.mark.parametrize("command", ["history", "who"])
def test_where_git_cannot_tell_is_said(repo: Path, tmp_path: Path, command: str) -> None:
    outside = tmp_path / "a.ipynb"
    write(outside, plain(full_charter()))
    write(repo / "new.ipynb", plain(full_charter()))
    commit_less = CliRunner().invoke(cli, [command, "new.ipynb"])
    assert "no commit" in str(commit_less.exception)
    assert "not in a git repository" in str(CliRunner().invoke(cli, [command, str(outside)]).exception)


def test_a_shallow_clone_says_so(repo: Path, tmp_path: Path) -> None:
    past(repo)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repo}", "clone")
    assert "shallow clone" in run("history", tmp_path / "clone" / "moved-a.ipynb")


# -- check --since --------------------------------------------------------------------------------------


def since(revision: str = "main") -> list[str]:
    report = check(["."], select=["NBR412"], since=revision)
    return [finding.message for notebook in report.notebooks for finding in notebook.findings]


@pytest.fixture
def branch(repo: Path) -> Path:
    """A sealed and amended notebook on main, and a branch at hand."""
    file = repo / "a.ipynb"
    write(file, sealed("data", "model").edit("success_metric", LOWER).amend("success_metric"))
    commit(repo, "sealed")
    git(repo, "switch", "--quiet", "-c", "work")
    return file


BASE = sealed("data", "model").edit("success_metric", LOWER).amend("success_metric")
FITS = {
    "as it was": BASE,
    "another change on record": BASE.edit("limitations", "x y z")
    .edit("decision_action", "we call them")
    .amend("decision_action"),
    "signed": BASE.seal("launch"),
    "another answer, without a word": BASE.edit("decision_action", "we call them"),
}
REWRITTEN = {
    "a seal over a lowered threshold": (
        Record(replace(BASE.charter, sealed={}, amendments=BASE.charter.amendments)).seal("data", "model"),
        "seal of the data gate is not what it was",
    ),
    "no seal any more": (plain(replace(BASE.charter, sealed={})), "seal of the data gate is gone"),
    "an amendment less": (
        BASE._replace(charter=replace(BASE.charter, amendments={})),
        "amendment success_metric-1 is gone",
    ),
    "another reason": (
        BASE._replace(
            charter=replace(
                BASE.charter,
                amendments={
                    name: made._replace(seen="nothing", reason="always so")
                    for name, made in BASE.charter.amendments.items()
                },
            )
        ),
        "amendment success_metric-1 is not what it was",
    ),
}


@pytest.mark.parametrize("record", FITS.values(), ids=FITS)
@pytest.mark.parametrize("is_moved", [False, True])
def test_what_is_only_added_to_stays_quiet(branch: Path, record: Record, is_moved: bool) -> None:
    if is_moved:
        git(branch.parent, "mv", branch.name, "b.ipynb")
        branch = branch.with_name("b.ipynb")
    write(branch, record)
    assert since() == []


def test_an_amendment_may_be_finished_and_not_told_anew(branch: Path) -> None:
    def telling(**told: str) -> Record:
        made = BASE.charter.amendments["success_metric-1"]._replace(**told)
        return BASE._replace(charter=replace(BASE.charter, amendments={made.name: made}))

    write(branch, telling(reason="", date="soon"))
    commit(branch.parent, "unfinished")
    git(branch.parent, "branch", "--force", "main")
    write(branch, telling(reason="The supplier changed.", date="2026-10-09"))
    assert since() == []
    write(branch, telling(reason="The supplier changed.", date="2026-10-09", by="Somebody Else"))
    assert since() == ["The amendment success_metric-1 is not what it was (success_metric)."]


@pytest.mark.parametrize(("record", "words"), REWRITTEN.values(), ids=REWRITTEN)
def test_a_rewritten_record_is_seen(branch: Path, record: Record, words: str) -> None:
    git(branch.parent, "mv", branch.name, "b.ipynb")
    write(branch.with_name("b.ipynb"), record)
    commit(branch.parent, "work")
    assert any(words in message for message in since())
    assert check(["."], select=["NBR412"]).notebooks[0].findings == ()


def test_stripped_metadata_that_sync_rebuilt_is_no_rewriting(branch: Path) -> None:
    write(branch, BASE, only="cell")
    branch.write_bytes(sync_notebook(read_notebook(branch))[0])
    assert since() == []


def test_no_such_revision_is_one_message(branch: Path) -> None:
    done = CliRunner().invoke(cli, ["check", "--since", "nowhere"])
    assert "knows no revision `nowhere`" in str(done.exception)
