"""Whose a submission is."""

from __future__ import annotations

import pytest

from nbready.grading.students import canvas_id, name_students


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["ada.ipynb", "bob.ipynb"], ["ada", "bob"]),
        (["in/ada/ps1/w.ipynb", "in/bob/ps1/w.ipynb"], ["ada", "bob"]),
        (["ada/in/ada/ps1/w.ipynb", "ada/in/bob/ps1/w.ipynb"], ["ada", "bob"]),
        (["in/ada/a.ipynb", "in/ada/b.ipynb", "in/bob/a.ipynb"], ["ada/a", "ada/b", "bob/a"]),
        (["in/ada.ipynb"], ["ada"]),
        (["lovelaceada_77_1234_week3.ipynb", "hopper_LATE_78_99_my_work.ipynb"], ["lovelaceada", "hopper"]),
        (["anon_Ab3xY_1234_week3.ipynb", "LATE_anon_q9Zt4_99_a.ipynb"], ["anon_Ab3xY", "anon_q9Zt4"]),
        (["smith_1_2_a.ipynb", "smith_3_4_a.ipynb"], ["smith_1_2_a", "smith_3_4_a"]),
        (["in/a\u202eb.ipynb", "in/c.ipynb"], ["a\ufffdb", "c"]),
        ([], []),
    ],
)
def test_names(paths: list[str], names: list[str]) -> None:
    assert (name_students(paths) if paths else []) == names


def test_canvas_numbers() -> None:
    assert canvas_id("in/hopper_LATE_78_99_my_work.ipynb") == "78"
    assert canvas_id("in/week_3.ipynb") == ""
    assert canvas_id("in/anon_Ab3xY_1234_week3.ipynb") == ""
