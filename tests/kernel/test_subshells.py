"""Cells that run at the same time, as a kernel's subshells run them: each is judged, by what it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

from nbready.kernel.guard import GateClosed

from .charters import DATA, IMPORT, LOAD
from .shells import Shell, is_blocked

TIMEOUT = 120


@pytest.fixture
def threads() -> Iterator[tuple[Callable[..., Any], Callable[..., Any]]]:
    """Two threads that do what they are told, when they are told."""
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as two:
        yield (
            lambda *call: one.submit(*call).result(TIMEOUT),
            lambda *call: two.submit(*call).result(TIMEOUT),
        )


def begin(shell: Shell, source: str) -> None:
    from IPython.core.interactiveshell import ExecutionInfo

    info = ExecutionInfo(source, True, False, True, None)
    shell.ip.events.trigger("pre_run_cell", info)


def judge(shell: Shell, source: str) -> bool:
    """Whether the tree of a cell is refused, as IPython asks for it."""
    tree = shell.ip.compile.ast_parse(source)
    try:
        shell.ip.transform_ast(tree)
    except GateClosed:
        return True
    return False


def end(shell: Shell) -> None:
    shell.ip.events.trigger("post_run_cell", None)


def test_two_cells_at_once_are_both_judged(shell: Shell, threads: Any) -> None:
    shell.run(IMPORT)
    one, two = threads
    one(begin, shell, LOAD)
    two(begin, shell, LOAD)
    assert one(judge, shell, LOAD)
    assert two(judge, shell, LOAD)
    one(end, shell)
    two(end, shell)
    assert [verdict.outcome for _, verdict in shell.session.verdicts] == ["block", "block"]
    assert is_blocked(shell.run(LOAD))


def test_a_cell_that_begins_within_another_is_none_of_its(shell: Shell, threads: Any) -> None:
    shell.run(IMPORT)
    one, two = threads
    one(begin, shell, f"{LOAD}  # nbready: ignore[NBR201] mine")
    two(begin, shell, LOAD)
    assert two(judge, shell, LOAD)
    assert not one(judge, shell, LOAD)
    two(end, shell)
    one(end, shell)
    assert all(type(transformer).__name__ != "Guard" for transformer in shell.ip.ast_transformers)


def test_the_guard_waits_for_the_tree_of_every_thread(shell: Shell, threads: Any) -> None:
    shell.run(IMPORT)
    one, two = threads
    one(begin, shell, "x = 1")
    two(begin, shell, LOAD)
    assert not one(judge, shell, "x = 1")
    one(end, shell)
    assert two(judge, shell, LOAD)
    two(end, shell)
    assert shell.ip.ast_transformers == []


def test_many_at_once(shell: Shell) -> None:
    shell.run(IMPORT)
    ready = threading.Barrier(8)

    def run_cells(_: int) -> int:
        ready.wait(TIMEOUT)
        refused = 0
        for _ in range(10):
            begin(shell, LOAD)
            refused += judge(shell, LOAD)
            end(shell)
        return refused

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run_cells, range(8))) == [10] * 8
    assert shell.run("x = 1").success
    assert shell.ip.ast_transformers == []


def _ask(
    client: BlockingKernelClient, channel: Any, kind: str, content: dict[str, Any], **header: Any
) -> str:
    message = client.session.msg(kind, content)
    message["header"].update(header)
    channel.send(message)
    return str(message["header"]["msg_id"])


def _execute(client: BlockingKernelClient, code: str, subshell: str | None) -> str:
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
    content |= {"allow_stdin": False, "stop_on_error": False}
    header = {"subshell_id": subshell} if subshell else {}
    return _ask(client, client.shell_channel, "execute_request", content, **header)


def _replies(client: BlockingKernelClient, requests: set[str]) -> dict[str, dict[str, Any]]:
    replies: dict[str, dict[str, Any]] = {}
    while requests - replies.keys():
        message = client.get_shell_msg(timeout=TIMEOUT)
        replies[message["parent_header"]["msg_id"]] = message["content"]
    return replies


def test_no_load_passes_unjudged_in_the_subshells_of_a_real_kernel(tmp_path: Path) -> None:
    pytest.importorskip("ipykernel.subshell", reason="this ipykernel has no subshells")
    (tmp_path / "rows.csv").write_text("x\n1\n")
    manager, client = start_new_kernel(cwd=str(tmp_path))
    try:
        for code in ("%load_ext nbready", IMPORT):
            assert _replies(client, {request := _execute(client, code, None)})[request]["status"] == "ok"
        subshells: list[str | None] = [None]
        for _ in range(3):
            _ask(client, client.control_channel, "create_subshell_request", {})
            subshells.append(client.get_control_msg(timeout=TIMEOUT)["content"]["subshell_id"])
        slow = f"import time; time.sleep(0.01)\n{LOAD}"
        requests = {_execute(client, slow, subshell) for _ in range(10) for subshell in subshells}
        replies = _replies(client, requests)
        assert [reply.get("ename") for reply in replies.values()] == ["GateClosed"] * 40
        assert _replies(client, {request := _execute(client, DATA, None)})[request]["status"] == "ok"
        assert _replies(client, {request := _execute(client, LOAD, subshells[1])})[request]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
