"""What a file shows of a guard that was not there, and what it does not show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nbready.charter.model import Charter
from nbready.report.row import GuardOff
from nbready.templates.notebook import new_notebook
from nbready.templates.preset import load_preset
from nbready.templates.template import plan_template
from nbready.wording import GUARD_IS_OFF

from .submissions import LOAD, charter, submit
from .test_gather import row_of

GUARD = "%load_ext nbready"
UNSAVED = {"nbready": {}}
"""Metadata without a copy of the charter: nobody pressed Save."""


def stay(path: Path, *code: str, counts: tuple[int, ...] = (), **metadata: object) -> tuple[GuardOff, ...]:
    return row_of(submit(path / "a.ipynb", charter(), *code, counts=counts, **metadata)).guard_off


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ((GUARD, LOAD), ()),
        ((GUARD, LOAD), (2, 1, 3)),
        (("%reload_ext nbready", LOAD), (2, 1, 3)),
        (("load_ext nbready", LOAD), ()),
        (("get_ipython().run_line_magic('load_ext', 'nbready')", LOAD), ()),
        (("get_ipython().extension_manager.load_extension('nbready')", LOAD), ()),
        ((GUARD, "# %env NBREADY=off", LOAD), ()),
        (("%env NBREADY=on", GUARD, LOAD), ()),
        (('print("NBREADY=off would take the guard away")', GUARD, LOAD), ()),
        ((GUARD, "%env NBREADY=off", LOAD), ()),  # too late to do anything
        ((GUARD, LOAD, "%unload_ext nbready"), ()),
        (("%unload_ext nbready", GUARD, LOAD), ()),
        ((GUARD, f"# {GUARD_IS_OFF}", LOAD), ()),
        ((GUARD, LOAD), (0, 1, 2)),  # saved by the form, which opens the gate without a run
    ],
)
def test_nobody_is_accused(tmp_path: Path, code: tuple[str, ...], counts: tuple[int, ...]) -> None:
    assert stay(tmp_path, *code, counts=counts) == ()


@pytest.mark.parametrize(
    ("code", "counts", "ways"),
    [
        ((LOAD,), (), ("absent",)),
        ((f"# {GUARD}", LOAD), (), ("absent",)),
        (("%load_ext nbready_other", LOAD), (), ("absent",)),
        (("%env NBREADY=off", GUARD, LOAD), (), ("off",)),
        (("%set_env NBREADY no", GUARD, LOAD), (), ("off",)),
        (("%env NBREADY=record", GUARD, LOAD), (), ("recording",)),
        (('import os\nos.environ["NBREADY"] = "Off"', GUARD, LOAD), (), ("off",)),
        (("import os\nos.environ.setdefault('NBREADY', '0')\n%load_ext nbready", LOAD), (), ("off",)),
        ((GUARD, "%unload_ext nbready", LOAD), (), ("unloaded",)),
        ((GUARD, LOAD), (1, 0, 2), ("not_loaded",)),
        ((GUARD, LOAD), (0, 1, 2), ("not_run",)),
        ((GUARD, LOAD), (0, 0, 1), ("not_loaded", "not_run")),
    ],
)
def test_a_guard_that_was_off_is_seen(
    tmp_path: Path, code: tuple[str, ...], counts: tuple[int, ...], ways: tuple[str, ...]
) -> None:
    assert stay(tmp_path, *code, counts=counts, **UNSAVED) == ways


@pytest.mark.parametrize(("output", "ways"), [(GUARD_IS_OFF, ("off",)), ("Charter: data gate open.", ())])
def test_the_environment_s_switch_is_seen_in_the_output(
    tmp_path: Path, output: str, ways: tuple[str, ...]
) -> None:
    path = submit(tmp_path / "a.ipynb", charter(), GUARD, LOAD)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][1]["outputs"] = [
        {"output_type": "display_data", "data": {"text/plain": [output]}, "metadata": {}}
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert row_of(path).guard_off == ways


def test_a_template_as_handed_out_shows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "course.ipynb"
    path.write_text(new_notebook(plan_template("course", preset=load_preset("churn"))), encoding="utf-8")
    row = row_of(path)
    assert (row.guard_off, row.edited_pins, row.intent) == ((), (), "deployment")


def test_an_edited_pin_is_named_and_an_intent_that_nobody_said_is_none(tmp_path: Path) -> None:
    path = tmp_path / "course.ipynb"
    path.write_text(new_notebook(plan_template("course", preset=load_preset("churn"))), encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    (cell,) = (c for c in notebook["cells"] if "".join(c["source"]).startswith("%%charter"))
    cell["source"] = "%%charter\nproject_intent: {intent: learning}\n"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    row = row_of(path)
    assert (row.edited_pins, row.intent) == (("project_intent",), "deployment")
    assert row_of(submit(tmp_path / "b.ipynb", Charter(), LOAD)).intent == ""
    assert row_of(submit(tmp_path / "c.ipynb", charter(without=("project_intent",)), LOAD)).intent == ""
