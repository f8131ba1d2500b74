"""A real kernel for tests: it runs cells as a front end would, and tells what nbready judged."""

from __future__ import annotations

import ast
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

TIMEOUT = 120

_SETTINGS = ("JPY_SESSION_NAME", "NBREADY", "NBREADY_UNATTENDED")

_FRESH = """
import gc as _gc
_gc.freeze()  # resetting collects garbage, which takes as long as all imported modules are large
_shell = get_ipython()
if "nbready" in _shell.extension_manager.loaded:
    _shell.extension_manager.unload_extension("nbready")
_shell.reset(new_session=True)
import os as _os
_os.chdir({folder!r})
for _name in {settings!r}:
    _os.environ.pop(_name, None)
_os.environ.update({environment!r})
del _os, _name
"""
# In one expression: user expressions see neither imports nor statements.
_VERDICTS = """[
    (n, dict(gate=v.gate, outcome=v.outcome, stage=u.stage, open=list(v.open), call=u.call, line=u.line))
    for m in [get_ipython().magics_manager.registry.get("NbreadyMagics")] if m
    for n, v in m.session.verdicts for u in [v.use]
]"""


class Ran(NamedTuple):
    """What one cell came to: its outputs, as in a notebook file, and its verdicts."""

    outputs: list[dict[str, Any]]
    verdicts: list[dict[str, Any]]


class LiveKernel:
    """A running kernel; one cell after the other."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self._client = client

    def fresh(self, folder: Path, **environment: str) -> None:
        """Forget everything but the imported modules, and go to ``folder``."""
        code = _FRESH.format(folder=str(folder), settings=_SETTINGS, environment=environment)
        self.run_silently(code)

    def run(self, source: str, cell_id: str | None = None, **metadata: Any) -> Cell:
        """Run a cell; with a ``cell_id`` as a front end does, without one as an agent's server does."""
        named = {"cellId": cell_id} if cell_id else {}
        outputs, reply = self._send(source, metadata={**metadata, **named})
        return Cell(outputs, reply)

    def run_silently(self, source: str) -> None:
        """Run code that is no cell: it leaves no trace in the history."""
        assert self._send(source, silent=True)[1]["status"] == "ok"

    def send_to_widget(self, model_id: str, content: dict[str, Any]) -> None:
        """A message from a widget's page; handled before the next cell runs."""
        data = {"method": "custom", "content": content}
        message = self._client.session.msg("comm_msg", {"comm_id": model_id, "data": data})
        self._client.shell_channel.send(message)

    def run_unattended(self, source: str) -> Cell:
        """Run a cell as nbclient does, from the process that started the kernel."""
        outputs, reply = self._send(source, stop_on_error=True)
        return Cell(outputs, reply)

    def evaluate(self, expression: str) -> Any:
        """A literal that an expression comes to in the kernel, past the guard."""
        reply = self._send("", silent=True, user_expressions={"it": expression})[1]
        return ast.literal_eval(reply["user_expressions"]["it"]["data"]["text/plain"])

    def verdicts(self) -> list[tuple[int, dict[str, Any]]]:
        """All verdicts since the extension was loaded, with the execution count of their cells."""
        return [(number, dict(verdict)) for number, verdict in self.evaluate(_VERDICTS)]

    def complete(self, code: str) -> list[str]:
        """What Tab offers at the end of ``code``."""
        return list(self._client.complete(code, reply=True, timeout=TIMEOUT)["content"]["matches"])

    def _send(self, code: str, **content: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        metadata = content.pop("metadata", {})
        request = {"silent": False, "store_history": not content.get("silent"), "user_expressions": {}}
        request |= {"allow_stdin": False, "stop_on_error": False, "code": code, **content}
        message = self._client.session.msg("execute_request", request, metadata=metadata)
        self._client.shell_channel.send(message)
        outputs = list(self._outputs(message["header"]["msg_id"]))
        return outputs, self._reply(message["header"]["msg_id"])

    def _outputs(self, request: str) -> Iterator[dict[str, Any]]:
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            message = self._client.get_iopub_msg(timeout=TIMEOUT)
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != request:
                continue
            if kind == "status" and content["execution_state"] == "idle":
                return
            if kind in ("display_data", "execute_result", "stream", "error"):
                yield {"output_type": kind, **content}
        raise TimeoutError("the kernel did not come to rest")

    def _reply(self, request: str) -> dict[str, Any]:
        while True:
            message = self._client.get_shell_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") == request:
                return dict(message["content"])


class Cell:
    """A cell that was run: its outputs and the kernel's reply."""

    def __init__(self, outputs: list[dict[str, Any]], reply: dict[str, Any]) -> None:
        self.outputs = outputs
        self.status: str = reply["status"]
        self.number: int = reply["execution_count"]
        self.error: str = reply.get("ename", "")
        self.payload: list[dict[str, Any]] = reply.get("payload", [])

    @property
    def text(self) -> str:
        """All of the outputs as a terminal would show them."""
        return "\n".join(_text(output) for output in self.outputs)

    @property
    def html(self) -> str:
        """The HTML of all outputs."""
        return "\n".join(output.get("data", {}).get("text/html", "") for output in self.outputs)

    @property
    def is_blocked(self) -> bool:
        """Whether the guard stopped it."""
        return self.error == "GateClosed"


def _text(output: dict[str, Any]) -> str:
    if output["output_type"] == "stream":
        return str(output["text"])
    if output["output_type"] == "error":
        return "\n".join(output["traceback"])
    return str(output["data"].get("text/plain", ""))


@contextmanager
def live_kernel(**variables: str) -> Iterator[LiveKernel]:
    """A kernel of this Python, with some environment variables more; gone at the end."""
    environment = {k: v for k, v in os.environ.items() if k not in _SETTINGS}
    # What a cell calls `python` is the Python of the test.
    environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), environment.get("PATH", "")))
    environment |= variables
    manager, client = start_new_kernel(kernel_name="python3", env=environment, startup_timeout=TIMEOUT)
    try:
        yield LiveKernel(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run_cells(
    cells: Iterable[str],
    *,
    folder: Path,
    attended: bool = True,
    notebook: Path | None = None,
    kernel: LiveKernel | None = None,
) -> list[Ran]:
    """Run code cells in order, errors allowed.

    Args:
        cells: Their sources; nothing is added, so ``%load_ext nbready`` is for one of them to say.
        folder: The kernel's working folder.
        attended: Whether a front end sends the cells, with their ids, or nbclient.
        notebook: The file behind the cells; its cell ids are sent, and the kernel is told its name.
        kernel: A kernel to use, made fresh first; None starts one of its own.
    """
    if kernel is None:
        with live_kernel() as own:
            return run_cells(cells, folder=folder, attended=attended, notebook=notebook, kernel=own)
    kernel.fresh(folder, **({"JPY_SESSION_NAME": str(notebook.absolute())} if notebook else {}))
    sources = list(cells)
    if attended:
        ids = _cell_ids(notebook, len(sources))
        ran = [kernel.run(source, cell_id) for source, cell_id in zip(sources, ids, strict=True)]
    else:
        ran = [kernel.run_unattended(source) for source in sources]
    verdicts = kernel.verdicts()
    return [Ran(cell.outputs, [v for n, v in verdicts if n == cell.number]) for cell in ran]


def _cell_ids(notebook: Path | None, count: int) -> Sequence[str]:
    """The ids of the file's code cells; made up where there is no file."""
    if notebook is None:
        return [f"cell-{number}" for number in range(count)]
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell["id"] for cell in cells if cell["cell_type"] == "code"]
