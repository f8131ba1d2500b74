"""Reviews that were handed in apart, put beside the notebooks that they are about."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from lint_notebooks import changed
from nbready.charter_file import open_document
from nbready.peer.collecting import collect
from nbready.peer.file import write_review
from nbready.peer.model import PeerReview
from nbready.peer.shelf import read_beside
from record.files import BASE
from record.records import Record

from .reviews import DAY, notebook, review_of


def by(author: str, threshold: str = ">= 95 %") -> Record:
    record = BASE.edit("success_metric", changed("success_metric", threshold=threshold))
    return record._replace(charter=replace(record.charter, author=author))


def hand_in(folder: Path, *reviews: PeerReview) -> None:
    folder.mkdir(exist_ok=True)
    for number, review in enumerate(reviews):
        (folder / f"upload-{number}.yaml").write_text(write_review(review))


def collected(tmp_path: Path, *paths: Path) -> tuple[list[str], list[str]]:
    """Where reviews were put, and what is said of the others."""
    done = list(collect(tmp_path / "drop", {path: open_document(path) for path in paths}))
    put = [str(one.notebook.relative_to(tmp_path)) for one in done if one.notebook and not one.problem]
    return put, [one.problem.removeprefix(f"{one.file}: ") for one in done if one.problem]


def test_a_review_goes_where_its_fingerprints_say(tmp_path: Path) -> None:
    cem = notebook(tmp_path / "cem", by("C. Cem", ">= 91 %"))
    dan = notebook(tmp_path / "dan", by("D. Dan", ">= 92 %"))
    hand_in(tmp_path / "drop", review_of(dan, "Ada"), review_of(cem, "Ada"))
    assert collected(tmp_path, cem, dan) == (["dan/a.ipynb", "cem/a.ipynb"], [])
    assert [r.review.by for r in read_beside(dan, None).reviews] == ["Ada"]
    # Once more changes nothing.
    assert collected(tmp_path, cem, dan) == (["dan/a.ipynb", "cem/a.ipynb"], [])


def test_a_charter_that_changed_since_is_known_by_its_author(tmp_path: Path) -> None:
    cem, dan = notebook(tmp_path / "cem", by("C. Cem")), notebook(tmp_path / "dan", by("D. Dan"))
    hand_in(tmp_path / "drop", review_of(dan, "Ada", "data"))
    notebook(tmp_path / "dan", by("D. Dan", ">= 50 %"))
    notebook(tmp_path / "cem", by("C. Cem", ">= 51 %"))
    assert collected(tmp_path, cem, dan) == (["dan/a.ipynb"], [])


def test_of_two_equal_charters_the_one_of_the_author_named(tmp_path: Path) -> None:
    cem, dan = notebook(tmp_path / "cem", by("C. Cem")), notebook(tmp_path / "dan", by("D. Dan"))
    hand_in(tmp_path / "drop", review_of(dan, "Ada"))
    assert collected(tmp_path, cem, dan) == (["dan/a.ipynb"], [])


def test_what_fits_several_or_none_is_told_and_put_nowhere(tmp_path: Path) -> None:
    cem, dan = notebook(tmp_path / "cem", by("Same")), notebook(tmp_path / "dan", by("Same"))
    eve = notebook(tmp_path / "elsewhere", by("E. Eve", ">= 93 %"))
    hand_in(tmp_path / "drop", review_of(dan, "Ada"), review_of(eve, "Ada"))
    (tmp_path / "drop" / "z.yaml").write_text("no: review")
    put, told = collected(tmp_path, cem, dan)
    assert put == []
    assert "could be about any of" in told[0]
    assert told[1:] == ["It is about no notebook here.", told[2]]
    assert "This is no review" in told[2]


def test_another_word_by_the_same_person_needs_a_later_date(tmp_path: Path) -> None:
    dan = notebook(tmp_path / "dan", by("D. Dan"))
    later = DAY + dt.timedelta(days=1)
    hand_in(tmp_path / "drop", review_of(dan), review_of(dan, comment="Else"), review_of(dan, day=later))
    put, told = collected(tmp_path, dan)
    assert put == ["dan/a.ipynb", "dan/a.ipynb"]
    assert "that review stays" in told[0]
    assert [r.review.date for r in read_beside(dan, None).reviews] == [later.isoformat()]
