"""What all tests share: how Hypothesis tries, and one browser a test process.

Playwright's synchronous side cannot be started twice in one process.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from nbgraders import Run, nbgrader_in
from scheduling import pytest_collection_modifyitems, pytest_itemcollected  # noqa: F401 (hooks)

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Playwright

# What collecting tests makes stays to the end: nobody need look for garbage in it, then or later.
gc.disable()

# No test fails for being slow on a busy machine. `pytest --hypothesis-profile long` tries much more.
_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("short", **_PATIENT)
settings.register_profile("long", max_examples=1000, **_PATIENT)
settings.load_profile("short")


def pytest_collection_finish() -> None:
    """From here on there is garbage."""
    gc.enable()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the tests, and programs that they start, keep in the user's cache folder is not the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def interrupts() -> Iterator[None]:
    """What the tests start can be interrupted, also where a shell runs the tests in the background."""
    is_ours = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.default_int_handler) if is_ours else None
    yield
    if before is not None:
        signal.signal(signal.SIGINT, before)


@pytest.fixture
def nbgrader(tmp_path: Path) -> Run:
    """nbgrader, in the folder ``class`` of a course."""
    return nbgrader_in(tmp_path)


@pytest.fixture(scope="session")
def chromium() -> Path:
    # Not at the top: the kernel's tests run without Playwright too.
    from browser.front_end import CHROMIUM

    if not CHROMIUM.exists():
        complaint = f"no Chromium at {CHROMIUM}; name one in NBREADY_CHROMIUM"
        pytest.fail(complaint) if os.environ.get("CI") == "true" else pytest.skip(complaint)
    return CHROMIUM


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(
    playwright: Playwright, chromium: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """JupyterLab's pages; their local storage lasts as long as the tests."""
    from browser.front_end import CHROMIUM_FLAGS

    context = playwright.chromium.launch_persistent_context(
        str(tmp_path_factory.mktemp("profile")),
        executable_path=str(chromium),
        args=CHROMIUM_FLAGS,
        headless=True,
        viewport={"width": 1200, "height": 1000},
        locale="en-US",
        reduced_motion="reduce",
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()
