"""Where reviews are kept: beside the notebook, one file a reviewer, the notebook itself untouched."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest

from doctor.repositories import run
from lint_notebooks import changed
from nbready.charter_file import open_document
from nbready.errors import ConfigError
from nbready.peer.file import write_review
from nbready.peer.shelf import MOST, keep, kept_by, read_beside, reviews_folder
from record.files import BASE

from .reviews import DAY, notebook, review_of

IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")


def found(path: Path) -> list[tuple[str, tuple[str, ...], bool]]:
    beside = read_beside(path, open_document(path))
    assert beside.problems == ()
    return [(r.review.by, r.older, r.is_self) for r in beside.reviews]


def problems(path: Path) -> tuple[str, ...]:
    return read_beside(path, open_document(path)).problems


def test_a_review_lies_beside_the_notebook_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    before = path.read_bytes()
    assert found(path) == []
    file = keep(path, review_of(path))
    assert file == tmp_path / "a.ipynb.reviews" / "ada-lovelace.yaml"
    assert path.read_bytes() == before
    assert found(path) == [("Ada Lovelace", (), False)]


def test_the_answers_of_one_gate_changed_since(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    keep(path, review_of(path, "Ada", "data", "model"))
    keep(path, review_of(path, "Bob", "data"))
    notebook(tmp_path, BASE.edit("integration", changed("integration", throughput="9/s")))
    assert found(path) == [("Ada", ("model",), False), ("Bob", (), False)]


@pytest.mark.parametrize("key", ["stakeholders_consulted", "sign_off"])
def test_what_follows_from_a_review_makes_it_no_older(tmp_path: Path, key: str) -> None:
    path = notebook(tmp_path, BASE.edit(key, None))
    keep(path, review_of(path, "Ada", "data", "model", "launch"))
    notebook(tmp_path, BASE)
    assert found(path) == [("Ada", (), False)]


@pytest.mark.parametrize(
    ("by", "is_self"),
    [
        ("N. Data", True),
        ("data, n.", True),
        ("Data N", True),
        ("N. Datu", False),
        ("N.", False),
    ],
)
def test_the_authors_own_review_is_told_apart(tmp_path: Path, by: str, is_self: bool) -> None:
    path = notebook(tmp_path, BASE._replace(charter=replace(BASE.charter, author="N. Data")))
    keep(path, review_of(path, by))
    assert found(path) == [(by, (), is_self)]


def test_two_people_whose_names_make_one_file_name_have_a_file_each(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    names = ["Ada/L", "Ada L", "ada-l2", "../..x", "数学", "x" * 300]
    files = [keep(path, review_of(path, name)) for name in names]
    assert len({*files}) == len(names)
    assert {file.parent for file in files} == {reviews_folder(path)}
    assert sorted(by for by, _, _ in found(path)) == sorted(names)


def test_a_later_review_by_the_same_person_takes_the_earlier_ones_place(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    first = keep(path, review_of(path))
    before = kept_by(path, "ada  LOVELACE")
    assert before is not None
    assert keep(path, review_of(path, day=DAY + dt.timedelta(days=1)), before) == first
    beside = read_beside(path, None)
    assert [r.review.date for r in beside.reviews] == ["2026-11-26"]


def test_a_review_that_somebody_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    file = keep(path, review_of(path))
    before = kept_by(path, "Ada Lovelace")
    file.write_text(write_review(review_of(path, comment="Mine")))
    with pytest.raises(ConfigError, match="changed since it was read"):
        keep(path, review_of(path), before)
    assert "Mine" in file.read_text()


def test_links_lead_nowhere(tmp_path: Path) -> None:
    path = notebook(tmp_path / "in")
    (tmp_path / "secret").mkdir()
    reviews_folder(path).symlink_to(tmp_path / "secret")
    with pytest.raises(ConfigError, match="leads out of the project"):
        keep(path, review_of(path))
    assert [*(tmp_path / "secret").iterdir()] == []
    reviews_folder(path).unlink()
    file = keep(path, review_of(path))
    (tmp_path / "secret" / "x.yaml").write_text(file.read_text())
    file.unlink()
    file.symlink_to(tmp_path / "secret" / "x.yaml")
    assert "leads out" in problems(path)[0]


def test_what_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    keep(path, review_of(path))
    folder = reviews_folder(path)
    (folder / "broken.yaml").write_text("by: [")
    (folder / "latin.yaml").write_bytes(b"by: \xe9")
    (folder / "notes.txt").write_text("not ours")
    os.mkfifo(folder / "pipe.yaml")
    beside = read_beside(path, open_document(path))
    assert [r.review.by for r in beside.reviews] == ["Ada Lovelace"]
    assert [Path(text.partition(":")[0]).name for text in beside.problems] == [
        "broken.yaml",
        "latin.yaml",
        "pipe.yaml",
    ]


def test_of_too_many_the_first_are_read(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    text = keep(path, review_of(path)).read_text()
    for number in range(MOST):
        (reviews_folder(path) / f"b{number:04}.yaml").write_text(text)
    beside = read_beside(path, None)
    assert len(beside.reviews) == MOST
    assert "the first 500 are read" in beside.problems[0]


def test_reviews_that_arrive_on_two_branches_merge(tmp_path: Path) -> None:
    path = notebook(tmp_path)

    def commit(message: str) -> None:
        run(tmp_path, "git", "add", "--all")
        run(tmp_path, "git", *IDENTITY, "commit", "--quiet", "-m", message)

    run(tmp_path, "git", "init", "--quiet", "--initial-branch=main")
    commit("A charter")
    run(tmp_path, "git", "checkout", "--quiet", "-b", "bob")
    keep(path, review_of(path, "Bob"))
    commit("Bob's review")
    run(tmp_path, "git", "checkout", "--quiet", "main")
    keep(path, review_of(path, "Ada"))
    commit("Ada's review")
    run(tmp_path, "git", *IDENTITY, "merge", "--quiet", "--no-edit", "bob")
    assert run(tmp_path, "git", "status", "--porcelain") == ""
    assert [by for by, _, _ in found(path)] == ["Ada", "Bob"]
