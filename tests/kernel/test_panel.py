"""The form's kernel side, without a browser: what it shows, takes, answers, and when it is not there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kernels import LiveKernel
from nbready.charter.model import INTENTS, Charter
from nbready.charter.parse import charter_from_mapping, parse_charter
from nbready.charter.questions import default_questions
from nbready.charter.store import charter_body, stored_value
from nbready.kernel.panel.draft import apply_draft, read_draft, saved_values
from nbready.notebook import read_notebook
from nbready.sync import sync_notebook
from nbready.templates.preset import load_preset

from .charters import DATA
from .shells import Shell

WIDGET = "application/vnd.jupyter.widget-view+json"
NOT_RUN = {"execution_count": None, "outputs": []}
WIDGET_MODULE = "nbready.kernel.panel.widget"
LOAD = "import pandas as pd\npd.read_csv('rows.csv')"
OBJECTIVE = "Cut charge-offs from 4.1 % to 3.6 % of balances, Retail Credit"
EXTENSION = {"id": "a", "kind": "code", "source": "%load_ext nbready"}
LOADING = {"id": "b", "kind": "code", "source": LOAD}
QUESTIONS = default_questions()


class Page:
    """A form in a shell of this process, and what its page would send and hear."""

    def __init__(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        shell.ip.kernel = object()
        shell.ip.get_parent = lambda: {"metadata": {"cellId": "a"}}
        self.session = shell.session
        self.sent: list[dict[str, Any]] = []
        monkeypatch.setattr(
            "nbready.kernel.panel.widget.CharterWidget.send", lambda _, content: self.sent.append(content)
        )
        assert shell.session.show_panel()
        self.panel = shell.session.panel

    @property
    def view(self) -> dict[str, Any]:
        view: dict[str, Any] = self.panel._widget.view
        return view

    def send(self, kind: str, **content: Any) -> dict[str, Any]:
        """Send a message; the reply to it."""
        number = f"page:{len(self.sent)}"
        self.panel._widget._handle_custom_msg({"type": kind, "id": number, **content}, [])
        assert self.sent[-1]["id"] == number
        return self.sent[-1]

    def draft(self, **values: Any) -> dict[str, Any]:
        """Type these answers over what is saved."""
        return self.send("draft", draft=self.entries(**values))

    def save(self, *cells: dict[str, str], metadata: Any = None, **values: Any) -> dict[str, Any]:
        document = {"cells": list(cells), "metadata": metadata} if cells else {}
        return self.send("save", gate="data", draft=self.entries(**values), **document)

    def entries(self, **values: Any) -> dict[str, Any]:
        saved = self.view["saved"]
        return {name: {"value": value, "base": saved.get(name)} for name, value in values.items()}


@pytest.fixture
def page(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Page:
    return Page(shell, monkeypatch)


def data_answers() -> dict[str, Any]:
    return saved_values(parse_charter(charter_body(DATA), QUESTIONS))


# -- where there is a form, and where not ------------------------------------------------------------------


@pytest.mark.kernel
class TestPlaces:
    @pytest.fixture(autouse=True)
    def _no_widgets_yet(self, kernel: LiveKernel) -> None:
        kernel.run(f"import sys\nsys.modules.pop({WIDGET_MODULE!r}, None)")

    def test_without_a_cell_id_there_is_text_only(self, kernel: LiveKernel) -> None:
        for source in ("%load_ext nbready", LOAD, DATA, "%nbready panel"):
            assert not widgets(kernel.run(source).outputs)
        assert not has_widgets(kernel)

    def test_a_front_end_gets_the_form(self, kernel: LiveKernel) -> None:
        loaded = kernel.run("%load_ext nbready", "a")
        (bundle,) = widgets(loaded.outputs)
        assert bundle["text/plain"] == (
            "nbready: the charter's form needs widgets to be shown; `%nbready charter` has it as a cell."
        )
        assert len(widgets(kernel.run(LOAD, "b").outputs)) == 1

    @pytest.mark.parametrize("is_sealed", [True, False])
    def test_a_notebook_with_a_sealed_charter_imports_no_widgets(
        self, kernel: LiveKernel, tmp_path: Path, is_sealed: bool
    ) -> None:
        cells = [
            {"id": name, "cell_type": "code", "source": source, "metadata": {}, **NOT_RUN}
            for name, source in (("a", "%load_ext nbready"), ("b", DATA), ("c", LOAD))
        ]
        stored = {"version": 1, "charter": data_answers()}
        notebook = {"cells": cells, "metadata": {"nbready": stored}, "nbformat": 4, "nbformat_minor": 5}
        file = tmp_path / "n.ipynb"
        file.write_text(json.dumps(notebook))
        if is_sealed:
            file.write_bytes(sync_notebook(read_notebook(file))[0])
            cells = json.loads(file.read_bytes())["cells"]
        kernel.run(f"import os\nos.environ['JPY_SESSION_NAME'] = {str(file)!r}", "a")
        for cell in cells:
            ran = kernel.run("".join(cell["source"]), cell["id"])
            assert ran.status == "ok"
            assert not widgets(ran.outputs)
        # The seal has to get into the notebook.
        assert has_widgets(kernel) is not is_sealed

    def test_vscode_gets_the_form_and_the_cell_as_text(self, kernel: LiveKernel) -> None:
        kernel.run("__vsc_ipynb_file__ = '/nowhere/a.ipynb'", "vscode-notebook-cell:a")
        (bundle,) = widgets(kernel.run("%load_ext nbready", "vscode-notebook-cell:b").outputs)
        entries = {name: {"value": value, "base": None} for name, value in data_answers().items()}
        reply = ask(kernel, bundle[WIDGET]["model_id"], {"type": "save", "id": "x", "draft": entries})
        assert reply["saved"]
        assert reply["text"].startswith("%%charter\n")
        assert not kernel.run(LOAD, "vscode-notebook-cell:c").is_blocked

    def test_colab_gets_the_form_without_cell_ids(self, kernel: LiveKernel) -> None:
        kernel.run(COLAB)
        outputs, _ = kernel._send("%load_ext nbready", metadata={"colab": {"base_uri": "https://colab"}})
        assert len(widgets(outputs)) == 1


COLAB = """
import sys, types
colab = types.ModuleType("google.colab")
colab._message = types.SimpleNamespace(blocking_request=lambda *_, **__: None)
colab.output = types.ModuleType("google.colab.output")
colab.output.enable_custom_widget_manager = lambda: None
colab.output._widgets = types.SimpleNamespace(_installed_url="https://example.org/widgets.js")
sys.modules.setdefault("google", types.ModuleType("google")).colab = colab
sys.modules.update({"google.colab": colab, "google.colab.output": colab.output})
"""


def widgets(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [output["data"] for output in outputs if WIDGET in output.get("data", {})]


def has_widgets(kernel: LiveKernel) -> bool:
    """Whether the one module that imports anywidget was imported; earlier tests may have done so before."""
    return bool(kernel.evaluate(f"{WIDGET_MODULE!r} in __import__('sys').modules"))


def ask(kernel: LiveKernel, model: str, content: dict[str, Any]) -> dict[str, Any]:
    """Send a message as the widget's page would; the reply."""
    client = kernel._client
    message = client.session.msg(
        "comm_msg", {"comm_id": model, "data": {"method": "custom", "content": content}}
    )
    client.shell_channel.send(message)
    while True:
        heard = client.get_iopub_msg(timeout=60)
        data = heard["content"].get("data", {}) if heard["msg_type"] == "comm_msg" else {}
        if data.get("method") == "custom" and data["content"]["type"] == "reply":
            return dict(data["content"])


