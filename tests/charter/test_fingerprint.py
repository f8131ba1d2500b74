"""The same words have the same fingerprint, today and in the next version of Python."""

from __future__ import annotations

from nbready.charter.fingerprint import fingerprint_charter, fingerprint_question
from nbready.charter.model import Charter, Questions
from nbready.charter.parse import charter_from_mapping, parse_charter

TEXT = "limitations: Not for SME loans, café\nsuccess_metric: {name: WAPE, threshold: 18 %}\n"


def test_it_never_changes(questions: Questions) -> None:
    charter = parse_charter(TEXT, questions)
    assert fingerprint_question(charter, "limitations") == "6a9e84f8735c46e5fe1aacc690f7cac6"
    assert fingerprint_charter(charter) == "bb0b3da303ae7ee6849dc21e745cffb9"


def test_order_space_and_spelling_of_characters_do_not_count(questions: Questions) -> None:
    other = parse_charter(
        "success_metric:\n  threshold: 18%\n  name: |\n    WAPE\n"
        "limitations: |\n  Not for SME\n  loans, cafe\u0301\n",
        questions,
    )
    assert fingerprint_charter(other) == fingerprint_charter(parse_charter(TEXT, questions))


def test_every_word_counts(questions: Questions) -> None:
    base = {"limitations": "Not for SME loans"}
    others = [
        {"limitations": "Not for SME loan"},
        {"limitations": "not for SME loans"},
        {"fallback_rollback": "Not for SME loans"},
        {**base, "author": "A. B"},
        {**base, "deferrals": {"integration": {"reason": "r"}}},
        {**base, "deferrals": {"integration": {"owner": "r"}}},
        {"success_metric": "Not for SME loans"},
        {"success_metric": {"name": "Not for SME loans"}},
    ]
    prints = {fingerprint_charter(charter_from_mapping(value, questions)) for value in (base, *others)}
    assert len(prints) == len(others) + 1


def test_a_signature_can_be_left_out_of_what_it_signs(questions: Questions) -> None:
    base = {"limitations": "Not for SME loans"}
    signed = {**base, "sign_off": {"decision": "go"}}
    without = fingerprint_charter(charter_from_mapping(signed, questions), without=("sign_off",))
    assert without == fingerprint_charter(charter_from_mapping(base, questions))


def test_the_path_of_a_shared_charter_does_not_count(questions: Questions) -> None:
    assert fingerprint_charter(Charter(inherits="x")) == fingerprint_charter(Charter())


def test_no_answer_has_no_fingerprint() -> None:
    assert fingerprint_question(Charter(), "limitations") == ""
