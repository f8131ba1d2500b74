"""A coding agent in a notebook, through a real agents' server: it is stopped like a person, and told so."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from servers import environment_of, free_port, run_async, wait_until

pytest.importorskip("jupyter_mcp_server", reason="no agents' server is installed")

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from .charters import DATA, IMPORT, LOAD, PAST, cell, charter, defer
from .conftest import ROWS

pytestmark = pytest.mark.kernel

NOTEBOOK = {
    "cells": [],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("agents")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A Jupyter server with the agents' server inside it."""
    root, address = folder / "notebooks", f"http://127.0.0.1:{free_port()}"
    root.mkdir()
    (root / "rows.csv").write_text(ROWS)
    command = (sys.executable, "-m", "jupyter", "server", "--no-browser", "--ip=127.0.0.1", "--allow-root")
    options = (f"--port={address.rpartition(':')[2]}", f"--ServerApp.root_dir={root}")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, *options, "--IdentityProvider.token=t"],
            cwd=folder,
            env=environment_of(folder),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until(lambda: _answers(address), seconds=90, what="the Jupyter server to answer")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/api/status?token=t", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def run_as_agent(address: str, folder: Path, *sources: str) -> list[str]:
    """What an agent reads after each cell that it inserts and runs in a new notebook."""
    (folder / "notebooks" / "agent.ipynb").write_text(json.dumps(NOTEBOOK))

    async def run() -> list[str]:
        http = httpx2.AsyncClient(headers={"Authorization": "token t"}, timeout=120)
        async with http, Client(streamable_http_client(f"{address}/mcp", http_client=http)) as agent:
            names = {"notebook_name": "agent", "notebook_path": "agent.ipynb", "mode": "connect"}
            await agent.call_tool("use_notebook", names)
            answers = []
            for index, source in enumerate(sources):
                cell = {"cell_index": index, "cell_source": source}
                answer = await agent.call_tool("insert_execute_code_cell", cell)
                answers.append("\n".join(getattr(part, "text", "") for part in answer.content))
            return answers

    return run_async(run())


def test_an_agent_is_stopped_until_a_person_has_answered(address: str, folder: Path) -> None:
    late = cell(charter("data", without=("decision_action",)))
    load = f"{IMPORT}\n{LOAD}\nprint('ran')"
    *_, first, _, _, expired, _, answered = run_as_agent(
        address,
        folder,
        *("%load_ext nbready", load),
        *(late, defer("decision_action", PAST), load),
        *(DATA, load),
    )
    for refusal in (first, expired):
        assert "nbready stopped this cell before it ran: pandas.read_csv" in refusal
        assert refusal.rstrip().endswith("Show the questions, ask, invent nothing, never sign.")
        assert "ran\n" not in refusal
    assert "decision_action" in expired
    assert "ran" in answered.splitlines()
