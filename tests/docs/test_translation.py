"""The translation that the documentation shows is one, and what it says of it holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nbready.charter.questions import default_questions, load_questions
from nbready.errors import QuestionsError

PAGE = Path(__file__).parents[2] / "docs" / "translate.md"


def shown() -> str:
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    return str(text)


def test_the_page_s_file_is_a_translation(tmp_path: Path) -> None:
    (tmp_path / "fragen.yaml").write_text(shown(), encoding="utf-8")
    english = default_questions()
    german = load_questions(tmp_path / "fragen.yaml", base=english)
    assert german["business_objective"].label == "Ziel"
    assert german.messages["gate_data"] == "Daten"
    assert german["limitations"] == english["limitations"]
    assert [q.key for q in german] == [q.key for q in english]


@pytest.mark.parametrize(
    ("right", "wrong"), [("gate_data: Daten", "gate_daten: Daten"), ("{answer}", "{antwort}")]
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, right: str, wrong: str) -> None:
    text = shown().replace(right, wrong)
    (tmp_path / "fragen.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(QuestionsError) as refused:
        load_questions(tmp_path / "fragen.yaml", base=default_questions())
    line = next(n for n, line in enumerate(text.splitlines(), 1) if wrong in line)
    assert refused.value.line == line
