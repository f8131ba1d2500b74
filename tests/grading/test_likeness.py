"""Likeness stands beside the answers that it is about, on the marker's page and nowhere else."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from templates.making import nbready

from .classes import answers, hand_in, hand_out

OWN = {
    "ada": "Nurses call the two hundred patients most at risk on Monday; a lot decides who "
    "among them is left alone, and the ward sister keeps the list.",
    "bob": "Nurses call the three hundred patients most at risk on Tuesday; a lot decides who "
    "among them is left alone, and the ward sister keeps the list.",
    "cem": "Planners see a proposed order for every bakery at noon; until now they copy last week's.",
    "dan": "Adjusters drive out to the forty claims that look oddest, not to whichever came in first.",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    course = hand_out(tmp_path / "course.ipynb")
    for day, (name, text) in enumerate(OWN.items()):
        path = hand_in(tmp_path / "in" / name / "course.ipynb", course, answers(decision_action=f"<i>{text}"))
        os.utime(path, (86_400 * day, 86_400 * day))
    return tmp_path


def page(*options: str) -> str:
    assert nbready("grade", "in", "--template", "course.ipynb", "--html", "page.html", *options) == 0
    return Path("page.html").read_text(encoding="utf-8")


def told(html: str) -> dict[str, list[str]]:
    """Beside whose answers what is said."""
    found: dict[str, list[str]] = {}
    for article in html.split("<article ")[1:]:
        student = re.findall('data-student="([^"]*)"', article)[0]
        for summary in re.findall('<details class="alike"><summary>(.*?)</summary>', article):
            found.setdefault(student, []).append(re.sub("<[^>]+>", "", summary))
    return found


def test_beside_whom_it_concerns_with_the_words_that_are_shared(folder: Path) -> None:
    pytest.importorskip("sklearn")
    html = page("--alike", "--feedback", "back")
    said = told(html)
    assert {*said} == {"ada", "bob"}
    assert re.fullmatch(
        r"\d\d % alike with bobStudent 2’s, which was changed later".replace(" %", "%"), said["ada"][0]
    )
    assert said["bob"][0].endswith("alike with adaStudent 1’s, which was changed earlier")
    shared = re.findall('<details class="alike">.*?<ul>(.*?)</ul>', html)[0]
    assert "patients most at risk on" in shared
    assert "<i>" not in html
    assert 'class="name"><bdi dir="auto">bob' in html  # which a marker can hide
    for name in OWN:
        assert "alike" not in Path("back", f"{name}.html").read_text(encoding="utf-8")


def test_nothing_is_compared_unless_it_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbready.report.alike.find_near", None)
    assert told(page()) == {}


def test_without_the_library_it_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*_: object) -> None:
        raise ImportError

    monkeypatch.setattr("nbready.report.alike.find_near", missing)
    assert nbready("grade", "in", "--html", "page.html", "--alike") == 2
    assert "nbready[alike]" in capsys.readouterr().err
    assert nbready("grade", "in", "--alike") == 2
    assert "--html" in capsys.readouterr().err