# -- drafts ------------------------------------------------------------------------------------------------


class TestDraft:
    SAVED = Charter(answers={"business_objective": "Old", "limitations": "Some"}, author="A.")

    def test_applies_answers_deferrals_and_author(self) -> None:
        deferral = {"reason": "on leave", "owner": "R. Diaz", "until": "2099-01-31"}
        entries = read_draft(
            {
                "business_objective": {"value": OBJECTIVE, "base": "Old"},
                "limitations": {"value": None, "base": "Some"},
                "author": {"value": "B.", "base": "A."},
                "deferral:decision_maker": {"value": deferral, "base": None},
            },
            saved_values(self.SAVED),
            QUESTIONS,
        )
        charter = apply_draft(self.SAVED, entries, QUESTIONS)
        assert charter.answers == {"business_objective": OBJECTIVE}
        assert charter.author == "B."
        assert charter.deferrals["decision_maker"].until == "2099-01-31"

    def test_a_person_stands_for_what_is_confirmed_or_typed_over(self) -> None:
        drafted = charter_from_mapping(
            {
                "limitations": "Not for SME loans",
                "business_objective": "Old",
                "source": {"limitations": "agent_draft", "business_objective": "agent_draft"},
            },
            QUESTIONS,
        )
        saved = saved_values(drafted)
        assert saved["source:limitations"] == "agent_draft"
        confirmed = {"source:limitations": {"value": None, "base": "agent_draft"}}
        assert set(apply_draft(drafted, read_draft(confirmed, saved, QUESTIONS), QUESTIONS).source) == {
            "business_objective"
        }
        typed = {"business_objective": {"value": OBJECTIVE, "base": "Old"}}
        assert set(apply_draft(drafted, read_draft(typed, saved, QUESTIONS), QUESTIONS).source) == {
            "limitations"
        }

    @pytest.mark.parametrize(
        "raw",
        [
            None,
            "text",
            ["business_objective"],
            {"business_objective": "no entry"},
            {"business_objective": {"value": "New", "base": "Changed meanwhile"}},
            {"business_objective": {"value": "Old", "base": "Old"}},
            {"no_such_question": {"value": "x", "base": None}},
            {7: {"value": "x", "base": None}},
        ],
    )
    def test_leaves_out_what_does_not_count(self, raw: object) -> None:
        assert read_draft(raw, saved_values(self.SAVED), QUESTIONS) == {}

    def test_saved_values_and_a_full_draft_are_inverse(self) -> None:
        charter = charter_from_mapping(
            {
                **data_answers(),
                "deferrals": {"limitations": {"reason": "r", "owner": "o", "until": "2099-01-01"}},
                "source": {"business_objective": "agent_draft"},
            },
            QUESTIONS,
        )
        entries = {name: {"value": value, "base": None} for name, value in saved_values(charter).items()}
        assert apply_draft(Charter(), entries, QUESTIONS) == charter

    def test_keeps_what_it_inherits_from(self) -> None:
        charter = Charter(inherits="../charter.yaml")
        assert apply_draft(charter, {}, QUESTIONS).inherits == "../charter.yaml"


