"""A sealed notebook among the tools that clean, convert and move it: no false alarm, no lost seal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from doctor.repositories import TOOLS, configure, hooks, run
from nbready.notebook import read_notebook
from nbready.sync import sync_notebook
from record.files import BASE, LOWER, alarms, as_file

EXTRA = "metadata.nbready metadata.kernelspec"
NBDEV = '[project]\nname = "x"\nversion = "1"\n[tool.nbdev]\n'
DATABOOKS = "[tool.databooks.meta]\n"

# With the settings that the doctor prints: both halves are kept. Command, and the files that configure it.
KEEPING = {
    "nbstripout": (["nbstripout", "a.ipynb"], {}),
    "nbstripout, told to keep": (
        ["nbstripout", "--keep-metadata-keys=metadata.nbready", "--extra-keys", EXTRA, "a.ipynb"],
        {},
    ),
    "nb-clean": (["nb-clean", "clean", "a.ipynb"], {}),
    "nbdev": (
        ["nbdev-clean", "--fname", "a.ipynb"],
        {"pyproject.toml": f'{NBDEV}allowed_metadata_keys = ["nbready"]\n'},
    ),
    "databooks": (
        ["databooks", "meta", "--yes", "a.ipynb"],
        {"pyproject.toml": f'{DATABOOKS}nb-meta-keep = ["nbready"]\n'},
    ),
}
# As they come, or told to: the cell's half is left.
STRIPPING = {
    "nbstripout": (["nbstripout", "--extra-keys", EXTRA, "a.ipynb"], {}),
    "nb-clean": (["nb-clean", "clean", "-M", "a.ipynb"], {}),
    "nbdev": (["nbdev-clean", "--fname", "a.ipynb"], {"pyproject.toml": NBDEV}),
    "databooks": (["databooks", "meta", "--yes", "a.ipynb"], {"pyproject.toml": "[tool.databooks]\n"}),
}
CASES = [
    pytest.param(fate, command, files, id=f"{name}-{fate}")
    for fate, table in (("kept", KEEPING), ("stripped", STRIPPING))
    for name, (command, files) in table.items()
]
AMENDED = BASE.edit("success_metric", LOWER).amend("success_metric", seen="held_out")
RECORDS = {"sealed": BASE, "amended": AMENDED}


def seals(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))["metadata"].get("nbready", {}).get("seals")


def sync(path: Path) -> None:
    path.write_bytes(sync_notebook(read_notebook(path))[0])


@pytest.mark.parametrize(("fate", "command", "files"), CASES)
def test_tools_that_clean_raise_no_alarm_and_hide_no_change(
    tmp_path: Path, fate: str, command: list[str], files: dict[str, str]
) -> None:
    if shutil.which(command[0], path=str(TOOLS)) is None:
        pytest.skip(f"{command[0]} is not installed")
    (diagnosis,) = configure(tmp_path, {**files, **hooks({"id": command[0], "args": command[1:]})})
    assert diagnosis.fate == fate
    path = tmp_path / "a.ipynb"
    path.write_bytes(as_file(AMENDED))
    run(tmp_path, *command)
    assert seals(path) == (AMENDED.stored if fate == "kept" else None)
    assert alarms(path) == []
    cleaned = path.read_text("utf-8")
    path.write_text(cleaned.replace(">= 90 %", ">= 80 %"), "utf-8")
    assert alarms(path) == [("NBR410", "Success metric")]
    path.write_text(cleaned, "utf-8")
    sync(path)
    assert seals(path) == AMENDED.stored
    assert alarms(path) == []


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
@pytest.mark.parametrize("ending", ["py:percent", "md", "py:light"])
@pytest.mark.parametrize("keep", ["nbready", ""], ids=["kept", "stripped"])
def test_there_and_back_as_a_text(tmp_path: Path, record: Any, ending: str, keep: str) -> None:
    jupytext = pytest.importorskip("jupytext")
    path = tmp_path / "a.ipynb"
    path.write_bytes(as_file(record))
    notebook = jupytext.read(path)
    if keep:
        notebook.metadata["jupytext"] = {"notebook_metadata_filter": keep}
    text = jupytext.writes(notebook, fmt=ending)
    back = tmp_path / "back.ipynb"
    jupytext.write(jupytext.reads(text, fmt=ending), back)
    assert alarms(back) == []
    sync(back)
    assert seals(back) == record.stored
    lowered = text.replace("60 samples/day", "1 sample/day")
    jupytext.write(jupytext.reads(lowered, fmt=ending), back)
    assert alarms(back) == [("NBR410", "Integration")]


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_a_copy_under_another_name_is_no_change(tmp_path: Path, record: Any) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(as_file(record))
    other = tmp_path / "deeper" / "Kopie von ä b.ipynb"
    other.parent.mkdir()
    shutil.copy(path, other)
    assert alarms(other) == []
    moved = path.rename(tmp_path / "c.ipynb")
    assert alarms(moved) == []
    before = moved.read_bytes()
    sync(moved)
    assert moved.read_bytes() == before
