"""A Jupyter Server extension: at each save it keeps ``metadata.nbready`` in step with the charter cell.

It works on the notebook that is about to be written, so the front end sees no file change behind its back.
It never takes stored answers away, writes nothing that stands there already, and never stops a save. Answers
that a cell which was run has passed a gate with are sealed; what the file was sealed with before stays, also
when the page that saves it has not heard of it.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from nbready.charter.model import GATES

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

    from nbready.document import Document

SECONDS = 3.0
"""How long a save may wait for us."""
CHARACTERS = 3_000_000
"""How much code a notebook may hold to be looked at while it is saved."""

_BLANK = {"cell_type": "code", "source": "%%charter"}


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "nbready.server"}]


def _load_jupyter_server_extension(app: ServerApp) -> None:
    manager: Any = app.contents_manager
    manager.register_pre_save_hook(SaveHook(app.log))
    # The first save must not wait for imports, nor the server's start.
    Thread(target=bring_in_step, args=({"cells": [_BLANK]}, None), daemon=True).start()


class SaveHook:
    """What is done before a file is saved: all else in the server waits for it, so it has a budget.

    Past that the save goes on without it.

    Args:
        log: The server's log; each kind of trouble is told there once.
        seconds: How long a save may wait.
        characters: How much code a notebook may hold.
    """

    def __init__(self, log: Any, *, seconds: float = SECONDS, characters: int = CHARACTERS) -> None:
        self._log = log
        self._seconds = seconds
        self._characters = characters
        self._said: set[str] = set()
        self._at_work: Thread | None = None

    def __call__(self, *, model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
        """Bring the notebook in ``model`` in step; anything but a notebook is left alone."""
        try:
            if model.get("type") == "notebook":
                leave_out_forms(model["content"])
                problem = self._keep_in_step(model["content"], _file(contents_manager, path))
                if problem:
                    self._say_once(f"nbready left %s as it was: {problem}", path)
        except Exception:
            self._say_once("nbready could not keep %s in step with its charter.", path, exc_info=True)

    def _keep_in_step(self, content: dict[str, Any], path: Path | None) -> str:
        """Bring a notebook in step, within the budget; why it was left alone, if it was."""
        code = _code_of(content)
        if not any("%%charter" in text for text in code):
            return ""
        if sum(map(len, code)) > self._characters:
            return f"it holds more than {self._characters:,} characters of code."
        if self._at_work is not None and self._at_work.is_alive():
            return "an earlier save still keeps it busy."
        work = _Work(content, path)
        self._at_work = Thread(target=work.do, daemon=True)
        self._at_work.start()
        self._at_work.join(self._seconds)
        if self._at_work.is_alive():
            return f"it took longer than {self._seconds:g} seconds."
        self._at_work = None
        work.take_over(content)
        return ""

    def _say_once(self, message: str, path: str, **how: Any) -> None:
        if message not in self._said:
            self._said.add(message)
            self._log.warning(message, path, **how)


class _Work:
    """Bringing a copy in step, so that nothing of it reaches a notebook that is no longer waited for."""

    def __init__(self, content: dict[str, Any], path: Path | None) -> None:
        cells = [dict(cell) if isinstance(cell, dict) else cell for cell in content["cells"]]
        self._copy = {**content, "cells": cells, "metadata": dict(content.get("metadata") or {})}
        self._path = path
        self._changed = False
        self._error: Exception | None = None

    def do(self) -> None:
        try:
            self._changed = bring_in_step(self._copy, self._path)
        except Exception as error:
            self._error = error

    def take_over(self, content: dict[str, Any]) -> None:
        """Change the notebook as the copy was changed; raises what went wrong."""
        if self._error is not None:
            raise self._error
        if self._changed:
            content["metadata"] = self._copy["metadata"]
            for cell, copy in zip(content["cells"], self._copy["cells"], strict=True):
                if isinstance(cell, dict) and cell.get("source") != copy.get("source"):
                    cell["source"] = copy["source"]


def _code_of(content: dict[str, Any]) -> list[str]:
    from nbready.notebook.outline import outline

    return [cell.text for cell in outline(content, prose=False)]


def leave_out_forms(content: dict[str, Any]) -> None:
    """Leave the charter's form out of a notebook's outputs; the line of text that goes with it stays.

    A form lives as long as its kernel: in a file that is opened later it would be an error message.
    """
    for cell in content.get("cells", ()):
        for output in cell.get("outputs", ()):
            if output.get("metadata", {}).get("nbready") == "form":
                output["data"].pop("application/vnd.jupyter.widget-view+json", None)


def bring_in_step(content: dict[str, Any], path: Path | None) -> bool:
    """Bring the metadata of a notebook in step with its charter cell, and seal it; whether anything changed.

    A charter that cannot be read stays as it is: the person is told where they run it, or by the linter.

    Args:
        content: The notebook as decoded JSON; its metadata and its charter cell may be changed.
        path: Its file, to find the project's configuration and what it was sealed with.
    """
    from nbready.notebook.outline import outline

    made = outline(content, prose=False)
    if not any("%%charter" in cell.text for cell in made):
        return False
    from nbready.charter.store import METADATA_KEY
    from nbready.config import Config, find_config
    from nbready.document import Source, read_document
    from nbready.errors import NbreadyError
    from nbready.locking import new_seals, seal_passed
    from nbready.sync import plan_sync

    cells = [Source(kind=cell.kind, text=cell.text) for cell in made]
    metadata = content.setdefault("metadata", {})
    stored = metadata.get(METADATA_KEY)
    try:
        config = Config() if path is None else find_config(path)
        found = read_document(cells, metadata, config, path=path)
        before = _as_sealed_before(found, path)
        code = [(cell.text, cell.was_run) for cell in made if cell.kind == "code"]
        document = seal_passed(before, code, today=dt.date.today(), only_run=True)
        new = [seal.gate for seal in new_seals(before, document)]
        plan = plan_sync(document, cells, stored, sealed=new)
    except NbreadyError:
        return False
    if plan.value is not None:
        metadata[METADATA_KEY] = dict(plan.value)
    if plan.record is not None:
        index, source = plan.record
        [cell for cell in content["cells"] if isinstance(cell, dict)][index]["source"] = source
    return plan.value is not None or plan.record is not None


def _as_sealed_before(document: Document, path: Path | None) -> Document:
    """The document with the seals that its file has and the page, which was not told, has not."""
    if path is None or len(document.seals) == len(GATES):
        return document
    from nbready.errors import NbreadyError
    from nbready.notebook.file import read_bytes
    from nbready.record.stored import seals_in

    try:
        seals = seals_in(read_bytes(path))
    except NbreadyError:
        return document  # a new file, or one that is no notebook
    return document._replace(seals={**seals, **document.seals}) if seals else document


def _file(contents_manager: Any, path: str) -> Path | None:
    """The file behind a path of the contents manager; None where there is none on this machine."""
    root = getattr(contents_manager, "root_dir", None)
    return Path(root, *path.split("/")) if root and Path(root).is_dir() else None
