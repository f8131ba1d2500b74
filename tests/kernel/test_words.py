"""The words of form and notices: every one a message of the questions, so a translation reaches them all."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from nbready.charter.check import review_charter
from nbready.charter.export import questions_to_mapping
from nbready.charter.model import GATES, Charter, Deferral, Questions
from nbready.charter.parse import charter_from_mapping
from nbready.charter.questions import default_questions, questions_from
from nbready.charter.yaml_write import write_value
from nbready.config import Config
from nbready.document import read_document
from nbready.errors import QuestionsError
from nbready.gate import Policy, gate_states
from nbready.kernel import effort, message, status
from nbready.kernel.panel.view import PREFIX, describe_form, describe_state, describe_words
from nbready.kernel.session import Session

from .charters import DATA, FEASIBILITY, IMPORT, LEARNING, LOAD, NOTHING, TRAIN, cell, charter
from .shells import Shell, is_blocked
from .test_panel import Page

NOTICES = ("stop_", "warning_", "refusal_", "notice_")
KERNEL = ("view", "controller", "asking")
ASKED = re.compile(r"say\((?:\w+(?:\.\w+)?, )?([^;{]*?)[,)]")
NAMES = re.compile(r"[\"']([a-z_]+)[\"']")
PROSE = re.compile(r"[\"`](?!AltGraph|Enter)[A-Z][a-z]+[^\"`]*[\"`]|[\"`][^\"`]*[a-z] [a-z]+[.:] ?[\"`]")


def foreign() -> Questions:
    """The default questions, every word of the form and every gate put into another language."""
    messages = {
        name: f"⟦{' '.join(re.findall(r'{[a-z]+}', text))}⟧"
        for name, text in default_questions().messages.items()
        if name.startswith((PREFIX, *NOTICES, "gate_", "complete", "card_title", "count_"))
    }
    return questions_from({"messages": messages}, default_questions())


def test_every_word_that_the_page_asks_for_is_there_and_none_is_left_over() -> None:
    from nbready.kernel.panel.widget import WEB

    scripts = "\n".join(file.read_text(encoding="utf-8") for file in WEB.glob("*.js"))
    sources = [(WEB.parent / f"{name}.py").read_text(encoding="utf-8") for name in KERNEL]
    asked = {
        name for text in (scripts, *sources) for call in ASKED.findall(text) for name in NAMES.findall(call)
    }
    # Named by a variable: what a deferral is made of, and the fields of a quantity.
    named = {"reason", "owner", "until", "number", "unit", "outcome"}
    assert asked | named == {*describe_words(default_questions())}


def test_the_page_has_no_words_of_its_own() -> None:
    from nbready.kernel.panel.widget import bundle_script

    assert not [found for line in bundle_script().split("\n") for found in PROSE.findall(line)]


@pytest.mark.parametrize("unrecorded", [False, True])
def test_a_translation_reaches_all_that_the_form_shows(unrecorded: bool) -> None:
    told = read_document((), {}, Config(), path=None)._replace(questions=foreign())
    form = describe_form(told.questions)
    assert all(map(is_foreign, (form["title"], *form["words"].values(), *form["efforts"].values())))
    own = charter_from_mapping({"limitations": "TBD"}, told.questions)
    deferral = Deferral(question="business_objective", reason="on leave", owner="R. Diaz", until="2099-01-31")
    for given in (Charter(), own, replace(own, deferrals={"business_objective": deferral})):
        review = review_charter(given, told.questions, today=dt.date(2026, 6, 15))
        state = describe_state(told, review, gate_states(review, Policy()), unrecorded=unrecorded)
        assert is_foreign(state["summary"])
        assert all(is_foreign(gate["title"]) and is_foreign(gate["word"]) for gate in state["gates"].values())
        assert all(is_foreign(standing["word"]) for standing in state["standings"].values())


def test_a_translation_reaches_what_saving_says(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(shell, monkeypatch)
    monkeypatch.setattr(Session, "questions", property(lambda _: foreign()))
    assert is_foreign(page.save()["message"])
    cell = {"id": "a", "kind": "code", "source": "1"}
    assert is_foreign(page.save(cell)["message"])


LAUNCH = "import mlflow\nmlflow.register_model('runs:/1/model', 'churn')"
GERMAN = """\
language: de
questions:
  project_intent:
    prompt: Wofür ist dieses Notebook?
    parts:
      intent:
        names: {deployment: Einsatz, feasibility: Machbarkeit, learning: Lernen}
