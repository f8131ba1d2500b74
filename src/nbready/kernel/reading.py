"""The detector of a kernel: the project's catalogue, and a look at what names hold right now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from IPython.core.interactiveshell import InteractiveShell

# What `kind.__mro__` and the like come to without asking a metaclass.
_mro: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
_module: Callable[[type], object] = type.__dict__["__module__"].__get__
_qualname: Callable[[type], object] = type.__dict__["__qualname__"].__get__

if TYPE_CHECKING:
    from nbready.kernel.session import Session
    from nbready.stages import Detector


def new_detector(session: Session) -> Detector:
    """A detector for the session's notebook that has read nothing yet."""
    from nbready.stages import Catalogue, Detector

    path, config = session.document.path, session.document.config
    return Detector(
        Catalogue.default().extended(*config.stages),
        folder=path.parent if path else Path.cwd(),
        root=config.root,
        live=lambda name: kinds(session.shell, name),
    )


def kinds(shell: InteractiveShell, name: str) -> Sequence[str] | None:
    """Dotted names of what ``name`` holds: its class and the classes above it; None when it is unbound.

    What IPython itself puts there (``get_ipython``) counts as unbound. Only types are looked at, and only
    what their own slots hold: an attribute of the object, or even of its class, could run the person's code.
    """
    if name not in shell.user_ns:
        return None
    value = shell.user_ns[name]
    if shell.user_ns_hidden.get(name) is value:
        return None
    return tuple(name for kind in _mro(type(value)) if (name := _dotted(kind)))


def _dotted(kind: type) -> str:
    """Module and name of a class; empty where it gives anything but plain texts for them."""
    module, name = _module(kind), _qualname(kind)
    return f"{module}.{name}" if type(module) is str and type(name) is str else ""
