"""Which files are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from nbready.lint.discover import find_notebooks
from nbready.lint.remote import is_address
from nbready.patterns import matches_any

ROOT = Path("/project")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    for name in (
        "b.ipynb", "a.ipynb", "notes.md", ".hidden.ipynb", "sub/c.ipynb", "sub/.ipynb_checkpoints/c.ipynb",
        ".git/d.ipynb", "drafts/e.ipynb", "odd.ipynb/inner.ipynb",
    ):  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folders_are_searched_in_order(folder) -> None:
    found = list(find_notebooks(["."], lambda path: path.name == "drafts"))
    assert found == ["a.ipynb", "b.ipynb", "odd.ipynb/inner.ipynb", "sub/c.ipynb"]


def test_the_order_of_the_arguments_holds_and_nothing_comes_twice(folder) -> None:
    found = list(
        find_notebooks(["sub", "b.ipynb", ".", "a.ipynb", str(folder / "a.ipynb")], lambda path: False)
    )
    assert found == ["sub/c.ipynb", "b.ipynb", "a.ipynb", "drafts/e.ipynb", "odd.ipynb/inner.ipynb"]


def test_what_is_named_is_handed_on(folder) -> None:
    named = [".hidden.ipynb", "notes.md", "missing.ipynb"]
    assert list(find_notebooks(named, lambda path: True)) == named


@pytest.mark.parametrize(
    ("path", "expected"), [("s3://b/a", True), ("a.ipynb", False), ("C:/a", False), ("://x", False)]
)
def test_addresses(path, expected) -> None:
    assert is_address(path) is expected


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("drafts", "drafts/a.ipynb", True),
        ("drafts", "x/drafts/a.ipynb", True),
        ("drafts", "drafts.ipynb", False),
        ("drafts/", "x/drafts/a.ipynb", True),
        ("*_old.ipynb", "x/a_old.ipynb", True),
        ("x/drafts", "x/drafts/a.ipynb", True),
        ("x/drafts", "y/x/drafts/a.ipynb", False),
        ("./x/drafts", "x/drafts/a.ipynb", True),
        ("x/*/a.ipynb", "x/y/a.ipynb", True),
        ("**/drafts/*", "x/y/drafts/a.ipynb", True),
        ("**/drafts", "drafts/a.ipynb", True),
        ("X", "x/a.ipynb", False),
        ("[", "x/a.ipynb", False),
    ],
)
def test_patterns(pattern, path, expected) -> None:
    assert matches_any(ROOT / path, [pattern], ROOT) is expected


def test_a_pattern_with_a_slash_means_the_project_not_the_machine() -> None:
    assert not matches_any(Path("/elsewhere/x/drafts/a.ipynb"), ["x/drafts"], ROOT)
    assert matches_any(Path("/elsewhere/x/drafts/a.ipynb"), ["drafts"], ROOT)
