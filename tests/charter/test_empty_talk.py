"""Talk that says nothing, in any script; and two hundred sentences that say something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbready.charter.checks.emptiness import KEYBOARDS, is_empty_talk
from nbready.charter.questions import default_questions
from nbready.charter.words import texts_in
from nbready.templates.preset import find_presets

QUESTIONS = default_questions()
DOCS = Path(__file__).parents[2] / "docs"
MANY = 200


def sentences() -> list[str]:
    """Sentences that people wrote for people: the first ones of this project's pages."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md")))
    prose = (line for text in texts for line in re.sub(r"```.*?```", "", text, flags=re.S).split("\n\n"))
    found = [
        " ".join(sentence.split())
        for paragraph in prose
        if paragraph[:1].isalpha()
        for sentence in re.split(r"(?<=[.!?])\s+", paragraph)
    ]
    return [sentence for sentence in found if len(sentence.split()) > 4][:MANY]


QUIET = [
    "Wer wenig verdient, zahlt wenig; der Wert sinkt von 4 auf 3 Prozent.",
    "Нулевой рост: сократить возвраты с 12 до 9 процентов, отдел логистики.",
    "将仓库拣货错误率从百分之二降到百分之一，由仓储部负责。",
    "ลดอัตราการคืนสินค้าจากร้อยละสิบสองเหลือเก้า",
    "تقليل نسبة المرتجعات من 12 إلى 9 في المئة لقسم التجزئة",
    "להפחית החזרות מ 12 ל 9 אחוזים, מחלקת המשלוחים",
    "반품률을 12퍼센트에서 9퍼센트로 낮춘다, 물류팀",
    "Never, never drop a caller: misses from 9 to 4 a day.",
    "QWERTY keyboards returned within a week fall from 9 to 7 %.",
    "Bora Bora bookings, from 40 to 55 a month.",
]


@pytest.mark.parametrize("text", QUIET)
def test_stays_quiet(text: str) -> None:
    assert not any(is_empty_talk(text, question) for question in QUESTIONS)


def test_stays_quiet_on_what_people_write() -> None:
    found = sentences()
    assert len(found) == MANY
    assert [text for text in found if any(is_empty_talk(text, question) for question in QUESTIONS)] == []


@pytest.mark.parametrize("name", find_presets())
def test_stays_quiet_on_good_answers(name: str) -> None:
    answers = find_presets()[name].example.answers
    texts = [(key, text) for key, answer in answers.items() for text in texts_in(answer) if " " in text]
    assert len(texts) > 15
    assert [text for key, text in texts if is_empty_talk(text, QUESTIONS[key])] == []


FIRES = [
    "asdf asdf asdf 5",
    "asdfgh jkl qwertz 12",
    "yes yes yes",
    "bla blabla bla 3 blabla",
    "Churn, churn, churn!",
    "测试测试测试",
    "тест тест тест 7",
    "йцукен фыва олдж",
    "asdf jklö qwer tzui",
    "which business number should move",
    "The business number that should move, from what to what",
]


@pytest.mark.parametrize("text", FIRES)
def test_fires(text: str) -> None:
    assert is_empty_talk(text, QUESTIONS["business_objective"])


@given(st.sampled_from(KEYBOARDS), st.integers(3, 9))
def test_a_row_of_any_keyboard_is_nothing(row: str, times: int) -> None:
    assert is_empty_talk(" ".join([row] * times), QUESTIONS["limitations"])


@given(st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    assert is_empty_talk(text, QUESTIONS["limitations"]) in (True, False)
