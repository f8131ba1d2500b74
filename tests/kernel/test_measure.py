"""``%nbready measure``: expressions of the notebook in, a card out, and one click into the charter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .shells import Shell
from .test_magics import flat, refused, said
from .test_panel import Page

PROMISE = """\
%%charter
success_metric:
  name: errors of the forecast
  direction: lower
  threshold: 2 EUR
  baseline: 4 EUR
  baseline_source: last year
  evaluated_on: spring
  if_missed: stop
  computed_as: mae
"""
CASES = """\
import numpy as np
table = {"sold units": np.arange(40.0), "guess": np.arange(40.0) + np.tile([1, -1, 2, 0], 10)}
today = table["sold units"] + 4
"""
LINE = '%nbready measure table["sold units"] table["guess"]'


@pytest.fixture
def measuring(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    for source in (PROMISE, CASES):
        assert shell.run(source).success
    return shell


def test_the_card_and_the_lines_to_paste(measuring: Shell) -> None:
    text = said(measuring, f"{LINE} --baseline today --ids range(40)")
    assert "Established: errors of the forecast (mae)" in text
    assert "a difference of -3.0" in text
    assert "1st look" in text
    assert "measured_result:" in text
    assert "computed_as: mae" in text
    html = measuring.ip.display_pub.outputs[0]["data"]["text/html"]
    assert "nbready-measured established" in html


def test_a_result_on_record_is_not_asked_for_again(measuring: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    below: list[str] = []
    monkeypatch.setattr(measuring.ip, "set_next_input", lambda text, replace=False: below.append(text))
    text = said(measuring, f"{LINE} --record")
    assert "The result is in the charter of this session" in text
    assert measuring.session.charter.answers["measured_result"]["outcome"] == "established"  # type: ignore[index, call-overload]
    assert "outcome: established" in below[0]
    assert "measured_result:" not in said(measuring, LINE)


AMENDED = """\
amendments:
  {key}-1: {{was: "{was}", reason: too few, by: M. Roe, date: 2026-10-19, seen: {seen}}}
"""


@pytest.mark.parametrize(
    ("key", "was", "seen", "words"),
    [
        ("success_metric", "threshold: 1 EUR", "held_out", "1 EUR → 2 EUR (easier)"),
        ("success_metric", "threshold: 3 EUR", "held_out", "3 EUR → 2 EUR"),
        ("prediction_target", "horizon: 6 months", "Held-out", "held-out result was seen: horizon: 6 months"),
        ("success_metric", "threshold: 1 EUR", "training", ""),
        ("success_metric", "threshold: 1 EUR", "nothing", ""),
        ("limitations", "none", "held_out", ""),
    ],
)
def test_a_bar_that_moved_after_a_result_is_told_under_the_card(
    key: str, was: str, seen: str, words: str, measuring: Shell
) -> None:
    assert measuring.run(PROMISE + AMENDED.format(key=key, was=was, seen=seen)).success
    for line in (LINE, f"{LINE} --record", LINE):
        text = flat(said(measuring, line))
        assert ("after the held-out result was seen" in text) == bool(words)
        assert words in text


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("%nbready measure", "required: LABELS, SCORES. Write %nbready measure LABELS SCORES"),
        ("%nbready measure y", "required: SCORES"),
        ("%nbready measure y table['guess']", "The labels cannot be evaluated: NameError: name 'y'"),
        (f"{LINE} --baseline 1/0", "`--baseline` cannot be evaluated: ZeroDivisionError"),
        (f"{LINE} --fast", "unrecognized arguments: --fast"),
        (f"{LINE}[:3]", "`the labels` has 40 cases, `the predictions` 3"),
        (f"{LINE} --confidence high", "invalid float value"),
    ],
)
def test_what_is_wrong_is_one_message(
    line: str, message: str, measuring: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in refused(measuring, line, capsys)


def test_python_measures_by_the_notebooks_charter(measuring: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    # A kernel has one shell, and it is the running one.
    monkeypatch.setattr("nbready.kernel.here.get_ipython", lambda: measuring.ip)
    measuring.run("import nbready\nm = nbready.measure(table['sold units'], table['guess'])")
    found: Any = measuring.ip.user_ns["m"]
    assert (found.outcome, found.look, found.unit) == ("established", 1, "EUR")


def test_loading_does_not_import_what_measures(measuring: Shell) -> None:
    import subprocess
    import sys

    code = (
        "import sys\nfrom IPython.core.interactiveshell import InteractiveShell as S\n"
        "s = S.instance()\ns.run_cell('%load_ext nbready')\n"
        "heavy = {'numpy', 'scipy', 'sklearn', 'matplotlib', 'nbready.measurement'}\n"
        "print('loaded:', *heavy & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip().split("\n")[-1] == "loaded:"


def test_the_form_is_filled_and_one_click_keeps_it(measuring: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbready.kernel.request.has_page", lambda shell: True)
    page = Page(measuring, monkeypatch)
    said(measuring, LINE)
    assert page.view["gate"] == "launch"
    entry = page.view["draft"]["measured_result"]
    assert entry["value"]["outcome"] == "established"
    assert "measured_result" not in page.session.charter.answers
    reply = page.send("save", gate="launch", draft=page.view["draft"])
    assert reply["saved"]
    assert page.session.charter.answers["measured_result"] == entry["value"]


def test_help_knows_it(measuring: Shell) -> None:
    assert "%nbready measure" in flat(said(measuring, "%nbready help"))
