"""The pages about charter and questions say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from nbready.charter.checks import OPENING
from nbready.charter.model import Questions
from nbready.charter.question import PART_KEYS, QUESTION_KEYS
from nbready.charter.questions import load_questions
from nbready.charter.yaml_model import MAX_DEPTH
from nbready.charter.yaml_text import MAX_CHARACTERS
from nbready.cli.questions import questions as command

DOCS = Path(__file__).parents[2] / "docs"


def test_the_questions_page_ends_with_the_questions(tmp_path: Path) -> None:
    page = (DOCS / "questions.md").read_text(encoding="utf-8")
    printed = CliRunner().invoke(command, [str(tmp_path), "--format", "md"]).output
    assert page.endswith(printed), "Run `nbready questions --format md` and paste it below the tables."


def test_the_questions_page_knows_every_key() -> None:
    page = (DOCS / "questions.md").read_text(encoding="utf-8").split("## Before data")[0]
    assert [key for key in (*QUESTION_KEYS, *PART_KEYS) if f"`{key}`" not in page] == []


def test_the_questions_file_on_the_page_can_be_used(tmp_path: Path, questions: Questions) -> None:
    page = (DOCS / "questions.md").read_text(encoding="utf-8")
    block = re.search(r"^    # questions\.yaml\n(?:    .*\n)+", page, re.MULTILINE)
    assert block is not None
    file = tmp_path / "questions.yaml"
    file.write_text(re.sub("^    ", "", block[0], flags=re.MULTILINE), encoding="utf-8")
    own = load_questions(file)
    assert set(own.by_key) == {*questions.by_key, "energy"} - {"cost_benefit"}


def test_the_charter_page_tells_every_check_and_limit(questions: Questions) -> None:
    page = (DOCS / "charter.md").read_text(encoding="utf-8")
    assert [check.__name__ for check in OPENING if f"`{check.__name__}`" not in page] == []
    assert f"{MAX_DEPTH} levels" in page
    assert f"{MAX_CHARACTERS:,} characters" in page
