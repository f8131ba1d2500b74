"""Sealed by the first load, amended, signed: in a shell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from nbready.charter.model import Charter, Value
from nbready.charter.parse import parse_charter
from nbready.charter.store import charter_body
from nbready.kernel.keeping import departures

from .charters import ALL, DATA, FULL, IMPORT, LEARNING, LOAD, QUESTIONS, TRAIN, cell, charter
from .shells import Shell

HERE = "open('rows.csv', 'w').write('a\\n1\\n')"
METRIC = FULL.answers["success_metric"]


def lower(*gates: str, **answers: Value) -> Charter:
    assert isinstance(METRIC, dict)
    return charter(*gates, success_metric={**METRIC, "threshold": ">= 1 %"}, **answers)  # type: ignore[arg-type]


def said(shell: Shell, source: str) -> str:
    shell.clear()
    assert shell.run(source).success
    return " ".join(" ".join(shell.shown).split())


@pytest.fixture
def loaded(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in which data was loaded under an open gate."""
    monkeypatch.chdir(tmp_path)
    for source in (HERE, DATA, f"{IMPORT}\n{LOAD}"):
        assert shell.run(source).success
    return shell


def seals(shell: Shell) -> list[str]:
    return list(shell.session.document.seals)


def test_a_load_that_passes_seals_the_data_gate(loaded: Shell) -> None:
    assert seals(loaded) == ["data"]
    assert loaded.session.document.own.sealed["data"].startswith(dt.date.today().isoformat())
    text = said(loaded, "%nbready")
    assert "On record" in text
    assert "not sealed in the file yet" in text


def test_neither_a_load_that_fails_nor_a_lookup_table_does(shell: Shell, tmp_path: Path) -> None:
    shell.run(DATA)
    shell.run(f"{IMPORT}\npd.read_csv('{tmp_path}/nowhere.csv')")
    (tmp_path / "codes.csv").write_text("a\n1\n")
    shell.run(f"# nbready: ignore[NBR201] country codes\npd.read_csv('{tmp_path}/codes.csv')")
    assert seals(shell) == []


def test_where_no_gate_can_fire_the_status_still_tells(loaded: Shell) -> None:
    loaded.run(ALL)
    assert not loaded.session.can_fire()
    assert loaded.run(TRAIN).success
    assert seals(loaded) == ["data"]
    said(loaded, "%nbready")
    assert seals(loaded) == ["data", "model"]


def test_a_cell_that_failed_first_seals_when_it_runs_again(loaded: Shell) -> None:
    loaded.run(ALL)
    train = f"{TRAIN}\nif not ready: raise RuntimeError"
    loaded.run("ready = False")
    assert not loaded.run(train).success
    said(loaded, "%nbready")
    assert seals(loaded) == ["data"]
    loaded.run("%nbready policy model=warn")
    assert not loaded.run(train).success
    loaded.run("ready = True")
    assert loaded.run(train).success
    said(loaded, "%nbready")
    assert seals(loaded) == ["data", "model"]


def test_a_load_below_the_line_that_loads_nbready_seals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NBREADY", raising=False)
    monkeypatch.chdir(tmp_path)
    shell = Shell()
    shell.run(HERE)
    shell.run(DATA)  # no magic of ours yet: this kernel only remembers it
    assert shell.run(f"%load_ext nbready\n{IMPORT}\n{LOAD}").success
    said(shell, "%nbready")
    assert seals(shell) == ["data"]


