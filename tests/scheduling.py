"""Which tests share a process of pytest-xdist, and which of them begin.

What takes long to make (a kernel, a server, a site) is made once, for all the tests that share it. What runs
long begins, so that the thousands of short tests are there to fill every process up to the end.
"""

from __future__ import annotations

import pytest


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tell pytest-xdist which tests belong together."""
    if group := group_of(item):
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long tests first; within a kind they stay in order."""
    items.sort(key=lambda item: (not needs(item, "chromium"), item.get_closest_marker("kernel") is None))


def group_of(item: pytest.Item) -> str:
    """The name of what a test shares with others that takes long to make; empty if there is nothing."""
    if needs(item, "site"):
        return "site"
    if any(definition.scope == "module" for definition in definitions(item)):
        return item.nodeid.split("::")[0]
    if needs(item, "server"):
        # JupyterLab's page goes from one test to the next; Notebook 7 has a page a notebook.
        front_end = item.callspec.params.get("front_end", "lab") if hasattr(item, "callspec") else "lab"
        return f"server, {front_end}"
    return ""


def needs(item: pytest.Item, fixture: str) -> bool:
    return fixture in getattr(item, "fixturenames", ())


def definitions(item: pytest.Item):
    """The fixtures that a test needs, and those that they need."""
    info = getattr(item, "_fixtureinfo", None)
    return [found[-1] for found in info.name2fixturedefs.values()] if info else []