# -- what the page is shown and answered -------------------------------------------------------------------


def test_a_draft_is_judged_and_changes_nothing(page: Page) -> None:
    page.draft(business_objective="improve business")
    (remark,) = page.view["standings"]["business_objective"]["remarks"]
    assert remark["open"]
    page.draft(business_objective=OBJECTIVE)
    assert page.view["standings"]["business_objective"]["word"] == "Answered"
    assert len(page.view["gates"]["data"]["open"]) == 6
    assert page.view["ack"] == page.sent[-1]["id"]
    assert not page.session.has_charter


def test_a_null_of_another_kind_is_none(page: Page) -> None:
    class JsNull:
        """What Pyodide makes of null."""

    entry = {"value": OBJECTIVE, "base": JsNull()}
    page.send("draft", draft={"business_objective": entry})
    assert page.view["standings"]["business_objective"]["word"] == "Answered"


def test_saving_opens_the_gate_and_says_what_to_write(page: Page) -> None:
    reply = page.save(EXTENSION, LOADING, **data_answers())
    assert page.session.states()["data"].status == "open"
    assert page.session.notebook.source == "panel"
    assert page.view["summary"] == "Data: complete; Deployment plan: 0 of 8."
    assert page.view["draft"] == {}
    write = reply["write"]
    assert write["cell"]["before"] == "b"
    assert parse_charter(charter_body(write["cell"]["source"]), QUESTIONS) == page.session.document.own
    assert write["metadata"] == stored_value(page.session.document.own, None)