def test_learning_is_never_locked(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for source in (HERE, LEARNING, f"{IMPORT}\n{LOAD}"):
        assert shell.run(source).success
    assert seals(shell) == []
    assert "Nothing is locked" in said(shell, "%nbready lock")


def test_running_the_cell_again_is_no_change(loaded: Shell) -> None:
    assert "sealed" not in said(loaded, DATA)
    assert seals(loaded) == ["data"]
    assert "sealed" not in said(loaded, cell(charter("data", "model")))


def test_a_changed_answer_is_pointed_out_and_amended(loaded: Shell) -> None:
    text = said(loaded, cell(lower("data")))
    assert "A sealed answer was changed" in text
    assert '%nbready amend success_metric --reason "..."' in text
    text = said(loaded, '%nbready amend success_metric --reason "the extract lost a year"')
    assert "on record as success_metric-1" in text
    made = loaded.session.charter.amendments["success_metric-1"]
    assert isinstance(METRIC, dict)
    assert made.was == f"threshold: {METRIC['threshold']}"
    assert (made.by, made.seen, made.reason) == (FULL.author, "nothing", "the extract lost a year")
    assert not departures(loaded.session)
    # The cell as it is on screen has no amendment: this kernel has not forgotten it.
    assert "A sealed answer" in said(loaded, cell(lower("data", decision_action="Call all of them by phone")))


def test_what_was_seen_is_filled_in_from_what_ran(loaded: Shell) -> None:
    loaded.run(cell(charter("data", "model")))
    assert loaded.run(TRAIN).success
    loaded.run(cell(lower("data", "model")))
    loaded.run('%nbready amend success_metric --reason "too strict" --by "A. B"')
    assert loaded.session.charter.amendments["success_metric-1"].seen == "training"
    measured: dict[str, Value] = {"measured_result": FULL.answers["measured_result"]}
    loaded.run(cell(lower("data", "model", decision_action="something else is done now", **measured)))
    loaded.run('%nbready amend decision_action --reason "the desk moved" --by "A. B"')
    assert loaded.session.charter.amendments["decision_action-1"].seen == "held_out"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("%nbready amend", "required"),
        ("%nbready amend success_metric", "--reason"),
        ('%nbready amend succes_metric --reason "x"', "success_metric"),
        ('%nbready amend success_metric --reason "x"', "nothing to amend"),
        ('%nbready amend limitations --reason "x"', "not sealed"),
        ('%nbready amend success_metric --reason "x" --seen later', "held_out"),
        ('%nbready amend success_metric --reason "x', "quotation"),
        ("%nbready lock now", "no arguments"),
        ("%nbready sign", "no decision"),
        ('%nbready sign maybe --by "X. Y"', "no decision `maybe`"),
    ],
)
def test_what_cannot_be_done_is_one_message(
    loaded: Shell, line: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert not loaded.run(line).success
    printed = capsys.readouterr()
    assert words in " ".join((printed.out + printed.err).split())
    assert "Traceback" not in printed.out + printed.err


SIGN = '%nbready sign go --by "M. Okoro, Head of Underwriting" --conditions "8 weeks"'


def sign(shell: Shell, line: str = SIGN) -> str:
    """What is said to a sign-off that is read and confirmed, by the line as it is shown."""
    said(shell, line)
    confirming = shell.ip.rl_next_input
    assert confirming.startswith("%nbready sign go --by 'M. Okoro")
    assert confirming in " ".join(shell.shown)
    return said(shell, confirming)


def test_a_sign_off_is_shown_before_it_is_given(loaded: Shell) -> None:
    loaded.run(ALL)
    before = loaded.session.document
    text = said(loaded, SIGN)
    assert "To be signed: go; M. Okoro" in text
    assert "Nothing is signed yet" in text
    assert "What is signed success_metric" in text
    assert "sign_off" not in text.partition("Open, and so not signed")[2]
    assert loaded.session.document == before
    # Other words, read by nobody: the line of before does not sign them.
    line = loaded.ip.rl_next_input
    own = loaded.session.document.own
    loaded.run(cell(replace(own, answers={**own.answers, "limitations": "none that we know"})))
    text = said(loaded, line)
    assert "confirms another text" in text
    assert "limitations none that we know" in text
    assert loaded.ip.rl_next_input != line
    assert seals(loaded) == ["data"]
    assert "Signed: go" in said(loaded, loaded.ip.rl_next_input)
    assert seals(loaded) == ["data", "launch"]


class _Tomorrow(dt.date):
    @classmethod
    def today(cls) -> _Tomorrow:
        return cls.fromordinal(dt.date.today().toordinal() + 1)


def test_the_line_that_signed_may_run_again(loaded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded.run(ALL)
    said(loaded, SIGN)
    line = loaded.ip.rl_next_input
    assert "Signed: go" in said(loaded, line)
    own = loaded.session.document.own
    # On a later day too, when the line that is shown would be another one.
    monkeypatch.setattr("nbready.kernel.recording.dt", SimpleNamespace(date=_Tomorrow))
    assert "Signed: go" in said(loaded, line)
    assert loaded.session.document.own == own


def test_nobody_signs_in_a_run_without_a_person(loaded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded.run(ALL)
    said(loaded, SIGN)
    monkeypatch.setenv("NBREADY_UNATTENDED", "1")
    for line in (SIGN, loaded.ip.rl_next_input):
        assert not loaded.run(line).success
    assert seals(loaded) == ["data"]


def test_a_change_makes_a_sign_off_stale(loaded: Shell) -> None:
    loaded.run(ALL)
    text = sign(loaded)
    assert "Signed: go; M. Okoro" in text
    assert "What is signed success_metric" in text
    answer = loaded.session.charter.answers["sign_off"]
    assert isinstance(answer, dict)
    assert answer["of"]
    assert answer["date"] == dt.date.today().isoformat()
    assert seals(loaded) == ["data", "launch"]
    assert loaded.session.states()["launch"].status == "open"
    own = loaded.session.document.own
    changed = replace(own, answers={**own.answers, "limitations": "none that we know"})
    loaded.run(cell(changed))
    assert loaded.session.states()["launch"].status == "closed"
    assert "stale" in said(loaded, "%nbready")


def test_the_author_alone_cannot_sign(loaded: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    loaded.run(ALL)
    assert not loaded.run(f'%nbready sign go --by "{FULL.author}"').success
    printed = capsys.readouterr()
    assert "author alone" in " ".join((printed.out + printed.err).split())


def test_nothing_is_signed_over_a_change_that_is_not_on_record(loaded: Shell) -> None:
    loaded.run(cell(lower("data", "model", "launch")))
    assert not loaded.run('%nbready sign go --by "M. Okoro"').success


def test_without_a_page_lock_puts_the_sealed_cell_below(loaded: Shell) -> None:
    payloads: list[str] = []
    loaded.ip.set_next_input = lambda text, replace=False: payloads.append(text)
    assert "Not sealed in the file yet" in said(loaded, "%nbready lock")
    (source,) = payloads
    assert parse_charter(charter_body(source), QUESTIONS).sealed == loaded.session.document.own.sealed
