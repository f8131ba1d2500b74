"""What ``%load_ext nbready`` and ``%unload_ext nbready`` do."""

from __future__ import annotations

import os

from IPython.core.interactiveshell import InteractiveShell

from nbready.kernel.line import StatusLine
from nbready.kernel.magics import NbreadyMagics, magics_of
from nbready.kernel.notebooks import Form
from nbready.kernel.session import Session
from nbready.kernel.show import show
from nbready.kernel.status import records, switched_off

OFF = ("off", "0", "false", "no")
"""Values of the environment variable ``NBREADY`` that leave the guard out."""

RECORD = "record"
"""The value with which the guard judges and tells as ever, and stops nothing: a grader's run ends."""


def load(shell: InteractiveShell) -> None:
    """Guard ``shell`` and give it the magics; says in a line where the notebook stands."""
    unload(shell)
    magics = NbreadyMagics(shell, session=Session(shell, _new_form))
    magics.enlist()
    mode = os.environ.get("NBREADY", "").strip().lower()
    if mode in OFF:
        # The magics stay: a notebook with a charter cell must still run.
        show(shell, switched_off())
        return
    session = magics.session
    session.is_recording = mode == RECORD
    if session.is_recording:
        show(shell, records())
    magics.guard.start()
    session.tell_problems()
    if session.has_charter or not session.show_panel():
        StatusLine(session).show()
    # Before the next line: what is below may load data, and may stop this very cell.
    if shell.extension_manager is not None:
        shell.extension_manager.loaded.add("nbready")
    magics.guard.judge_rest()


def unload(shell: InteractiveShell) -> None:
    """Take back everything that :func:`load` gave ``shell``."""
    magics = magics_of(shell)
    if magics is not None:
        magics.guard.stop()
        magics.session.close_panels()
        magics.dismiss()


def _new_form(session: Session) -> Form:
    from nbready.kernel.panel import Panel  # most cells never need it

    return Panel(session)