def test_saving_again_writes_only_what_changed(page: Page) -> None:
    first = page.save(EXTENSION, LOADING, **data_answers())["write"]
    cell = {"id": "new", "kind": "code", "source": first["cell"]["source"]}
    again = page.save(EXTENSION, cell, LOADING, metadata=first["metadata"])
    assert again["saved"]
    assert again["write"] == {"metadata": None, "cell": None}


def test_saving_builds_on_a_cell_that_was_edited_and_not_run(page: Page) -> None:
    cell = {"id": "c", "kind": "raw", "source": f"%%charter\nbusiness_objective: {OBJECTIVE}\n"}
    reply = page.save(EXTENSION, cell, author="A. Writer")
    assert reply["write"]["cell"]["id"] == "c"
    assert page.session.charter.answers == {"business_objective": OBJECTIVE}
    assert page.session.charter.author == "A. Writer"


@pytest.mark.parametrize(
    ("cell", "metadata"),
    [
        ("%%charter\nbusiness_objective: [\n", None),
        ("%%charter\nno_such_question: x\n", None),
        ("1", {"version": 99, "charter": {}}),
    ],
    ids=["yaml", "key", "newer"],
)
def test_what_cannot_be_read_is_not_written_over(page: Page, cell: str, metadata: Any) -> None:
    reply = page.save(EXTENSION, {"id": "c", "kind": "code", "source": cell}, metadata=metadata, author="A.")
    assert not reply["saved"]
    assert "write" not in reply
    assert not page.session.has_charter
    assert page.view["draft"]["author"]["value"] == "A.", "what was typed is kept"


def test_without_a_document_the_kernel_inserts_the_cell(page: Page, shell: Shell) -> None:
    put: list[str] = []
    shell.ip.set_next_input = lambda text, replace=False: put.append(text)
    reply = page.save(**data_answers())
    assert parse_charter(charter_body(reply["text"]), QUESTIONS) == page.session.document.own
    assert reply["message"].startswith("Not in the notebook yet")
    for told in (page.view["summary"], page.view["gates"]["data"]["word"]):
        assert "complete" not in told
    assert not page.view["folded"]

    shell.run("1 / 0")
    assert put == [], "after an error front ends insert nothing"
    shell.clear()
    shell.run("6 * 7")
    assert put == [reply["text"]]
    assert "run it" in shell.shown[-1]
    assert "not in the notebook" in page.view["summary"], "until it has run"
    shell.run("6 * 7")
    assert len(put) == 1

    shell.run(put[0])
    assert page.view["summary"].startswith("Data: complete")
    assert page.view["folded"]
    assert not page.session.notebook.unrecorded


def test_the_cell_wins_over_a_draft(page: Page, shell: Shell) -> None:
    page.draft(business_objective="half typed", author="A.")
    shell.run(f"%%charter\nbusiness_objective: {OBJECTIVE}\n")
    assert page.view["saved"]["business_objective"] == OBJECTIVE
    assert list(page.view["draft"]) == ["author"], "what the cell does not answer stays"


def test_a_draft_outlives_its_form(page: Page) -> None:
    page.draft(business_objective=OBJECTIVE)
    assert page.session.show_panel()
    assert list(page.view["draft"]) == ["business_objective"]


def test_a_charter_in_the_document_opens_the_gate(page: Page) -> None:
    page.send("document", cells=[EXTENSION], metadata={"version": 1, "charter": data_answers()})
    assert page.session.states()["data"].status == "open"


