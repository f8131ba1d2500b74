"""nbready: the project charter, before the data.

In a notebook, ``%load_ext nbready`` asks for the charter and guards the cells that load data, train and
deploy. On the command line and in CI, ``nbready check`` replays the same gates over notebook files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from nbready.kernel.answered import assert_answered
    from nbready.measuring import measure
    from nbready.publishing import log_to_mlflow
    from nbready.valuing import value

__all__ = [
    "__version__",
    "assert_answered",
    "load_ipython_extension",
    "log_to_mlflow",
    "measure",
    "unload_ipython_extension",
    "value",
]

__version__ = "0.1.0"


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Start guarding ``shell``: what ``%load_ext nbready`` calls."""
    from nbready.kernel import extension

    extension.load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Leave ``shell`` as it was found: what ``%unload_ext nbready`` calls."""
    from nbready.kernel import extension

    extension.unload(shell)


def __getattr__(name: str) -> object:
    # `import nbready` is for everybody, measuring and valuing for those who do.
    module = {
        "assert_answered": "nbready.kernel.answered",
        "measure": "nbready.measuring",
        "value": "nbready.valuing",
        "log_to_mlflow": "nbready.publishing",
    }.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(module), name)
