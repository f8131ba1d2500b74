"""Who asked for a cell: a page, an agent, or a run with nobody at it."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any

import pytest

from nbready.kernel import request

OWN, OTHER = os.getppid(), os.getpid()


def shell(
    sender: int | None = OWN, *, allow_stdin: bool = False, stop_on_error: bool = True, **metadata: object
) -> Any:
    """What a kernel's shell knows of a request; ``sender`` is the process that wrote it, None a page."""
    message = {
        "header": {"msg_id": "1f2e" if sender is None else f"1f2e_{sender}_7"},
        "metadata": metadata,
        "content": {"code": "", "allow_stdin": allow_stdin, "stop_on_error": stop_on_error},
    }
    return SimpleNamespace(get_parent=lambda: message, kernel=SimpleNamespace())


ATTENDED = {
    "a page that names the cell": shell(None, cellId="a", allow_stdin=True),
    "a page's request, passed on without input": shell(None, cellId="a"),
    "colab": shell(None, colab={"base_url": "x"}),
    "an agent's server, inside the Jupyter server": shell(stop_on_error=False),
    "an agent's server that allows input": shell(allow_stdin=True),
    "an agent's server that is a client of its own": shell(OTHER),
    "a console": shell(allow_stdin=True),
    "a request without an id": SimpleNamespace(get_parent=lambda: {"content": {"allow_stdin": False}}),
    "odd parts": SimpleNamespace(get_parent=lambda: {"content": [], "metadata": 3, "header": None}),
    "nothing": SimpleNamespace(get_parent=lambda: None),
    "a terminal": SimpleNamespace(),
}


@pytest.fixture(autouse=True)
def undeclared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(request.UNATTENDED, raising=False)


@pytest.mark.parametrize("who", ATTENDED)
def test_somebody_is_there(who: str) -> None:
    assert request.is_attended(ATTENDED[who])


def test_nobody_is_there() -> None:
    assert not request.is_attended(shell())


@pytest.mark.parametrize(
    ("said", "is_attended"), [("1", False), (" True ", False), ("0", True), ("no", True)]
)
def test_what_is_declared_counts(said: str, is_attended: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(request.UNATTENDED, said)
    for requested in (shell(), shell(None, cellId="a"), SimpleNamespace()):
        assert request.is_attended(requested) is is_attended


def test_a_declaration_that_says_nothing_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(request.UNATTENDED, "perhaps")
    assert not request.is_attended(shell())
    assert request.is_attended(shell(OTHER))


def test_the_running_cell() -> None:
    assert request.running_cell(shell(None, cellId="a")) == "a"
    for unnamed in (shell(), shell(None, cellId=""), shell(None, cellId=3), SimpleNamespace()):
        assert request.running_cell(unnamed) is None


def test_a_page() -> None:
    assert request.has_page(shell(None, cellId="a"))
    assert request.has_page(shell(None, colab={}))
    assert request.has_page(SimpleNamespace(kernel=SimpleNamespace()))  # type: ignore[arg-type]
    assert not request.has_page(shell())
    assert not request.has_page(shell(OTHER, stop_on_error=False))
    without_kernel = SimpleNamespace(get_parent=lambda: {"metadata": {"cellId": "a"}})
    assert not request.has_page(without_kernel)  # type: ignore[arg-type]


def test_a_kernel_that_keeps_the_message_itself() -> None:
    kernel = SimpleNamespace(_parent_header={"metadata": {"cellId": "a"}})
    assert request.running_cell(SimpleNamespace(kernel=kernel)) == "a"  # type: ignore[arg-type]