def test_a_cell_that_ran_asks_for_the_document_and_writes_metadata(page: Page, shell: Shell) -> None:
    page.panel.owe_metadata("c")
    assert page.sent[-1] == {"type": "look", "cell_id": "c"}
    shell.run(f"%%charter\nbusiness_objective: {OBJECTIVE}\n")
    other = page.send("document", cells=[LOADING], metadata=None)
    assert "write" not in other, "another notebook's page answered"
    page.panel.owe_metadata("c")
    cell = {"id": "c", "kind": "code", "source": f"%%charter\nbusiness_objective: {OBJECTIVE}\n"}
    reply = page.send("document", cells=[cell], metadata={"version": 1, "policy": {"model": "block"}})
    assert reply["write"]["metadata"] == {
        "version": 1,
        "charter": {"business_objective": [OBJECTIVE]},
        "policy": {"model": "block"},
    }


def test_a_preset_comes_as_answers(page: Page) -> None:
    names = [preset["name"] for preset in page.panel._widget.form["presets"]]
    assert len(names) >= 6
    for name in names:
        reply = page.send("preset", name=name)
        answers = reply["answers"]
        assert set(answers) <= set(QUESTIONS.by_key)
        assert answers
        # The examples beside the fields become those of that kind of project.
        example = load_preset(name).example.answers
        shown = {question["key"]: question["parts"][0]["example"] for question in reply["questions"]}
        assert shown["limitations"] == " ".join(str(example["limitations"]).split())


@pytest.mark.parametrize(
    "message",
    [
        {"type": "preset", "name": "no such preset"},
        {"type": "save", "draft": {"success_metric": {"value": {"nonsense": "x"}, "base": None}}},
        {"type": "draft", "draft": {"business_objective": {"value": {"a": 1}, "base": None}}},
        {"type": "document", "cells": [{}]},
        {"type": "save", "cells": [7], "metadata": 3},
    ],
)
def test_nonsense_is_answered_and_stops_nothing(page: Page, message: dict[str, Any]) -> None:
    before = page.session.charter
    kind = message.pop("type")
    page.send(kind, **message)
    assert page.session.charter == before
    page.draft(business_objective=OBJECTIVE)
    assert page.view["standings"]["business_objective"]["status"] == "answered"


def test_unknown_messages_are_ignored(page: Page) -> None:
    for content in (None, "text", {}, {"type": "no such"}, {"type": ["save"]}):
        page.panel._widget._handle_custom_msg(content, [])
    assert page.sent == []


def test_one_form_at_a_time(page: Page, shell: Shell) -> None:
    old = page.panel._widget
    shell.clear()
    assert page.session.show_panel()
    replaced, shown = shell.ip.display_pub.outputs
    assert replaced["update"]
    assert replaced["data"]["text/plain"] == "", "where it stood nothing is left"
    assert WIDGET in shown["data"]
    assert old.comm is None, "the old model is closed"


def test_the_warning_opens_it_at_the_deployment_plan(page: Page, shell: Shell) -> None:
    page.save(**data_answers())
    shell.run(
        "from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit([[0], [1]], [0, 1])"
    )
    assert page.view["gate"] == "model"
    assert page.view["folded"], "the cell's own output comes first"


def test_complete_it_folds(page: Page, shell: Shell) -> None:
    shell.run(DATA)
    assert page.view["folded"]
    assert page.session.show_panel()
    assert page.view["gate"] == "model", "and shown anew it goes on where answers are wanted"


def test_unloading_takes_it_away(page: Page, shell: Shell) -> None:
    widget = page.panel._widget
    shell.run("%unload_ext nbready")
    assert widget.comm is None


def test_about_ten_minutes_for_the_first_seven(page: Page) -> None:
    assert page.view["gates"]["data"]["minutes"] == 10


@pytest.mark.parametrize("intent", INTENTS)
def test_the_page_can_tell_what_an_intent_asks_before_the_kernel_does(page: Page, intent: str) -> None:
    until = {"until": "2099-01-31"} if intent == "feasibility" else {}
    page.draft(project_intent={"intent": intent, **until})
    form = page.panel._widget.form["questions"]
    told = [q["key"] for q in form if q["gate"] == "data" and intent in q["intents"]]
    assert told == page.view["gates"]["data"]["asked"]


