"""The server for coding agents, through the SDK's own client: it reads and checks; a person answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servers import run_async

pytest.importorskip("mcp", reason="the server needs the extra `mcp`")

from mcp import Client, StdioServerParameters
from mcp.types import ElicitRequestFormParams, ElicitResult

from nbready.agents.server import new_server
from nbready.charter.parse import parse_charter
from nbready.charter.questions import default_questions
from nbready.charter.store import charter_body, is_charter_source

QUESTIONS = default_questions()
OBJECTIVE = "Cut charge-offs from 4.1 % to 3.6 % of balances, Retail Credit"
CELLS = ("%load_ext nbready", "import pandas as pd\nframe = pd.read_csv('rows.csv')")
MODES = ("auto", "legacy")
"""The newest protocol, where a question is part of a result, and the one before, where it is a request."""

Answer = Callable[[ElicitRequestFormParams], ElicitResult]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.nbready]\n")
    return tmp_path


def write(project: Path, *cells: str, name: str = "a.ipynb") -> Path:
    notebook = {
        "cells": [
            {"cell_type": "code", "id": f"c{number}", "metadata": {}, "execution_count": None, "outputs": [],
             "source": source.splitlines(keepends=True)}
            for number, source in enumerate(cells or CELLS)
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }  # fmt: skip
    path = project / name
    path.write_text(json.dumps(notebook, indent=1) + "\n")
    return path


def call(tool: str, answer: Answer | None = None, mode: str = "auto", server: Any = None, **arguments: Any):
    """What a tool gives; ``answer`` stands for the person at the client."""

    async def person(context: object, params: ElicitRequestFormParams) -> ElicitResult:
        assert answer is not None
        return answer(params)

    async def run() -> Any:
        client = Client(server or new_server(), elicitation_callback=person if answer else None, mode=mode)
        async with client as agent:
            return await agent.call_tool(tool, arguments)

    return run_async(run())


def told(result: Any) -> Any:
    assert not result.is_error, result.content
    content = result.structured_content
    return content.get("result", content)


def charter_of(path: Path) -> Any:
    cells = json.loads(path.read_text())["cells"]
    (source,) = (text for cell in cells if is_charter_source(text := "".join(cell["source"])))
    return parse_charter(charter_body(source), QUESTIONS)


def accepting(**content: Any) -> Answer:
    return lambda params: ElicitResult(action="accept", content=content)


def test_none_of_its_tools_signs_or_takes_answers() -> None:
    async def tools() -> Any:
        async with Client(new_server()) as agent:
            return (await agent.list_tools()).tools

    found = {tool.name: tool for tool in run_async(tools())}
    assert set(found) == {"status", "questions", "check", "ask"}
    assert set(found["ask"].input_schema["properties"]) == {"notebook", "question"}
    assert all(tool.description for tool in found.values())


def test_it_says_where_a_notebook_stands(project: Path) -> None:
    write(project)
    stands = told(call("status", notebook="a.ipynb"))
    assert stands["gates"]["data"]["status"] == "closed"
    assert "business_objective" in stands["gates"]["data"]["open"]
    asked = told(call("questions", notebook="a.ipynb", gate="data"))
    assert len(asked) == 7
    assert {"key", "prompt", "example", "status"} <= asked[0].keys()
    report = told(call("check", path="a.ipynb"))
    assert [finding["code"] for finding in report["findings"]] == ["NBR201"]


@pytest.mark.parametrize("mode", MODES)
def test_a_person_answers(project: Path, mode: str) -> None:
    path = write(project)
    seen: list[ElicitRequestFormParams] = []

    def answer(params: ElicitRequestFormParams) -> ElicitResult:
        seen.append(params)
        return ElicitResult(action="accept", content={"answer": OBJECTIVE})

    outcome = told(call("ask", answer, mode, notebook="a.ipynb", question="business_objective"))
    assert outcome == {"question": "business_objective", "outcome": "answered", "remarks": []}
    assert charter_of(path).answers == {"business_objective": OBJECTIVE}
    (asked,) = seen
    assert "Which business number should move" in asked.message
    assert "not your agent's" in asked.message
    saved = json.loads(path.read_text())
    assert saved["metadata"]["nbready"]["charter"] == {"business_objective": [OBJECTIVE]}
    assert saved["cells"][0]["source"] == ["%load_ext nbready"]


@pytest.mark.parametrize("action", ["decline", "cancel"])
@pytest.mark.parametrize("mode", MODES)
def test_a_person_does_not(project: Path, action: Any, mode: str) -> None:
    path = write(project)
    before = path.read_bytes()
    refuse = lambda params: ElicitResult(action=action)  # noqa: E731
    outcome = told(call("ask", refuse, mode, notebook="a.ipynb", question="business_objective"))
    assert (outcome["outcome"], outcome["why"]) == ("open", f"The person chose to {action}.")
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", MODES)
def test_what_a_client_cannot_ask_stays_open(project: Path, mode: str) -> None:
    path = write(project)
    before = path.read_bytes()
    refused = call("ask", None, mode, notebook="a.ipynb", question="business_objective")
    assert refused.is_error
    assert "cannot ask a person, so `business_objective` stays open" in refused.content[0].text
    assert path.read_bytes() == before


def test_an_answer_that_does_not_answer_is_open_and_says_why(project: Path) -> None:
    write(project)
    outcome = told(call("ask", accepting(answer="TBD"), notebook="a.ipynb", question="business_objective"))
    assert outcome["outcome"] == "open"
    assert "placeholder" in outcome["remarks"][0]


def test_parts_choices_lists_and_outcomes(project: Path) -> None:
    path = write(project)
    forms = {
        "data_classification": {"class": "personal", "source": "extract CB-17", "permission": "ticket DP-31"},
        "project_intent": {"intent": "feasibility", "until": "2035-06-30"},
        "stakeholders_consulted": {
            "who": "R. Diaz, Collections", "date": "2026-03-10", "response": "cap of 500 referrals a month"
        },
        "cost_benefit": {"values": "miss: -430 EUR\nfalse_alarm: -38 EUR", "as_of": "2026-03-01"},
    }  # fmt: skip
    for question, content in forms.items():
        told(call("ask", accepting(**content), notebook="a.ipynb", question=question))
    again = {"who": "L. Weber", "date": "2026-03-11", "response": "asked to drop the postcode"}
    told(call("ask", accepting(**again), notebook="a.ipynb", question="stakeholders_consulted"))
    answers = charter_of(path).answers
    assert answers["data_classification"] == forms["data_classification"]
    assert answers["project_intent"] == forms["project_intent"]
    assert answers["stakeholders_consulted"] == [forms["stakeholders_consulted"], again]
    assert answers["cost_benefit"]["values"] == {"miss": "-430 EUR", "false_alarm": "-38 EUR"}


def test_a_draft_that_a_person_takes_over_is_no_draft(project: Path) -> None:
    drafted = f"%%charter\nbusiness_objective: {OBJECTIVE}\nsource: {{business_objective: agent_draft}}\n"
    path = write(project, "%load_ext nbready", drafted)
    assert told(call("status", notebook="a.ipynb"))["drafted_by_an_agent"] == ["business_objective"]
    told(call("ask", accepting(answer=f"{OBJECTIVE}."), notebook="a.ipynb", question="business_objective"))
    assert charter_of(path).source == {}


@pytest.mark.parametrize(
    ("notebook", "question", "why"),
    [
        ("a.ipynb", "sign_off", "Nobody signs through an agent"),
        ("a.ipynb", "goal", "There is no question `goal`"),
        ("a.ipynb", "limitations", "is answered"),
        ("../a.ipynb", "limitations", "leads out of the project"),
        ("no.ipynb", "limitations", "no.ipynb"),
        ("broken.ipynb", "limitations", "broken.ipynb"),
    ],
)
def test_what_is_refused_is_not_even_asked(project: Path, notebook: str, question: str, why: str) -> None:
    write(project, "%%charter\nlimitations: Not for SME loans\n")
    (project / "broken.ipynb").write_text("{")
    asked: list[object] = []
    refused = call("ask", asked.append, notebook=notebook, question=question)
    assert refused.is_error
    assert why in refused.content[0].text
    assert not asked


def test_every_question_can_be_shown(project: Path) -> None:
    write(project)
    shown: list[str] = []

    def look(params: ElicitRequestFormParams) -> ElicitResult:
        shown.append(params.message)
        assert params.requested_schema["properties"]
        return ElicitResult(action="decline")

    for question in QUESTIONS:
        if question.key != "sign_off":
            told(call("ask", look, notebook="a.ipynb", question=question.key))
    assert len(shown) == len(QUESTIONS) - 1


def test_the_command_serves_a_folder(project: Path) -> None:
    path = write(project)
    command = StdioServerParameters(command=sys.executable, args=["-m", "nbready", "mcp", str(project)])
    arguments = {"notebook": "a.ipynb", "question": "business_objective"}
    outcome = told(call("ask", accepting(answer=OBJECTIVE), server=command, **arguments))
    assert outcome["outcome"] == "answered"
    assert charter_of(path).answers == {"business_objective": OBJECTIVE}
