"""The request that runs the current cell: which cell it is, and whether anybody waits for the answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

UNATTENDED = "NBREADY_UNATTENDED"
"""Environment variable that says whether a kernel runs with nobody at it."""

_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def running_cell(shell: InteractiveShell) -> str | None:
    """The id of the cell that is running, as the front end sent it; None where it sends none."""
    cell_id = _part("metadata", parent_of(shell)).get("cellId")
    return cell_id if isinstance(cell_id, str) and cell_id else None


def running_code(shell: InteractiveShell) -> str:
    """The text of the running cell, as the front end sent it; empty in a terminal."""
    code = _part("content", parent_of(shell)).get("code")
    return code if isinstance(code, str) else ""


def sender(shell: InteractiveShell) -> tuple[str, str]:
    """Who sent the running cell, and the cell's id; either is empty where it is not told.

    A front end has a client for each notebook that it shows. Both are asked for before every cell, so the
    message is looked up once.
    """
    parent = parent_of(shell)
    if not parent:
        return "", ""
    session = _part("header", parent).get("session")
    cell_id = _part("metadata", parent).get("cellId")
    return session if isinstance(session, str) else "", cell_id if isinstance(cell_id, str) else ""


def has_page(shell: InteractiveShell) -> bool:
    """Whether a page is likely to show what the running cell displays: widgets, if it has any.

    So where the request names its cell, as pages do; and where a kernel keeps no requests to look at.
    """
    if getattr(shell, "kernel", None) is None:
        return False
    parent = parent_of(shell)
    return not parent or running_cell(shell) is not None or "colab" in _part("metadata", parent)


def is_attended(shell: InteractiveShell) -> bool:
    """Whether somebody is there to act on what is said, a person or an agent that can ask one.

    Believed to be so unless ``NBREADY_UNATTENDED`` says otherwise, or the request is one of nbclient's,
    and so of papermill's and nbconvert's.
    """
    declared = os.environ.get(UNATTENDED, "").strip().lower()
    if declared in _YES:
        return False
    return declared in _NO or not _is_nbclients(parent_of(shell))


def parent_of(shell: InteractiveShell) -> Mapping[str, Any]:
    """The message that asked for the running cell; empty in a terminal."""
    get_parent = getattr(shell, "get_parent", None)
    # The kernel of JupyterLite keeps the message where older kernels kept it.
    parent = get_parent() if get_parent else getattr(getattr(shell, "kernel", None), "_parent_header", None)
    return parent if isinstance(parent, dict) else {}


def _is_nbclients(parent: Mapping[str, Any]) -> bool:
    """Whether the process that started the kernel sends it code itself, expecting no input.

    A server passes on what its pages and clients wrote, in other processes. What agents' servers send
    from the kernel's own parent process allows input or doesn't stop on an error; a notebook's page names
    the cell. So nbclient with errors allowed goes for attended: there a closed gate stops its cell only.
    """
    content, metadata = _part("content", parent), _part("metadata", parent)
    if "cellId" in metadata or content.get("allow_stdin") is not False or not content.get("stop_on_error"):
        return False
    # jupyter_client puts the sender's process into a message's id: session, process, number.
    sender = str(_part("header", parent).get("msg_id")).split("_")[1:2]
    return sender == [str(os.getppid())]


def _part(name: str, message: Mapping[str, Any]) -> Mapping[str, Any]:
    part = message.get(name)
    return part if isinstance(part, dict) else {}
