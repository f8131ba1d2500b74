"""The rules' pages are what the docstrings say."""

from __future__ import annotations

from pathlib import Path

from nbready.lint.documentation import pages, write_pages

FOLDER = Path(__file__).parents[2] / "docs" / "rules"


def test_the_pages_have_not_drifted() -> None:
    found = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    assert found == pages(), "run: python -m nbready.lint.documentation docs/rules"


def test_writing_them_is_repeatable(tmp_path) -> None:
    write_pages(tmp_path / "rules")
    write_pages(tmp_path / "rules")
    assert {file.name for file in (tmp_path / "rules").iterdir()} == set(pages())
