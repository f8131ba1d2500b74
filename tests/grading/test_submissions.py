"""Everybody who handed something in is marked, whatever it is; and who handed in nothing is named."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doctor.repositories import run
from templates.making import nbready, read, write

from .classes import answers, hand_in, hand_out


def in_r(path: Path) -> None:
    _with_kernel(path, {"name": "ir", "language": "R", "display_name": "R"})


def in_julia(path: Path) -> None:
    _with_kernel(path, {"name": "julia-1.11", "language": "julia", "display_name": "Julia"})


def _with_kernel(path: Path, kernel: dict[str, Any]) -> None:
    notebook = read(path)
    notebook["metadata"]["kernelspec"] = kernel
    write(path, notebook)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-80])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_format(path: Path) -> None:
    path.write_text('{"worksheets": [], "nbformat": 99}')


def a_link_to_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("gone.ipynb")


NOT_READ: list[tuple[Callable[[Path], None], str]] = [
    (in_r, "This notebook is written in R, and only Python is read"),
    (in_julia, "This notebook is written in Julia, and only Python is read"),
    (cut_short, "JSON"),
    (empty, "empty"),
    (another_format, ""),
    (a_link_to_nowhere, "cannot be read"),
]


@pytest.mark.parametrize(("spoil", "words"), NOT_READ, ids=lambda case: getattr(case, "__name__", ""))
def test_what_cannot_be_read_has_a_row_a_reason_and_no_points(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    course = hand_out(tmp_path / "course.ipynb")
    hand_in(tmp_path / "in" / "ada" / "course.ipynb", course, answers())
    spoil(hand_in(tmp_path / "in" / "bob" / "course.ipynb", course, answers()))
    Path("class.csv").write_text("Student,SIS Login ID\nPoints Possible,\nAda,ada\nBob,bob\nCem,cem\n")
    given = ("grade", "in", "--template", course, "--roster", "class.csv")
    assert nbready(*given, "-o", "marks.csv") == 0
    assert "class.csv: no notebook of Cem." in capsys.readouterr().err
    ada, bob = csv.DictReader(Path("marks.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (ada["student"], ada["points"]) == ("ada", "19")
    assert (bob["student"], bob["points"], bob["possible"]) == ("bob", "0", "19")
    assert bob["remarks"]
    assert words in bob["remarks"]
    assert nbready(*given, "--format", "canvas", "-o", "canvas.csv") == 0
    assert "Bob,,,bob,,0" in Path("canvas.csv").read_text()
    assert nbready(*given, "--html", "page.html", "--feedback", "back") == 0
    assert words in Path("page.html").read_text()
    assert words in Path("back", "bob.html").read_text()


BROUGHT_ALONG = {
    "a mistake in the settings": ("pyproject.toml", "[tool.nbready]\npolcy = 1\n"),
    "settings that leave it out": ("pyproject.toml", '[tool.nbready]\nexclude = ["*.ipynb", "bob"]\n'),
    "settings that ask nothing": ("pyproject.toml", '[tool.nbready]\nintent = "learning"\n'),
    "git leaves it out": (".gitignore", "*\n"),
}


@pytest.mark.parametrize("brought", BROUGHT_ALONG.values(), ids=[*BROUGHT_ALONG])
def test_what_a_submission_brings_along_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, brought: tuple[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run(tmp_path, "git", "init", "--quiet")
    course = hand_out(tmp_path / "course.ipynb")
    hand_in(tmp_path / "in" / "ada" / "course.ipynb", course, answers())
    path = hand_in(tmp_path / "in" / "bob" / "course.ipynb", course, answers(without=("limitations",)))
    before = marks_of("in", "--template", "course.ipynb")
    assert before == {"ada": "19", "bob": "18"}
    (path.parent / brought[0]).write_text(brought[1])
    assert marks_of("in", "--template", "course.ipynb") == before


def marks_of(*given: str) -> dict[str, str]:
    assert nbready("grade", *given, "-o", "marks.csv") == 0
    lines = csv.DictReader(Path("marks.csv").read_text(encoding="utf-8-sig").splitlines())
    return {line["student"]: line["points"] for line in lines}
