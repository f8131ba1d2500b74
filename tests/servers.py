"""What every server that a test starts needs: a port, places of its own, and patience."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from playwright.sync_api import Page

T = TypeVar("T")

_PLACES = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "IPYTHONDIR": "ipython",
}


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(folder: Path) -> dict[str, str]:
    """An environment in which Jupyter keeps its settings and files in ``folder``."""
    own = {name: str(folder / place) for name, place in _PLACES.items()}
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("JPY_", "NBREADY_"))}
    return {**inherited, **own, "JUPYTER_PREFER_ENV_PATH": "0"}  # what it says goes before the environment's


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str, page: Page | None = None) -> None:
    """Poll ``condition``; a page's own clock must run meanwhile, or its messages are not handled."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited {seconds} s for {what}")
        if page is None:
            time.sleep(0.2)
        else:
            page.wait_for_timeout(100)


def run_async(asked: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns; in a thread of its own, for a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asked).result()