messages:
  gate_data: Daten
  count_answered: "{answered} von {count} beantwortet"
  stop_data: "Diese Zelle wurde vor dem Lauf angehalten: {call} lädt in Zeile {line} Daten."
  stop_what_for: Wozu dient es? {effort}
  stop_effort: "{intent}: {count} Fragen, etwa {minutes} Minuten."
  stop_form_below: "Unten antworten, oder in einer Zelle: {command}."
  stop_in_a_cell: "{command} bringt die Fragen in eine Zelle."
  stop_or_another: "{command} (oder ein anderer)"
  stop_not_now: Jetzt nicht?
  stop_put_off: schiebt sie auf, im Protokoll
  stop_ignore: in dieser Zelle, für {what}
  stop_aside_data: eine Nachschlagetabelle oder Ähnliches
  refusal_data: "nbready hat diese Zelle angehalten: {call}, Zeile {line}, lädt Daten."
  refusal_open_data: "Offen, bevor Daten geladen werden: {keys}."
  refusal_way_on: "In einer Zelle antworten: {command}"
  warning_model: "{call} trainiert in Zeile {line} ein Modell: es läuft, aber {state}."
  warning_once: "{command} bringt die Fragen; das wird einmal gesagt."
  notice_open: Offen
  notice_open_all: alle {count} Fragen sind offen
  notice_brings: "{command} bringt die Fragen."
  numbers: null, eine, zwei, drei, vier, fünf, sechs, sieben, acht, neun, zehn
"""


class Spoken(Shell):
    """A shell in the folder of a project whose questions are those of a file."""

    def __init__(self, folder: Path, questions: str) -> None:
        (folder / "rows.csv").write_text("x,y\n1,0\n", encoding="utf-8")
        (folder / "words.yaml").write_text(questions, encoding="utf-8")
        (folder / "pyproject.toml").write_text('[tool.nbready]\nquestions = "words.yaml"\n', encoding="utf-8")
        super().__init__()
        self.run("%load_ext nbready")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("NBREADY", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def german(folder: Path) -> Shell:
    return Spoken(folder, GERMAN)


def test_a_stop_in_german(german: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert german.shown == ["nbready: Daten: 0 von 7 beantwortet. `%nbready charter` bringt die Fragen."]
    german.clear()
    capsys.readouterr()
    assert is_blocked(german.run(f"{IMPORT}\n{LOAD}"))
    (text,) = german.shown
    title, *_ = text.split("\n\n")
    assert " ".join(title.split()) == (
        "nbready: Diese Zelle wurde vor dem Lauf angehalten: `pandas.read_csv` lädt in Zeile 2 Daten."
    )
    said = " ".join(text.split())
    assert (
        "Wozu dient es? Einsatz: 7 Fragen, etwa zehn Minuten. Machbarkeit: 4. Lernen: 2. "
        "`%nbready charter learning` (oder ein anderer) bringt die Fragen in eine Zelle. Offen project_intent"
    ) in said
    assert said.endswith("reason in dieser Zelle, für eine Nachschlagetabelle oder Ähnliches")
    first, opened, way_on, *agents = capsys.readouterr().out.splitlines()
    assert first == "nbready hat diese Zelle angehalten: pandas.read_csv, Zeile 2, lädt Daten."
    assert opened.startswith("Offen, bevor Daten geladen werden: project_intent, ")
    assert way_on == "In einer Zelle antworten: %nbready charter"
    # What agents go by is the same in every language.
    assert agents == [*message.FOR_AGENTS]


def test_a_warning_in_german(german: Shell) -> None:
    german.run(DATA)
    german.clear()
    assert german.run(TRAIN).success
    (text,) = german.shown
    assert text.startswith(
        "nbready: `DummyClassifier.fit` trainiert in Zeile 2 ein Modell: es läuft, aber alle "
    )
    assert " ".join(text.split()).endswith("`%nbready charter` bringt die Fragen; das wird einmal gesagt.")


@pytest.mark.parametrize(
    ("level", "body", "source"),
    [
        ("block", NOTHING, LOAD),
        ("warn", NOTHING, LOAD),
        ("block", cell(charter("data", without=("limitations", "decision_action"))), LOAD),
        ("warn", cell(charter("data", without=("decision_action",))), LOAD),
        ("block", DATA, TRAIN),
        ("warn", FEASIBILITY, LAUNCH),
        ("warn", LEARNING, LAUNCH),
    ],
)
def test_a_translation_reaches_every_line_of_a_notice(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    level: str,
    body: str,
    source: str,
) -> None:
    monkeypatch.setitem(sys.modules, "mlflow", Mock())
    shell = Spoken(folder, write_value(questions_to_mapping(foreign())))
    shell.run(f"{IMPORT}\n%nbready policy data={level} model={level} launch={level}")
    shell.run(body)
    shell.clear()
    capsys.readouterr()
    was_stopped = is_blocked(shell.run(source))
    assert shell.shown
    assert all(is_foreign(part) for text in shell.shown for part in text.split("\n\n"))
    if was_stopped:
        lines = capsys.readouterr().out.splitlines()
        assert all(map(is_foreign, lines[: -len(message.FOR_AGENTS)]))


def test_no_word_of_a_notice_is_left_over() -> None:
    source = "".join(map(inspect.getsource, (effort, message, status)))
    known = {name for name in default_questions().messages if name.startswith(NOTICES)}
    # What is said of a gate is there for each.
    by_gate = {re.sub(f"_({'|'.join(GATES)})$", "_{", name) for name in known}
    assert not [name for name in by_gate if name not in source]


def test_a_word_is_checked_when_the_file_is_loaded() -> None:
    with pytest.raises(QuestionsError, match="means nothing in this message"):
        questions_from({"messages": {"form_minutes": "Noch {minuten} Minuten"}}, default_questions())


def is_foreign(text: str) -> bool:
    return "⟦" in text
