"""A Jupyter server and a headless Chromium, and what a person does in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from servers import environment_of, free_port, wait_until

REPOSITORY = Path(__file__).parents[2]
CHROMIUM = Path(os.environ.get("NBREADY_CHROMIUM", "/usr/bin/chromium"))
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
FORM = f"{PANEL} .nbready-panel"

# What comes with JupyterLab, Notebook 7, ipywidgets and anywidget. Extensions of the other packages that
# tests need would take most of a server's start and of a page's, and two of them change how cells are run.
_INSTALLED = Path(sys.prefix)
_ON_THE_SERVER = {
    *("jupyterlab", "jupyter_lsp", "jupyter_server_terminals", "notebook", "notebook_shim", "nbready.server")
}
_IN_THE_PAGE = {
    *("@jupyter-notebook/lab-extension", "jupyterlab_pygments"),
    *("@jupyter-widgets/jupyterlab-manager", "anywidget"),
}
_COLLABORATION_ON_THE_SERVER = {"jupyter_server_ydoc", "jupyter_server_fileid"}
_COLLABORATION_IN_THE_PAGE = {"@jupyter/collaboration-extension", "@jupyter/docprovider-extension"}
_SERVER_OPTIONS = [
    "--no-browser",
    "--ip=127.0.0.1",
    "--allow-root",
    "--IdentityProvider.token=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.expose_app_in_browser=True",
    "--JupyterNotebookApp.expose_app_in_browser=True",
]


class Server:
    """A Jupyter server of its own, whose settings, kernels and files live in one folder."""

    def __init__(self, folder: Path, *, collaboration: bool = False) -> None:
        self.root = folder / "notebooks"
        self.root.mkdir(parents=True)
        config = folder / "config" / "jupyter_server_config.d"
        config.mkdir(parents=True)
        shutil.copy(REPOSITORY / "etc/jupyter/jupyter_server_config.d/nbready.json", config)
        on = _ON_THE_SERVER | (_COLLABORATION_ON_THE_SERVER if collaboration else set())
        off = dict.fromkeys(_installed_on_the_server() - on, False)
        (config / "zz_off.json").write_text(json.dumps({"ServerApp": {"jpserver_extensions": off}}))
        extensions = folder / "labextensions"
        for name in _IN_THE_PAGE | (_COLLABORATION_IN_THE_PAGE if collaboration else set()):
            (extensions / name).parent.mkdir(parents=True, exist_ok=True)
            (extensions / name).symlink_to(_INSTALLED / "share/jupyter/labextensions" / name)
        news = folder / "settings" / "@jupyterlab" / "apputils-extension"
        news.mkdir(parents=True)
        (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = (folder / "server.log").open("w")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", f"--port={self.port}"),
                *(f"--ServerApp.root_dir={self.root}", f"--LabServerApp.labextensions_path={extensions}"),
                *_SERVER_OPTIONS,
            ],
            cwd=folder,
            env=environment_of(folder),
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until(self._answers, seconds=180, what="the Jupyter server to answer")
        except BaseException:
            self.close()
            raise

    @property
    def log(self) -> str:
        return Path(self._log.name).read_text(encoding="utf-8")

    def write(self, name: str, *cells: str | tuple[str, str], metadata: dict[str, Any] | None = None) -> Path:
        """A notebook of code cells (or ``(kind, source)``), their ids made of its name and their number."""
        pairs = [("code", cell) if isinstance(cell, str) else cell for cell in cells]
        notebook = {
            "cells": [
                _cell(f"{Path(name).stem[:40]}-{number}", kind, source)
                for number, (kind, source) in enumerate(pairs)
            ],
            "metadata": {
                "kernelspec": {
                    "display_name": "Python 3 (ipykernel)",
                    "language": "python",
                    "name": "python3",
                },
                "language_info": {"name": "python"},
                **(metadata or {}),
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path = self.root / name
        path.write_text(json.dumps(notebook, indent=1) + "\n", encoding="utf-8")
        return path

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(3)  # with shared documents open it takes much longer
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._log.close()

    def _answers(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"The Jupyter server stopped:\n{self.log}")
        try:
            with urllib.request.urlopen(f"{self.url}/api/status", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


class NotebookPage:
    """One notebook in one front end (``lab`` or ``notebook``), and what a person does with it."""

    def __init__(self, page: Page, server: Server, front_end: str, name: str) -> None:
        self.page = page
        self.server = server
        self.front_end = front_end
        self.path = server.root / name
        self.address = {
            "lab": f"{server.url}/lab/tree/{name}?reset",
            "notebook": f"{server.url}/notebooks/{name}",
        }[front_end]

    def open(self) -> None:
        self.page.goto(self.address)
        self.page.locator(f"{PANEL} .jp-Cell").first.wait_for(timeout=60_000)
        self.page.wait_for_function("window.jupyterapp !== undefined")
        self.wait_idle()

    def open_beside(self) -> None:
        """Open it in JupyterLab's page as it is, as a click in the list of files does."""
        self.command("docmanager:open", path=self.path.relative_to(self.server.root).as_posix())
        self.page.locator(f"{PANEL} .jp-Cell").first.wait_for(timeout=60_000)
        self.wait_idle()

    def reload(self) -> None:
        self.page.reload()
        self.page.locator(f"{PANEL} .jp-Cell").first.wait_for(timeout=60_000)
        self.wait_idle()

    @property
    def cells(self) -> Locator:
        return self.page.locator(f"{PANEL} .jp-Notebook .jp-Cell")

    @property
    def form(self) -> Locator:
        return self.page.locator(FORM)

    @property
    def dialogs(self) -> Locator:
        return self.page.locator(".jp-Dialog")

    def sources(self) -> list[str]:
        """Source of each cell of the open document, in order."""
        sources: list[str] = self.document("[...model.cells].map(cell => cell.sharedModel.getSource())")
        return sources

    def outputs(self, cell: int) -> str:
        """Text of a cell's outputs in the document; off the screen the front end renders none."""
        outputs = self.document(f"model.cells.get({cell}).outputs.toJSON()")
        return "\n".join(_text(output) for output in outputs)

    def document(self, expression: str) -> Any:
        """Value of a JavaScript expression over ``model``, the open document's model."""
        return self.page.evaluate(
            "(() => { const app = window.jupyterapp;"
            " const panel = [...app.shell.widgets('main')].find(w => w.context && w.isVisible);"
            f" const context = panel.context; const model = context.model; return ({expression}); }})()"
        )

    def command(self, name: str, **arguments: Any) -> None:
        """A command of the front end, as its menu would run it; does not wait for its result."""
        self.page.evaluate(
            "([name, arguments]) => { void window.jupyterapp.commands.execute(name, arguments); }",
            [name, arguments],
        )

    def select(self, cell: int) -> None:
        """The cell in command mode, as the arrow keys would."""
        self.wait_idle(settle=0)
        self.document(
            f"(panel.content.mode = 'command', panel.content.activeCellIndex = {cell},"
            " panel.content.activate(), null)"
        )

    def run(self, cell: int) -> None:
        """Run a cell to its end, as Control+Enter does."""
        self.select(cell)
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
        self.wait_idle(settle=3)

    def run_all(self) -> None:
        self.command("notebook:run-all-cells")
        self.wait_idle()

    def restart_and_run_all(self) -> None:
        self.command("notebook:restart-run-all")
        self.dialogs.wait_for()
        self.page.keyboard.press("Enter")
        self.dialogs.wait_for(state="detached")
        self.wait_idle(settle=6)

    def edit(self, cell: int, source: str) -> None:
        """Replace a cell's source as typing would, without its key presses."""
        self.document(f"model.cells.get({cell}).sharedModel.setSource({json.dumps(source)})")

    def save(self) -> None:
        """Save, as Control+S does, and wait until the document is clean."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        try:
            wait_until(lambda: not self.is_dirty(), seconds=60, what="a clean document", page=self.page)
        except TimeoutError as error:
            raise TimeoutError(f"{error}; dialogs: {self.dialogs.all_inner_texts()}") from None

    def is_dirty(self) -> bool:
        return bool(self.document("model.dirty"))

    def read(self) -> dict[str, Any]:
        """The notebook on disk."""
        notebook: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return notebook

    def use_theme(self, theme: str) -> None:
        """``Light`` or ``Dark``."""
        self.command("apputils:change-theme", theme=f"JupyterLab {theme}")
        light = "true" if theme == "Light" else "false"
        self.page.locator(f'body[data-jp-theme-light="{light}"]').wait_for(state="attached")
        self.page.wait_for_timeout(600)

    def wait_idle(self, *, settle: int = 4) -> None:
        """Until kernel and prompts are idle, and still so at ``settle`` polls more."""
        calm = -1
        deadline = time.monotonic() + 240
        while calm < settle:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.path.name} did not come to rest")
            busy = self.page.evaluate(
                """(panel) => {
                  const root = document.querySelector(panel);
                  const notebook = [...(window.jupyterapp?.shell.widgets('main') ?? [])]
                    .find(widget => widget.node === root);
                  if (notebook?.context?.sessionContext?.session?.kernel?.status !== 'idle') return true;
                  const prompts = [...root.querySelectorAll('.jp-InputPrompt')];
                  return prompts.some(prompt => prompt.textContent.includes('*'));
                }""",
                PANEL,
            )
            calm = -1 if busy else calm + 1
            if calm < settle:
                self.page.wait_for_timeout(80)


def close_documents(page: Page) -> bool:
    """Close all notebooks unsaved, and end their kernels; False in a page that is not JupyterLab's."""
    return bool(
        page.evaluate(
            """async () => {
              const app = window.jupyterapp;
              if (app?.name !== 'JupyterLab') return false;
              const documents = [...app.shell.widgets('main')].filter(widget => widget.context);
              documents.forEach(widget => widget.dispose());
              await app.serviceManager.sessions.shutdownAll();
              return true;
            }"""
        )
    )


def _installed_on_the_server() -> set[str]:
    """The server extensions that packages of this environment switch on."""
    settings = (_INSTALLED / "etc/jupyter/jupyter_server_config.d").glob("*.json")
    read = (json.loads(path.read_text(encoding="utf-8")) for path in settings)
    return {name for one in read for name in one["ServerApp"]["jpserver_extensions"]}


def _cell(cell_id: str, kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": cell_id,
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    return {**cell, "execution_count": None, "outputs": []} if kind == "code" else cell


def _text(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    texts = [output.get("text", ""), data.get("text/plain", ""), *output.get("traceback", [])]
    return "\n".join("".join(text) for text in texts)
