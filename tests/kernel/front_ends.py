"""Front ends that cannot be installed here, each as what a kernel sees of it.

What VS Code sends is read off its extension's source, Colab's document request off its client's; what Kaggle
and Databricks send is taken to be what a kernel gets when nothing is added to a request.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kernels import Cell, LiveKernel

WIDGET = "application/vnd.jupyter.widget-view+json"

_COLAB = """
import json, sys, types
from pathlib import Path
_colab, _message = types.ModuleType("google.colab"), types.ModuleType("google.colab._message")
def _blocking_request(request, request_type=None, timeout_sec=None):
    assert request == "get_ipynb"
    return {{"ipynb": json.loads(Path({path!r}).read_text())}}
_message.blocking_request = _blocking_request
_colab._message = _message
sys.modules.update({{"google.colab": _colab, "google.colab._message": _message}})
"""
_LEAVE_COLAB = (
    "import sys\nfor _name in ('google.colab', 'google.colab._message'): sys.modules.pop(_name, None)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontEnd:
    """A kind of front end.

    Attributes:
        name: What it is called.
        minor: The minor version of the notebook format that it writes; ids are kept from 5 on.
        cell_id: The id that it sends for a cell of the file, made of path and number, if it sends one.
        metadata: What else it sends with each request.
        tells: Code that puts the notebook's name, or the document itself, where the kernel finds it.
        session_name: Whether a Jupyter Server started the kernel, and left the session's name.
        has_widgets: Whether it shows widgets.
        finds_charter: Whether the charter is found again after a restart before its cell has run.
    """

    name: str
    minor: int
    cell_id: Callable[[Path, int], str | None]
    metadata: dict[str, Any] = field(default_factory=dict)
    tells: str = "pass"
    session_name: bool = False
    has_widgets: bool = True
    finds_charter: bool = True


FRONT_ENDS = (
    FrontEnd(name="jupyterlab", minor=5, cell_id=lambda _, n: f"cell-{n}", session_name=True),
    FrontEnd(name="jupyterlab 4.4", minor=4, cell_id=lambda _, n: f"made-up-{n}", session_name=True),
    FrontEnd(
        name="vscode",
        minor=2,
        cell_id=lambda path, n: f"vscode-notebook-cell:{path.as_uri()[len('file:') :]}#W{n}sZmlsZQ%3D%3D",
    ),
    FrontEnd(
        name="vscode, by its variable",
        minor=2,
        cell_id=lambda _, n: f"vscode-interactive-input:/{n}",
        tells="__vsc_ipynb_file__ = {path!r}",
    ),
    FrontEnd(
        name="colab",
        minor=0,
        cell_id=lambda *_: None,
        metadata={"colab": {"base_url": "x"}},
        tells=_COLAB,
    ),
    FrontEnd(name="kaggle", minor=4, cell_id=lambda *_: None, has_widgets=False, finds_charter=False),
    FrontEnd(name="databricks", minor=0, cell_id=lambda *_: None, has_widgets=False, finds_charter=False),
    FrontEnd(
        name="jupyterlab, run by its server",
        minor=5,
        cell_id=lambda *_: None,
        session_name=True,
        has_widgets=False,
        finds_charter=False,
    ),
)


class Sitting:
    """A person with a notebook in a front end: cells are added, run, and saved as that front end saves."""

    def __init__(self, kernel: LiveKernel, front_end: FrontEnd, folder: Path) -> None:
        self._kernel = kernel
        self._front_end = front_end
        self._path = folder / "my notebook.ipynb"
        self.cells: list[str] = []
        self._save()
        self.restart()

    def restart(self) -> None:
        """The kernel starts anew for the notebook as it is on disk."""
        front_end, path = self._front_end, str(self._path)
        named = {"JPY_SESSION_NAME": path} if front_end.session_name else {}
        self._kernel.fresh(self._path.parent, **named)
        for code in (_LEAVE_COLAB, front_end.tells.format(path=path)):
            self._kernel.run_silently(code)

    def edit(self, cell: int, source: str) -> None:
        """Give a cell another text."""
        self.cells[cell] = source
        self._save()

    def run(self, source: str) -> Cell:
        """Run the cell of this text; a new one at the end where there is none."""
        if source not in self.cells:
            self.cells.append(source)
            self._save()
        cell_id = self._front_end.cell_id(self._path, self.cells.index(source))
        ran = self._kernel.run(source, cell_id, **self._front_end.metadata)
        for payload in ran.payload:
            if payload["source"] == "set_next_input":
                self.cells.append(payload["text"])
                self._save()
        return ran

    def say_in_form(self, shown: Cell, **message: Any) -> None:
        """Have the form that a cell shows send a message, from a page that cannot reach the document."""
        (form,) = (o["data"][WIDGET] for o in shown.outputs if WIDGET in o.get("data", {}))
        self._kernel.send_to_widget(form["model_id"], {"id": "page:1", **message})

    def _save(self) -> None:
        has_ids = self._front_end.minor >= 5
        cells = [
            {
                "cell_type": "code",
                **({"id": f"cell-{number}"} if has_ids else {}),
                "metadata": {},
                "execution_count": None,
                "outputs": [],
                "source": source.splitlines(keepends=True),
            }
            for number, source in enumerate(self.cells)
        ]
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": self._front_end.minor}
        self._path.write_text(json.dumps(notebook), encoding="utf-8")