def test_every_part_type_has_a_field() -> None:
    from nbready.kernel.panel.widget import WEB

    fields = (WEB / "fields.js").read_text(encoding="utf-8")
    types = {part.type for question in QUESTIONS for part in question.parts}
    assert all(f"  {kind}: (part" in fields for kind in types)


def test_the_script_is_small() -> None:
    from nbready.kernel.panel.widget import bundle_script, bundle_style

    assert bundle_script().count("\nexport ") == 1
    assert len((bundle_script() + bundle_style()).encode()) < 60_000


def test_importing_the_package_imports_no_widgets() -> None:
    code = "import sys, nbready.kernel.panel; print(*{'anywidget', 'ipywidgets'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""


def test_a_seal_is_written_into_the_charter_cell_once(page: Page, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("a\n1\n")
    charter_cell = {"id": "c", "kind": "code", "source": f"{DATA}# mine\n"}
    shell = page.session.shell
    assert shell.run_cell(DATA, store_history=True).success
    page.send("document", cells=[EXTENSION, charter_cell], metadata=None)
    assert shell.run_cell(
        f"import pandas as pd\npd.read_csv('{tmp_path}/rows.csv')", store_history=True
    ).success
    assert page.sent[-1] == {"type": "look", "cell_id": "a"}
    write = page.send("document", cells=[EXTENSION, charter_cell], metadata=None)["write"]
    assert write["cell"]["id"] == "c"
    kept = iter(write["cell"]["source"].split("\n"))
    assert all(line in kept for line in charter_cell["source"].rstrip().split("\n"))
    assert "\nsealed:\n  data: " in write["cell"]["source"]
    assert list(write["metadata"]["seals"]) == ["data"]
    # A second page of the same notebook has nothing to write.
    assert "write" not in page.send("document", cells=[EXTENSION, charter_cell], metadata=None)


def test_what_is_registered_of_a_result_is_offered_and_put_in_by_nobody(page: Page) -> None:
    promise = {"name": "recall", "evaluated_on": "next spring", "threshold": "35 %"}
    assert page.view["offered"] == {}, "there is no promise yet"
    entry = {"value": promise, "base": None}
    page.send("draft", draft={"success_metric": entry})
    registered = {"metric": "recall", "evaluated_on": "next spring"}
    assert page.view["offered"] == {"measured_result": registered}
    assert "measured_result" not in page.view["draft"] | page.view["saved"]
    # One that was begun is the person's own.
    begun = {"value": {"value": "38 %"}, "base": None}
    page.send("draft", draft={"success_metric": entry, "measured_result": begun})
    assert page.view["offered"] == {}
    assert page.view["draft"]["measured_result"] == begun


@pytest.mark.parametrize("promise", ["recall", {"name": "____", "evaluated_on": ""}, {"threshold": "35 %"}])
def test_a_promise_without_a_name_or_data_offers_nothing(page: Page, promise: object) -> None:
    page.send("draft", draft={"success_metric": {"value": promise, "base": None}})
    assert page.view["offered"] == {}


def test_offers_are_told_when_asked_and_kept_nowhere(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = {"author": ["Q. Zyxw"]}
    monkeypatch.setattr("nbready.kernel.panel.controller.find_offers", lambda _: offered)
    assert page.send("offers")["offers"] == offered
    assert page.view["draft"] == page.view["saved"] == {}
    # A front end may keep the widget's state in the file: other notebooks' words don't belong there.
    assert "Zyxw" not in json.dumps(page.panel._widget.get_state(), default=str)


def test_offers_that_cannot_be_made_are_none(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise OSError("no such folder")

    monkeypatch.setattr("nbready.kernel.panel.controller.find_offers", broken)
    assert "offers" not in page.send("offers")
