"""``%nbready`` and ``%%charter``: what they do and what they say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kernels import LiveKernel
from nbready.charter.parse import parse_charter
from nbready.charter.store import charter_body
from nbready.kernel import commands

from .charters import (
    ALL,
    DATA,
    IMPORT,
    LATER,
    LOAD,
    PAST,
    QUESTIONS,
    TRAIN,
    cell,
    charter,
    defer,
)
from .shells import Shell, is_blocked


def flat(text: str) -> str:
    return " ".join(text.split())


def said(shell: Shell, source: str) -> str:
    """All that one cell shows, on one line."""
    shell.clear()
    shell.run(source)
    return flat(" ".join(shell.shown))


def refused(shell: Shell, source: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a cell that fails says; it must be a message, not a traceback."""
    capsys.readouterr()
    assert not shell.run(source).success
    printed = capsys.readouterr()
    text = flat(printed.out + printed.err)
    assert "Traceback" not in text
    return text


# -- %%charter -----------------------------------------------------------------------------------------


def test_a_charter_cell_shows_a_card_in_text_and_html(shell: Shell) -> None:
    shell.run(DATA)
    (output,) = [output for output in shell.ip.display_pub.outputs if not output["update"]]
    assert "nbready-card" in output["data"]["text/html"]
    assert "Project charter" in output["data"]["text/plain"]


