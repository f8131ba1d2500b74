"""The detector of a kernel: the project's catalogue, and a look at what names hold right now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from IPython.core.interactiveshell import InteractiveShell

if TYPE_CHECKING:
    from nbready.kernel.session import Session
    from nbready.stages import Detector


def new_detector(session: Session) -> Detector:
    """A detector for the session's notebook that has read nothing yet."""
    from nbready.stages import Catalogue, Detector

    path, config = session.document.path, session.document.config
    stages = config.stages
    catalogue = Catalogue.default().extended(
        load=stages.load, train=stages.train, deploy=stages.deploy, ignore=stages.ignore
    )
    return Detector(
        catalogue,
        folder=path.parent if path else Path.cwd(),
        root=config.root,
        live=lambda name: kinds(session.shell, name),
    )


def kinds(shell: InteractiveShell, name: str) -> Sequence[str] | None:
    """Dotted names of what ``name`` holds: its class and the classes above it; None when it is unbound.

    What IPython itself puts there (``get_ipython``) counts as unbound. Only types are looked at: reading an
    attribute of the object itself could run the person's code.
    """
    if name not in shell.user_ns:
        return None
    value = shell.user_ns[name]
    if shell.user_ns_hidden.get(name) is value:
        return None
    return tuple(f"{c.__module__}.{c.__qualname__}" for c in type(value).__mro__)
