"""The save hook, on notebooks as Jupyter Server hands them over."""

from __future__ import annotations

import copy
import json
import logging
import os
import threading
from pathlib import Path

import pytest

from nbready.server import (
    SaveHook,
    _jupyter_server_extension_points,
    _load_jupyter_server_extension,
    bring_in_step,
)

OBJECTIVE = "Cut charge-offs from 4.1 % to 3.6 %, Retail Credit"
CHARTER = f"%%charter\nauthor: A. Writer\nbusiness_objective: {OBJECTIVE}\n"
STORED = {"version": 1, "charter": {"author": "A. Writer", "business_objective": "Something else, 3 % of it"}}


def cell(source: str | list[str], kind: str = "code") -> dict:
    rest = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": "a", "metadata": {}, "source": source, **rest}


def notebook(*cells: dict, **metadata: object) -> dict:
    return {"cells": list(cells), "metadata": dict(metadata), "nbformat": 4, "nbformat_minor": 5}


IN_STEP = {"version": 1, "charter": {"author": "A. Writer", "business_objective": [OBJECTIVE]}}


@pytest.mark.parametrize(
    "content",
    [
        notebook(),
        notebook(cell("print(1)"), cell("%%charter is a magic", "markdown")),
        notebook(cell("text = '%%charter'")),
        notebook(cell("%%charter\n")),
        notebook(cell("%%charter\nbusiness_objective: [\n")),
        notebook(cell("%%charter\nno_such_question: 1\n"), nbready=STORED),
        notebook(cell(CHARTER), nbready=IN_STEP),
        notebook(cell(CHARTER), nbready={"version": 99, "charter": {"future": "x"}}),
        notebook(cell("1"), nbready=STORED),
        notebook(cell("%%charter\n"), nbready=STORED),
    ],
    ids=["empty", "prose", "text", "blank", "broken", "unknown", "in-step", "newer", "no-cell", "emptied"],
)
def test_stays_quiet(content: dict) -> None:
    before = copy.deepcopy(content)
    assert not bring_in_step(content, None)
    assert content == before


@pytest.mark.parametrize("source", [CHARTER, CHARTER.splitlines(keepends=True)], ids=["text", "lines"])
@pytest.mark.parametrize("kind", ["code", "raw"])
@pytest.mark.parametrize("metadata", [{}, {"nbready": STORED}, {"nbready": {"charter": {}}}])
def test_metadata_follows_the_cell(source: str | list[str], kind: str, metadata: dict) -> None:
    content = notebook(cell("1"), cell(source, kind), kept={"a": 1}, **metadata)
    assert bring_in_step(content, None)
    assert content["metadata"] == {"kept": {"a": 1}, "nbready": IN_STEP}
    assert content["cells"] == [cell("1"), cell(source, kind)]
    assert not bring_in_step(content, None), "a second save has nothing to write"


def test_what_is_not_the_charters_stays() -> None:
    template = {"name": "course", "fingerprint": "f"}
    content = notebook(cell(CHARTER), nbready={**STORED, "policy": {"model": "block"}, "template": template})
    bring_in_step(content, None)
    assert content["metadata"]["nbready"] == {**IN_STEP, "policy": {"model": "block"}, "template": template}


def test_projects_own_questions(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.nbready]\nquestions = "q.yaml"\n')
    question = {"label": "Budget", "gate": "data", "prompt": "How much may it cost?", "help": "All of it."}
    question.update(example="40k EUR until June", type="long_text")
    (tmp_path / "q.yaml").write_text(json.dumps({"extends": "default", "questions": {"budget": question}}))
    content = notebook(cell("%%charter\nbudget: 12k EUR until May\n"))
    assert bring_in_step(content, tmp_path / "a.ipynb")
    assert content["metadata"]["nbready"]["charter"] == {"budget": ["12k EUR until May"]}


def test_a_form_is_left_out_of_the_file_and_other_widgets_stay() -> None:
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "m"}, "text/plain": "line"}
    form = {"output_type": "display_data", "data": dict(view), "metadata": {"nbready": "form"}}
    other = {"output_type": "display_data", "data": dict(view), "metadata": {}}
    content = notebook({**cell("%nbready panel"), "outputs": [form, other]})
    SaveHook(logging.getLogger())(
        model={"type": "notebook", "content": content}, path="a.ipynb", contents_manager=None
    )
    assert form["data"] == {"text/plain": "line"}
    assert other["data"] == view


def test_only_notebooks_are_touched(caplog: pytest.LogCaptureFixture) -> None:
    model = {"type": "file", "content": CHARTER}
    SaveHook(logging.getLogger())(model=model, path="a.py", contents_manager=None)
    assert model == {"type": "file", "content": CHARTER}
    assert not caplog.records


def test_own_failure_never_stops_a_save(caplog: pytest.LogCaptureFixture) -> None:
    hook = SaveHook(logging.getLogger("server"))
    for content in (None, {"cells": [None]}, {"cells": [{"source": 7, "cell_type": "code"}]}):
        hook(model={"type": "notebook", "content": content}, path="a.ipynb", contents_manager=None)
    assert len(caplog.records) == 1, "it is said once"


