"""Loading, reloading and unloading; what a kernel finds again after a restart; what stays unimported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import IPython
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_raw_cell

import nbready
from kernels import LiveKernel, live_kernel
from nbready.charter.store import stored_value

from .charters import DATA, IMPORT, LOAD, cell, charter, defer
from .shells import Shell, is_blocked

LOAD_EXT = "%load_ext nbready"
UNDECIDED = cell(charter("data", without=("decision_action",)))


def state_of(shell: Shell) -> dict[str, object]:
    """Everything that the extension may touch in a shell."""
    ip = shell.ip
    return {
        "transformers": list(ip.ast_transformers),
        "events": {name: list(calls) for name, calls in ip.events.callbacks.items()},
        "magics": {kind: dict(names) for kind, names in ip.magics_manager.magics.items()},
        "registry": dict(ip.magics_manager.registry),
        "completers": dict(ip.strdispatchers["complete_command"].strs),
        "names": {name for name in ip.user_ns if not name.startswith("_")},
    }


def test_unloading_leaves_the_shell_as_it_was() -> None:
    shell = Shell()
    shell.run("%unload_ext nothing")  # IPython loads its own magics when they are first used
    before = state_of(shell)
    shell.run(LOAD_EXT)
    assert state_of(shell) != before
    shell.run("%unload_ext nbready")
    assert state_of(shell) == before
    assert not shell.run("%nbready").success


def test_magics_of_the_same_name_come_back() -> None:
    shell = Shell()

    def mine(line: str, cell: str) -> str:
        return "mine"

    shell.ip.register_magic_function(mine, "cell", "charter")
    shell.run(LOAD_EXT)
    shell.run("%unload_ext nbready")
    assert shell.run("%%charter\nx").result == "mine"


def test_loading_twice_is_loading_once() -> None:
    shell = Shell().load()
    shell.run(DATA)
    nbready.load_ipython_extension(shell.ip)
    nbready.load_ipython_extension(shell.ip)
    assert len([c for c in shell.ip.events.callbacks["pre_run_cell"] if "Guard" in repr(c)]) == 1
    assert shell.run(f"{IMPORT}\n{LOAD.replace('rows.csv', '/dev/null')}").error_before_exec is None


def test_reloading_keeps_what_this_kernel_was_told(shell: Shell) -> None:
    shell.run("import pandas as pd")
    shell.run(UNDECIDED)
    shell.run(defer("decision_action"))
    shell.run("%reload_ext nbready")
    assert shell.run(LOAD).success
    shell.run("%%charter\nauthor: A. Lindqvist")
    assert is_blocked(shell.run(LOAD))


def test_two_shells_know_nothing_of_each_other(shell: Shell) -> None:
    other = Shell().load()
    assert other.run(DATA).success
    other.clear()
    shell.clear()
    assert is_blocked(shell.run(f"{IMPORT}\n{LOAD}"))
    assert other.shown == []
    assert len(shell.shown) == 1
    assert other.run(f"{IMPORT}\n{LOAD}").success
    other.run("%unload_ext nbready")
    assert is_blocked(shell.run(LOAD))


def test_a_shell_without_history_is_guarded_too() -> None:
    shell = Shell(history=False).load()
    assert is_blocked(shell.run(f"{IMPORT}\n{LOAD}"))


@pytest.mark.parametrize("value", ["off", "OFF", "0", "false"])
def test_switched_off_in_the_environment(value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NBREADY", value)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text("x\n1\n")
    shell = Shell()
    shell.run(LOAD_EXT)
    assert "The guard is off" in shell.shown[0]
    assert shell.run(f"{IMPORT}\n{LOAD}").success
    assert shell.run(DATA).success, "a notebook with a charter cell still runs"
    shell.clear()
    shell.run("%nbready")
    assert "The guard is off" in shell.shown[0]
    assert shell.run("%unload_ext nbready").success
    assert not shell.run("%nbready").success


def test_loading_imports_nothing_heavy() -> None:
    code = (
        "import sys; from IPython.core.interactiveshell import InteractiveShell;"
        "shell = InteractiveShell.instance(); before = set(sys.modules);"
        "shell.run_cell('%load_ext nbready'); new = set(sys.modules) - before;"
        "print(sorted(m for m in ('nbformat', 'ipywidgets', 'anywidget', 'click', 'jsonschema',"
        " 'nbready.stages.detector', 'nbready.lint', 'nbready.cli') if m in new))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


# -- what is wrong in the project ----------------------------------------------------------------------


def test_a_broken_configuration_is_said_once_and_stops_nothing(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.nbready]\npolizy = 1\n")
    shell.clear()
    shell.run("%reload_ext nbready")
    assert sum("polizy" in text for text in shell.shown) == 1
    shell.clear()
    assert shell.run("x = 1").success
    assert shell.run(DATA).success
    assert shell.run(f"{IMPORT}\n{LOAD}").success
    assert not any("polizy" in text for text in shell.shown)


# -- the notebook on disk ------------------------------------------------------------------------------


def write(path: Path, cells: list[nbformat.NotebookNode], **metadata: object) -> list[str]:
    """A notebook file; gives its cell ids."""
    notebook = new_notebook(cells=cells, metadata=metadata)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return [cell["id"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def stored() -> dict[str, object]:
    return stored_value(charter("data"), None, shared=None)


RECORDS = {
    "charter cell": lambda: ([new_code_cell(DATA)], {}),
    "raw cell": lambda: ([new_raw_cell(DATA)], {}),
    "metadata": lambda: ([], {"nbready": stored()}),
    "deferral line": lambda: (
        [new_code_cell(UNDECIDED), new_code_cell(defer("decision_action"))],
        {},
    ),
}


@pytest.mark.kernel
@pytest.mark.parametrize("record", RECORDS)
def test_after_a_restart_the_charter_is_found_on_disk(
    running_kernel: LiveKernel, kernel: LiveKernel, tmp_path: Path, record: str
) -> None:
    cells, metadata = RECORDS[record]()
    path = tmp_path / "churn.ipynb"
    ids = write(path, [new_code_cell(LOAD_EXT), *cells, new_code_cell(LOAD)], **metadata)
    kernel.fresh(tmp_path, JPY_SESSION_NAME=str(path))
    kernel.run(LOAD_EXT, ids[0])
    assert kernel.run(f"{IMPORT}\n{LOAD}", ids[-1]).status == "ok"
    assert "read from churn.ipynb" in kernel.run("%nbready", ids[0]).text


@pytest.mark.kernel
def test_a_file_that_lacks_the_running_cell_is_not_believed(kernel: LiveKernel, tmp_path: Path) -> None:
    path = tmp_path / "other.ipynb"
    write(path, [new_code_cell(DATA)])
    kernel.fresh(tmp_path, JPY_SESSION_NAME=str(path))
    kernel.run(LOAD_EXT, "elsewhere")
    assert kernel.run(f"{IMPORT}\n{LOAD}", "elsewhere-too").is_blocked


@pytest.mark.kernel
def test_without_a_cell_id_no_file_is_believed(kernel: LiveKernel, tmp_path: Path) -> None:
    path = tmp_path / "other.ipynb"
    write(path, [new_code_cell(DATA)])
    kernel.fresh(tmp_path, JPY_SESSION_NAME=str(path))
    kernel.run(LOAD_EXT)
    assert kernel.run(f"{IMPORT}\n{LOAD}").is_blocked


@pytest.mark.kernel
def test_a_notebook_saved_after_loading_is_found_before_anything_is_stopped(
    kernel: LiveKernel, tmp_path: Path
) -> None:
    path = tmp_path / "late.ipynb"
    kernel.fresh(tmp_path, JPY_SESSION_NAME=str(path))
    kernel.run(LOAD_EXT, "not-saved-yet")
    assert "not saved yet: save it" in kernel.run(f"{IMPORT}\n{LOAD}", "nor-this").text
    assert "not saved yet" not in kernel.run(LOAD, "nor-this").text, "said once"
    ids = write(path, [new_code_cell(LOAD)], nbready=stored())
    assert kernel.run(f"{IMPORT}\n{LOAD}", ids[0]).status == "ok"


@pytest.mark.kernel
def test_the_cell_that_was_run_wins_over_the_file(kernel: LiveKernel, tmp_path: Path) -> None:
    path = tmp_path / "churn.ipynb"
    ids = write(path, [new_code_cell(DATA), new_code_cell(LOAD)])
    kernel.fresh(tmp_path, JPY_SESSION_NAME=str(path))
    kernel.run(LOAD_EXT, ids[0])
    kernel.run("%%charter\nproject_intent: {intent: learning}\n", ids[0])
    assert kernel.run(f"{IMPORT}\n{LOAD}", ids[1]).is_blocked


@pytest.mark.kernel
@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2]", '{"cells": 3}', '{"cells": [{"id": "a"}, 5, {"source": 7}], "metadata": []}']
)
def test_a_file_that_is_no_notebook_is_no_obstacle(kernel: LiveKernel, tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(text)
    kernel.fresh(tmp_path, JPY_SESSION_NAME=str(path))
    assert kernel.run(LOAD_EXT, "a").status == "ok"
    assert kernel.run(f"{IMPORT}\n{LOAD}", "a").is_blocked


@pytest.mark.kernel
def test_a_broken_charter_on_disk_is_said_once_with_its_place(kernel: LiveKernel, tmp_path: Path) -> None:
    path = tmp_path / "churn.ipynb"
    ids = write(path, [new_code_cell("x = 1"), new_code_cell("%%charter\nproject_intent: {intent: [}\n")])
    kernel.fresh(tmp_path, JPY_SESSION_NAME=str(path))
    loaded = kernel.run(LOAD_EXT, ids[0])
    assert loaded.status == "ok"
    assert loaded.text.count("Cell 2: line 2, column") == 1
    assert "Cell 2" not in kernel.run("x = 1", ids[0]).text


@pytest.mark.kernel
def test_vs_code_names_the_file_itself(kernel: LiveKernel, tmp_path: Path) -> None:
    path = tmp_path / "code.ipynb"
    write(path, [new_code_cell(DATA)])
    kernel.fresh(tmp_path)
    kernel.run(f"__vsc_ipynb_file__ = {str(path)!r}", "vscode-notebook-cell:/code.ipynb#W0")
    kernel.run(LOAD_EXT, "vscode-notebook-cell:/code.ipynb#W1")
    assert kernel.run(f"{IMPORT}\n{LOAD}", "vscode-notebook-cell:/code.ipynb#W2").status == "ok"


@pytest.mark.kernel
def test_the_kernel_has_the_ipython_of_the_test(kernel: LiveKernel) -> None:
    assert kernel.evaluate("__import__('IPython').__version__") == IPython.__version__


@pytest.mark.kernel
def test_a_profile_brings_it_to_every_notebook(tmp_path: Path) -> None:
    profile = tmp_path / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_config.py").write_text('c.InteractiveShellApp.extensions = ["nbready"]\n')
    path = tmp_path / "churn.ipynb"
    ids = write(path, [new_code_cell(DATA), new_code_cell(LOAD)])
    (tmp_path / "rows.csv").write_text("x\n1\n")
    variables = {"IPYTHONDIR": str(profile.parent), "JPY_SESSION_NAME": str(path)}
    with live_kernel(**variables) as kernel:
        assert kernel.run(f"import os\nos.chdir({str(tmp_path)!r})\n{IMPORT}", "elsewhere").status == "ok"
        assert kernel.run(LOAD, "elsewhere").is_blocked
        assert kernel.run(LOAD, ids[1]).status == "ok"
        assert "already loaded" in kernel.run(LOAD_EXT, ids[0]).text
