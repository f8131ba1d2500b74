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

_BLANK = {"cell_type": "code", "source": "%%charter"}


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "nbready.server"}]


def _load_jupyter_server_extension(app: ServerApp) -> None:
    manager: Any = app.contents_manager
    manager.register_pre_save_hook(SaveHook(app.log))
    # The first save must not wait for imports, nor the server's start.
    Thread(target=bring_in_step, args=({"cells": [_BLANK]}, None), daemon=True).start()


class SaveHook:
    """What is done before a file is saved.

    Args:
        log: The server's log; a failure is told there once.
    """

    def __init__(self, log: Any) -> None:
        self._log = log
        self._has_failed = False

    def __call__(self, *, model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
        """Bring the notebook in ``model`` in step; anything but a notebook is left alone."""
        try:
            if model.get("type") == "notebook":
                leave_out_forms(model["content"])
                bring_in_step(model["content"], _file(contents_manager, path))
        except Exception:
            if not self._has_failed:
                self._log.warning("nbready could not keep %s in step with its charter.", path, exc_info=True)
            self._has_failed = True


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