def test_a_save_does_not_wait_for_ever(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, calls = threading.Event(), []

    def endless(content: dict, path: object) -> bool:
        calls.append(path)
        content["metadata"]["late"] = go_on.wait(60)
        return True

    monkeypatch.setattr("nbready.server.bring_in_step", endless)
    hook = SaveHook(logging.getLogger("server"), seconds=0.2)
    contents = [notebook(cell(CHARTER)) for _ in range(3)]
    for content in contents:
        hook(model={"type": "notebook", "content": content}, path="a.ipynb", contents_manager=None)
    assert calls == [None], "the second save starts no second one beside the first"
    assert [record.getMessage() for record in caplog.records] == [
        "nbready left a.ipynb as it was: it took longer than 0.2 seconds.",
        "nbready left a.ipynb as it was: an earlier save still keeps it busy.",
    ]
    go_on.set()
    hook._at_work.join(60)
    assert all(content["metadata"] == {} for content in contents), "what comes too late changes nothing"


def test_too_much_code_is_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    hook = SaveHook(logging.getLogger("server"), characters=1_000)
    content = notebook(cell(CHARTER), cell("x = 1\n" * 1_000))
    for _ in range(2):
        hook(model={"type": "notebook", "content": content}, path="a.ipynb", contents_manager=None)
    assert content["metadata"] == {}
    (record,) = caplog.records
    assert "more than 1,000 characters" in record.getMessage()


def test_without_a_charter_no_configuration_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.nbready]\nunknown = 1\n")
    opened = os.open
    monkeypatch.setattr(os, "open", lambda path, *how: pytest.fail(path))

    class Manager:
        root_dir = str(tmp_path)

    hook = SaveHook(logging.getLogger("server"))
    content = notebook(cell("pd.read_csv('a')"), cell("%%charter in prose", "markdown"))
    hook(model={"type": "notebook", "content": content}, path="a.ipynb", contents_manager=Manager())
    monkeypatch.setattr(os, "open", opened)


@pytest.mark.parametrize("target", ["/dev/zero", "/proc/kmsg", "pipe", "../../../etc/passwd"])
@pytest.mark.parametrize("key", ["charter", "questions", "template", "inherits"])
def test_what_a_project_names_cannot_hold_a_save_up(target: str, key: str, tmp_path: Path) -> None:
    if target == "pipe":
        os.mkfifo(tmp_path / "pipe")
    elif target.startswith("/"):
        (tmp_path / "link").symlink_to(target)
        target = "link"
    table = "" if key == "inherits" else f"{key} = '{target}'"
    (tmp_path / "pyproject.toml").write_text(f"[tool.nbready]\n{table}\n")
    inherits = f"inherits: {target}\n" if key == "inherits" else ""

    class Manager:
        root_dir = str(tmp_path)

    log = logging.getLogger("server")
    content = notebook(cell(CHARTER + inherits))
    started = threading.active_count()
    SaveHook(log)(model={"type": "notebook", "content": content}, path="a.ipynb", contents_manager=Manager())
    assert threading.active_count() <= started, "nothing is still at it"


def test_a_real_server_saves_through_it(tmp_path: Path) -> None:
    filemanager = pytest.importorskip("jupyter_server.services.contents.filemanager")
    manager = filemanager.FileContentsManager(root_dir=str(tmp_path))

    class App:
        contents_manager = manager
        log = logging.getLogger("server")

    _load_jupyter_server_extension(App())
    manager.save({"type": "notebook", "format": "json", "content": notebook(cell(CHARTER))}, "a.ipynb")
    assert json.loads((tmp_path / "a.ipynb").read_text())["metadata"]["nbready"] == IN_STEP


def test_the_wheel_enables_it() -> None:
    config = Path(__file__).parents[1] / "etc/jupyter/jupyter_server_config.d/nbready.json"
    enabled = json.loads(config.read_text())["ServerApp"]["jpserver_extensions"]
    assert enabled == {point["module"]: True for point in _jupyter_server_extension_points()}


# -- seals ----------------------------------------------------------------------------------------------


def sealable(*, run: bool = True, threshold: str = "") -> dict:
    from lint_notebooks import LOAD, changed, charter_cell, full_charter

    answers = {"success_metric": changed("success_metric", threshold=threshold)} if threshold else {}
    charter = charter_cell(full_charter(without=("sign_off",), **answers))["source"]
    load = {**cell(LOAD), "execution_count": 2 if run else None}
    return notebook(cell(str(charter)), load)


def seals_of(content: dict) -> dict:
    return content["metadata"].get("nbready", {}).get("seals", {})


def test_a_load_that_was_run_is_sealed_in_cell_and_metadata() -> None:
    content = sealable()
    assert bring_in_step(content, None)
    assert list(seals_of(content)) == ["data"]
    assert "\nsealed:\n  data: " in content["cells"][0]["source"]
    assert not bring_in_step(content, None)


def test_a_load_that_was_not_run_is_not_sealed() -> None:
    content = sealable(run=False)
    bring_in_step(content, None)
    assert not seals_of(content)


def test_what_the_file_was_sealed_with_stays_although_the_page_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    first = sealable()
    bring_in_step(first, path)
    path.write_text(json.dumps(first))
    # The page still has the notebook as it was before the hook sealed it; then the threshold is lowered.
    second = sealable(threshold=">= 1 %")
    assert bring_in_step(second, path)
    assert seals_of(second) == seals_of(first)
    assert first["cells"][0]["source"].split("sealed:")[1] == second["cells"][0]["source"].split("sealed:")[1]
