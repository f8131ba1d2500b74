"""Which texts are the same: copies, and not what a template put there."""

from __future__ import annotations

import pytest

from nbready.charter.words import bare
from nbready.report.alike import compare_texts
from nbready.report.row import Row

COPIED = "The riskiest orders of the day go to two reviewers; today nobody looks."


def rows(*texts: str, key: str = "decision_action") -> list[Row]:
    return [Row(path=f"{number}.ipynb", texts={key: bare(text)}) for number, text in enumerate(texts)]


def others(*texts: str) -> list[int]:
    return [row.most_alike for row in compare_texts(rows(*texts)).rows]


OWN = (
    "Nurses call patients at risk two days ahead; today all get a message.",
    "Planners see a proposed order for every shop; today they copy last week.",
    "Adjusters visit the claims that look odd; now they visit each one.",
)


TEMPLATE = (
    "The {} customers a month with the highest expected effect get {}; a random {} % of them get nothing."
)


def template(*blanks: str) -> str:
    return TEMPLATE.format(*blanks)


QUIET = [
    OWN,
    ("None yet known.", "None yet known."),
    tuple(template(str(n), "an offer", "10") for n in range(100, 900, 100)),
    (*(template(str(n), f"gift {n}", "5") for n in range(100, 900, 100)), template("100", "gift 200", "5")),
]


@pytest.mark.parametrize("texts", QUIET)
def test_stays_quiet(texts: tuple[str, ...]) -> None:
    assert set(others(*texts)) == {0}


FIRES = [
    ((COPIED, COPIED), [1, 1]),
    ((COPIED, *OWN, COPIED.upper().replace(";", " -")), [1, 0, 0, 0, 1]),
    ((*[COPIED] * 9, *OWN), [8] * 9 + [0] * 3),
    ((*[COPIED] * 9, *OWN, "A fifth text that is somebody's own and long enough."), [8] * 9 + [0] * 4),
    (("将仓库拣货错误率从百分之二降到百分之一", "将仓库拣货错误率从百分之二降到百分之一。"), [1, 1]),
]


@pytest.mark.parametrize(("texts", "expected"), FIRES)
def test_fires(texts: tuple[str, ...], expected: list[int]) -> None:
    assert others(*texts) == expected


def test_a_copy_inside_a_template_is_still_a_copy() -> None:
    filled = [template(str(n), f"a voucher from partner number {n}", "5") for n in range(10, 16)]
    copy = template("77", "two tickets for the opera at Lyon", "3")
    assert others(*filled, copy, copy) == [0] * 6 + [1, 1]


def test_those_who_share_most_are_named_first_and_at_most_five() -> None:
    many = [
        Row(path=f"{n}.ipynb", texts={"a": bare(COPIED), **({"b": bare(OWN[0])} if n in (0, 7) else {})})
        for n in range(9)
    ]
    first = compare_texts(many).rows[0]
    assert first.same == {"a": 8, "b": 1}
    assert first.alike[0] == "7.ipynb"
    assert len(first.alike) == 5