def test_wrong_yaml_is_one_message_with_line_and_column(
    shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    text = refused(shell, "%%charter\nproject_intent: {intent: deployment]\n", capsys)
    assert "line 2, column" in text
    assert len(text) < 400


def test_lines_are_those_of_the_cell_as_it_was_typed(
    shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "line 4, column" in refused(shell, "\n\n%%charter\nproject_intent: {intent: deployment]\n", capsys)


def test_an_unknown_question_names_the_one_that_was_meant(
    shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    text = refused(shell, "%%charter\nbusiness_objektive: x\n", capsys)
    assert "`business_objective`" in text


def test_a_charter_that_cannot_be_read_leaves_the_one_before_in_force(shell: Shell) -> None:
    shell.run(DATA)
    shell.run("%%charter\nproject_intent: [\n")
    assert shell.run(f"{IMPORT}\n{LOAD}").success


def test_a_charter_that_inherits_from_nowhere_is_refused(
    shell: Shell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "shared.yaml" in refused(shell, "%%charter\ninherits: shared.yaml\n", capsys)


def test_a_fault_of_ours_does_not_stop_a_charter_cell(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> str:
        raise RuntimeError("a planted fault")

    monkeypatch.setattr("nbready.charter.card.card_html", broken)
    assert "RuntimeError: a planted fault" in said(shell, DATA)
    assert shell.run(f"{IMPORT}\n{LOAD}").success


# -- %nbready ------------------------------------------------------------------------------------------


def test_status_without_a_charter(shell: Shell) -> None:
    text = said(shell, "%nbready")
    assert "Data: 0 of 7." in text
    assert "Deployment plan (model) closed: 8 of 8" in text
    assert "No charter yet." in text
    assert "Policy: data block, model warn, launch warn." in text
    assert all(key in text for key in QUESTIONS.by_key)


def test_status_of_a_charter_with_a_deferral(shell: Shell) -> None:
    shell.run(cell(charter("data", without=("decision_action",))))
    shell.run(defer("decision_action"))
    text = said(shell, "%nbready status")
    assert "Data: complete; Deployment plan: 0 of 8." in text
    assert f"decision_action put off until {LATER} by J. Sato: the extract is late" in text
    assert "business_objective answered" in text


def test_status_of_a_learning_notebook(shell: Shell) -> None:
    shell.run(cell(charter("data", project_intent={"intent": "learning"})))
    text = said(shell, "%nbready")
    assert "Data: complete; Deployment plan: not asked." in text


def test_help_lists_every_command(shell: Shell) -> None:
    text = said(shell, "%nbready help")
    assert all(f"%nbready {name}" in text for name in commands.COMMANDS if name not in ("status", "help"))


def test_an_unknown_command_offers_the_nearest(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean `policy`?" in refused(shell, "%nbready polcy", capsys)


@pytest.mark.parametrize(
    "line",
    [
        "%nbready policy data=loud",
        "%nbready policy date=warn",
        "%nbready policy warn",
        "%nbready status now",
        "%nbready defer",
        "%nbready defer dada --reason x",
        '%nbready defer data --reason "open',
        "%nbready --loud",
    ],
)
def test_wrong_arguments_are_a_message(shell: Shell, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = refused(shell, line, capsys)
    assert text.startswith("UsageError:")


def test_policy_takes_several_levels_and_tells_all(shell: Shell) -> None:
    text = said(shell, "%nbready policy data=warn model=off")
    assert "data warn model off launch warn" in text
    assert "(in this session only)" in said(shell, "%nbready")
    assert "data block model warn launch warn" in said(shell, "%nbready policy reset")
    assert "session" not in said(shell, "%nbready policy")


def test_charter_puts_a_cell_to_fill_in_below(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    below: list[str] = []
    monkeypatch.setattr(shell.ip, "set_next_input", lambda text, replace=False: below.append(text))
    shell.run("%nbready charter")
    shell.run(DATA)
    shell.run("%nbready charter")
    blank, filled = below
    assert blank.startswith("%%charter\n")
    assert [key for key in QUESTIONS.by_key if f"\n{key}:" in blank] == [q.key for q in QUESTIONS.at("data")]
    assert parse_charter(charter_body(filled), QUESTIONS) == charter("data")
    assert "\nintegration:" in filled, "the next gate's questions"
    assert "\nsign_off:" not in filled


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("learning", ["project_intent", "prediction_target"]),
        ("feasibility", ["project_intent", "business_objective", "prediction_target", "data_classification"]),
        ("deployment", [q.key for q in QUESTIONS.at("data")]),
        ("launch", [q.key for q in QUESTIONS.at("launch")]),
        ("model", [q.key for q in QUESTIONS.at("model")]),
    ],
)
def test_charter_for_an_intent_or_a_gate(
    words: str, asked: list[str], shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    below: list[str] = []
    monkeypatch.setattr(shell.ip, "set_next_input", lambda text, replace=False: below.append(text))
    shell.run(f"%nbready charter {words}")
    assert [key for key in QUESTIONS.by_key if f"\n{key}:" in below[0]] == asked


def test_a_learner_is_through_with_one_answer(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    below: list[str] = []
    monkeypatch.setattr(shell.ip, "set_next_input", lambda text, replace=False: below.append(text))
    assert is_blocked(shell.run(f"{IMPORT}\n{LOAD}"))
    shell.run("%nbready charter learning")
    typed = iter(("iris flower", "its species", "when it is measured"))
    lines = [f"{line}\n    {next(typed)}" if line.endswith(": |") else line for line in below[0].split("\n")]
    assert shell.run("\n".join(lines)).success
    assert shell.run(f"{IMPORT}\n{LOAD}").success


def test_charter_asks_one_after_the_other(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    below: list[str] = []
    prompts: list[str] = []
    typed = iter(("learn", "learning", "iris flower", "its species", ""))

    def answer(prompt: str) -> str:
        prompts.append(prompt)
        word = next(typed, None)
        if word is None:
            raise EOFError
        return word

    monkeypatch.setattr(shell.ip, "set_next_input", lambda text, replace=False: below.append(text))
    monkeypatch.setattr("builtins.input", answer)
    shell.run("%nbready charter --ask")
    parsed = parse_charter(charter_body(below[0]), QUESTIONS)
    assert parsed.answers == {
        "project_intent": {"intent": "learning"},
        "prediction_target": {"unit_of_analysis": "iris flower", "label_definition": "its species"},
    }
    assert "One of deployment, feasibility, learning" in prompts[1]
    assert "Still open" in prompts[-1]
    assert not shell.session.has_charter, "only the cell counts, once it has run"


def test_charter_asks_nobody_where_nobody_is(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: str) -> str:
        raise RuntimeError("raw_input was called, but this frontend does not support input requests")

    monkeypatch.setattr("builtins.input", refuse)
    assert "Nobody can be asked here" in refused(shell, "%nbready charter --ask", capsys)
    assert "Did you mean `learning`?" in refused(shell, "%nbready charter leaning", capsys)


# -- deferrals -----------------------------------------------------------------------------------------


def test_deferring_a_gate_puts_off_what_can_be_and_names_the_rest(shell: Shell) -> None:
    text = said(shell, defer("data"))
    assert f"4 questions put off until {LATER}" in text
    put_off, left = text.split("Still open")
    assert "business_objective" in put_off
    for key in ("project_intent", "prediction_target", "success_metric"):
        assert key not in put_off
        assert f"{key} cannot be put off" in left


def test_deferring_single_questions(shell: Shell) -> None:
    shell.run(DATA)
    text = said(shell, defer("integration monitoring_plan"))
    assert f"2 questions put off until {LATER}" in text
    assert "Still open" not in text


def test_words_in_braces_and_dollars_are_not_expanded(shell: Shell) -> None:
    shell.run("x = 5")
    line = f'%nbready defer data --reason "{{x}} costs $x" --owner "J. Sato" --until {LATER}'
    assert "{x} costs $x" in said(shell, line)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (f'data --owner "J. Sato" --until {LATER}', "reason"),
        (f'data --reason "late" --until {LATER}', "owner"),
        ('data --reason "late" --owner "J. Sato"', "until"),
        (f'data --reason "late" --owner "J. Sato" --until {PAST}', "put off"),
        ('data --reason "late" --owner "J. Sato" --until soon', "date"),
    ],
)
def test_a_deferral_that_lacks_something_says_what(shell: Shell, arguments: str, words: str) -> None:
    text = said(shell, f"%nbready defer {arguments}")
    assert "Nothing was put off." in text
    assert words in text


def test_the_projects_longest_deferral_is_kept(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.nbready]\nmax-deferral-days = 10\n")
    shell.run("%reload_ext nbready")
    assert "Nothing was put off." in said(shell, defer("data", LATER))
    soon = (dt.date.today() + dt.timedelta(days=9)).isoformat()
    assert "4 questions put off" in said(shell, defer("data", soon))
    suggested = (dt.date.today() + dt.timedelta(days=10)).isoformat()
    shell.run("%reload_ext nbready")
    assert f"--until {suggested}" in said(shell, "%nbready help")


# -- observers -----------------------------------------------------------------------------------------


def test_observers_hear_of_every_change(shell: Shell) -> None:
    heard: list[str] = []
    stop = shell.session.on_change(lambda: heard.append("changed"))
    for source in (DATA, defer("model"), "%nbready policy model=off"):
        shell.run(source)
    assert len(heard) == 3
    for source in (defer("model"), "x = 1", IMPORT):
        shell.run(source)
    assert len(heard) == 3
    stop()
    shell.run(ALL)
    assert len(heard) == 3


def test_an_observer_that_fails_stops_nothing(shell: Shell) -> None:
    shell.session.on_change(lambda: 1 / 0)
    assert shell.run(DATA).success
    assert shell.run(f"{IMPORT}\n{LOAD}").success


def test_answers_of_the_form_count_like_those_of_the_cell(shell: Shell) -> None:
    shell.session.set_charter(charter("data", "model"), source="panel")
    shell.clear()
    assert shell.run(f"{IMPORT}\n{LOAD}\n{TRAIN}").success
    assert shell.shown == []
    assert "the one of the form" in said(shell, "%nbready")


def test_without_a_front_end_the_form_is_text(shell: Shell) -> None:
    assert "no form in this front end" in said(shell, "%nbready panel")


# -- in a kernel ---------------------------------------------------------------------------------------


@pytest.mark.kernel
def test_charter_is_inserted_by_the_front_end(kernel: LiveKernel) -> None:
    kernel.run("%load_ext nbready", "a")
    (payload,) = kernel.run("%nbready charter", "b").payload
    assert payload["source"] == "set_next_input"
    assert payload["replace"] is False
    assert payload["text"].startswith("%%charter\n")


@pytest.mark.kernel
def test_commands_are_completed(kernel: LiveKernel) -> None:
    kernel.run("%load_ext nbready", "a")
    assert set(kernel.complete("%nbready ")) >= set(commands.COMMANDS)
    assert "charter" in kernel.complete("%nbready cha")
    assert "data=warn" in kernel.complete("%nbready policy ")
    assert "model" in kernel.complete("%nbready defer ")


@pytest.mark.kernel
def test_no_traceback_reaches_the_front_end(kernel: LiveKernel) -> None:
    kernel.run("%load_ext nbready", "a")
    stopped = kernel.run(f"{IMPORT}\n{LOAD}", "b")
    (error,) = [output for output in stopped.outputs if output["output_type"] == "error"]
    assert 1 <= len(error["traceback"]) <= 3
    wrong = kernel.run("%%charter\nproject_intent: [\n", "c")
    (error,) = [output for output in wrong.outputs if output["output_type"] == "error"]
    assert error["ename"] == "CharterRefused"
    assert len(error["traceback"]) == 1


def test_the_brief_is_shown_in_a_frame_of_its_own_and_written_to_a_file(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "may this project load its data" in said(shell, "%nbready brief --stage kickoff")
    (output,) = shell.ip.display_pub.outputs
    assert output["data"]["text/html"].startswith("<iframe sandbox srcdoc=")
    assert "The brief is in brief.html" in said(shell, "%nbready brief -o brief.html")
    assert (tmp_path / "brief.html").read_text().startswith("<!doctype html>")


@pytest.mark.parametrize("arguments", ["--stage never", "-o brief.docx", "-o"])
def test_a_brief_that_cannot_be_made_is_one_message(
    shell: Shell, arguments: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "%nbready brief" in refused(shell, f"%nbready brief {arguments}", capsys)


# -- a charter that cannot be read -------------------------------------------------------------------------

BROKEN = DATA.replace("business_objective: |", "Business objective: |").replace("author:", "\u200bauthor:")


def test_all_mistakes_at_once_and_the_cell_mended(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    below: list[str] = []
    monkeypatch.setattr(shell.ip, "set_next_input", lambda text, replace=False: below.append(text))
    text = refused(shell, BROKEN, capsys)
    assert "2 lines" in text
    assert "`Business objective` is written `business_objective` here." in text
    assert "An invisible character" in text
    shell.run("%nbready charter --fix")
    assert shell.run(below[0]).success
    assert shell.session.states()["data"].status == "open"
    assert "waits to be corrected" in refused(shell, "%nbready charter --fix", capsys)


@pytest.mark.parametrize("above", ["# a note", "#@title Charter", "#| hide", "%matplotlib inline"])
def test_a_line_above_the_magic_is_told_with_its_remedy(
    above: str, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    below: list[str] = []
    monkeypatch.setattr(shell.ip, "set_next_input", lambda text, replace=False: below.append(text))
    shell.run(f"{above}\n{DATA}")
    assert any("must be the first line of its cell" in text for text in shell.shown)
    shell.run("%nbready charter --fix")
    shell.run(below[0])
    assert shell.session.states()["data"].status == "open"


def test_the_magic_in_capitals(shell: Shell) -> None:
    shell.run(DATA.replace("%%charter", "%%Charter"))
    assert any("in lower case" in text for text in shell.shown)
