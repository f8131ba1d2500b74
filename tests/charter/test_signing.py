"""What a sign-off was given for, and when it no longer fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lint_notebooks import full_charter
from nbready.charter.check import review_charter
from nbready.charter.model import Charter, Questions, Value
from nbready.charter.signing import is_stale, signed_text, text_signed

SIGN_OFF: dict[str, Value] = {"decision": "go", "by": "M. Okoro", "date": "2026-05-20"}


def put(charter: Charter, **answers: Value) -> Charter:
    merged = {**charter.answers, **answers}
    return replace(charter, answers={key: value for key, value in merged.items() if value})


def signed(left_open: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Charter:
    charter = full_charter(without=without, sign_off=SIGN_OFF)
    return put(charter, sign_off={**SIGN_OFF, "of": signed_text(charter, left_open)})


def test_it_never_changes(questions: Questions) -> None:
    charter = Charter(answers={"limitations": "Not for SME loans", "sign_off": SIGN_OFF})
    assert signed_text(charter) == "07b82290c5e0"
    assert signed_text(charter, ["integration"]) == "07b82290c5e0, without integration"


def test_the_same_text_is_not_stale() -> None:
    charter = signed()
    assert text_signed(charter)
    assert not is_stale(charter)
    assert not is_stale(put(charter, limitations=str(charter.answers["limitations"]).replace(" ", "\n")))
    again = {**dict(charter.answers["measured_result"]), "date": "2026-12-01"}  # type: ignore[arg-type]
    assert not is_stale(put(charter, measured_result=again))
    assert not is_stale(replace(charter, author="Somebody", sealed={"data": "x"}, amendments={}))


@pytest.mark.parametrize("key", list(full_charter().answers))
def test_another_word_anywhere_is(key: str) -> None:
    charter = signed()
    answer = charter.answers[key]
    more = {**answer, "by": "X", "name": "X"} if isinstance(answer, dict) else "something else"
    assert is_stale(put(charter, **{key: more}))
    assert key == "sign_off" or is_stale(put(charter, **{key: ""}))


def test_what_was_open_may_be_answered_later() -> None:
    charter = signed(left_open=("integration", "fallback_rollback"), without=("integration",))
    later = put(charter, integration=full_charter().answers["integration"], fallback_rollback="the old rule")
    assert not is_stale(charter)
    assert not is_stale(later)
    assert is_stale(put(later, limitations="none known"))


def test_without_saying_what_it_is_for_it_counts() -> None:
    assert not is_stale(put(full_charter(), sign_off=SIGN_OFF))


@pytest.mark.parametrize("of", ["x", "d5ecbcdf1bd1, without", "d5ecbcdf1bd", "D5ECBCDF1BD1"])
def test_what_cannot_be_read_is_stale(of: str) -> None:
    assert is_stale(put(full_charter(), sign_off={**SIGN_OFF, "of": of}))


def test_a_stale_sign_off_closes_launch_and_names_who_looks_again(questions: Questions) -> None:
    import datetime as dt

    today = dt.date(2026, 11, 15)
    fresh = review_charter(signed(), questions, today=today).standings["sign_off"]
    stale = review_charter(put(signed(), limitations="none at all, they say"), questions, today=today)
    assert fresh.open_at == ()
    assert stale.standings["sign_off"].open_at == ("launch",)
    assert "M. Okoro" in stale.standings["sign_off"].remarks[-1].message
