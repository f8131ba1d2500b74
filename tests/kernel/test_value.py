"""``%nbready value``."""

from __future__ import annotations

from pathlib import Path

import pytest

from .shells import Shell
from .test_magics import refused, said

VALUED = "\n".join(
    (
        "%%charter",
        "cost_benefit:",
        "  values: {true_positive: 10 EUR, false_positive: -3 EUR, false_negative: -7 EUR}",
        "  as_of: 2026-03-01",
    )
)


def test_the_value_of_a_model_is_shown_written_and_carried_into_the_brief(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shell.run(VALUED)
    shell.run("y, old = [1, 0, 1, 0, 0], [0.1, 0.9, 0.2, 0.3, 0.8]")
    told = said(
        shell, "%nbready value y [0.9, 0.8, 0.7, 0.2, 0.1] --baseline old --capacity 60% --json v.json"
    )
    assert "the model 60 % 17 EUR" in told
    assert '"value": 17.0' in (tmp_path / "v.json").read_text()
    assert "With the model: Acting on 60 % of the cases | 17" in said(shell, "%nbready brief")


@pytest.mark.parametrize("arguments", ["y", "y nothing", "[1, 0] [0.1, 0.2] --capacity 135", "(1 2"])
def test_a_value_that_cannot_be_reckoned_is_one_message(
    shell: Shell, arguments: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run(VALUED)
    shell.run("y = [1, 0]")
    assert refused(shell, f"%nbready value {arguments}", capsys)


def test_sliders_move_the_capacity_and_the_two_costs(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    import ipywidgets as widgets

    made: list[widgets.VBox] = []
    box = widgets.VBox
    monkeypatch.setattr(widgets, "VBox", lambda children: made.append(box(children)) or made[-1])
    monkeypatch.setattr(type(shell.session), "has_page", True)
    shell.run(VALUED)
    shell.run("y, risk = [1, 0, 1, 0, 0], [0.9, 0.8, 0.7, 0.2, 0.1]")
    shell.clear()
    shell.run("%nbready value y risk --capacity 60% --sliders")
    (output,) = shell.ip.display_pub.outputs
    assert "application/vnd.jupyter.widget-view+json" in output["data"]
    share, alarm, _, card = made[0].children
    assert (share.value, alarm.value) == (60, 3)
    assert "17 EUR" in card.value
    alarm.value = 5
    assert "15 EUR" in card.value
    share.value = 0
    assert "-14 EUR" in card.value
