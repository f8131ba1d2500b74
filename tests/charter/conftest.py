from __future__ import annotations

import datetime as dt

import pytest

from nbready.charter.model import Questions
from nbready.charter.questions import default_questions

TODAY = dt.date(2026, 6, 15)


@pytest.fixture
def questions() -> Questions:
    return default_questions()


@pytest.fixture
def today() -> dt.date:
    return TODAY
