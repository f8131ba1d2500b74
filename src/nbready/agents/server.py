"""``nbready mcp``: a server for coding agents, over the Model Context Protocol.

Its tools read, check and ask. What they ask is answered by the person at the client, through elicitation;
there is none that signs, and none that takes answers from the agent.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated, Any

from mcp.server.elicitation import AcceptedElicitation, ElicitationResult
from mcp.server.mcpserver import Context, Elicit, MCPServer, Resolve
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel

from nbready import __version__
from nbready.agents.form import answer_of, form_of, message_of
from nbready.agents.record import Read, read_inside, record_answer
from nbready.charter.example import example_line
from nbready.charter.model import GATES, Gate, Question, Review
from nbready.charter.signing import SIGN_OFF
from nbready.errors import NbreadyError
from nbready.gate import gate_states
from nbready.lint.check import check as check_files
from nbready.lint.reports.json import render

INSTRUCTIONS = (
    "nbready holds a charter for each notebook: what the project is for, decided before data is loaded. "
    "The answers are a person's decisions. Read the questions, show them to the person, and ask with `ask`; "
    "invent nothing, write no answer into the charter yourself unless the person said it, mark what you "
    "drafted with `source: {QUESTION: agent_draft}`, and never sign."
)


def new_server() -> MCPServer:
    """The server for the notebooks below the working folder."""
    server = MCPServer("nbready", version=__version__, instructions=INSTRUCTIONS)
    for tool in (status, questions, check, ask):
        server.add_tool(tool)
    return server


def status(notebook: str) -> dict[str, Any]:
    """How a notebook's gates stand, and which questions keep each closed.

    Args:
        notebook: Path of the notebook, relative to the project's folder.
    """
    read, review = _read(notebook)
    states = gate_states(review, read.document.policy)
    return {
        "notebook": notebook,
        "intent": review.intent,
        "gates": {
            gate: {"status": state.status, "policy": state.level, "open": list(state.open)}
            for gate, state in states.items()
        },
        "drafted_by_an_agent": sorted(read.document.charter.source),
    }


def questions(notebook: str, gate: Gate | None = None) -> list[dict[str, Any]]:
    """What a notebook's charter asks a person, with a good example of each answer, and how each stands.

    Args:
        notebook: Path of the notebook, relative to the project's folder.
        gate: Only those asked before data is loaded, a model is trained, or one is launched; all without it.
    """
    read, review = _read(notebook)
    states = gate_states(review, read.document.policy)
    asked = [key for name in ((gate,) if gate else GATES) for key in states[name].asked]
    return [_question(review.questions[key], review) for key in dict.fromkeys(asked)]


def check(path: str = ".") -> dict[str, Any]:
    """What `nbready check` reports on a notebook, or on all of them in a folder; no notebook is run.

    Args:
        path: A notebook or a folder, relative to the project's folder.
    """
    here = Path.cwd()
    try:
        if not (here / path).resolve().is_relative_to(here.resolve()):
            raise ToolError(f"{path} leads out of the project.")
        report: dict[str, Any] = json.loads(render(check_files([path], today=dt.date.today())))
    except NbreadyError as error:
        raise ToolError(str(error)) from error
    return report


async def _form(notebook: str, question: str, ctx: Context[Any, Any]) -> Elicit[BaseModel]:
    """The question as the client shows it; refused where a person could not answer it there."""
    read, review = _read(notebook)
    asked = _askable(question, read, review)
    capabilities = ctx.session.client_capabilities
    if capabilities is None or capabilities.elicitation is None:
        raise ToolError(
            f"This client cannot ask a person, so `{question}` stays open. Show the question to the person; "
            "they answer it in the notebook's charter cell, or in its form."
        )
    return Elicit(message_of(asked, notebook), form_of(asked))


async def ask(
    notebook: str, question: str, answer: Annotated[ElicitationResult[BaseModel], Resolve(_form)]
) -> dict[str, Any]:
    """Ask the person at this client one question of a notebook's charter, and write what they say into it.

    Nothing is taken from the agent: without an answer the question stays open. A sign-off cannot be asked
    for here. Close the notebook, or reload it afterwards, where it is open in an editor.

    Args:
        notebook: Path of the notebook, relative to the project's folder.
        question: Key of an open question, as `questions` gives it.
    """
    if not isinstance(answer, AcceptedElicitation):
        return {"question": question, "outcome": "open", "why": f"The person chose to {answer.action}."}
    read, review = _read(notebook)
    asked = _askable(question, read, review)
    said = answer_of(asked, answer.data, read.document.own.answers.get(question, ""))
    if not said:
        return {"question": question, "outcome": "open", "why": "The form came back empty."}
    try:
        document = record_answer(read, question, said, within=Path.cwd())
    except NbreadyError as error:
        raise ToolError(str(error)) from error
    standing = document.review(dt.date.today()).standings[question]
    remarks = [remark.message for remark in standing.remarks]
    return {"question": question, "outcome": standing.status, "remarks": remarks}


def _read(notebook: str) -> tuple[Read, Review]:
    try:
        read = read_inside(notebook, Path.cwd())
    except NbreadyError as error:
        raise ToolError(str(error)) from error
    return read, read.review()


def _askable(key: str, read: Read, review: Review) -> Question:
    """A question that may be asked here.

    Raises:
        ToolError: There is none of that key, it is a signature, or it is answered.
    """
    question = review.questions.get(key)
    if question is None:
        raise ToolError(f"There is no question `{key}`; `questions` lists them.")
    if key == SIGN_OFF:
        raise ToolError("Nobody signs through an agent: the person signs in the notebook.")
    stored = read.document.stored
    if stored is not None and key in (stored.template.get("pinned") or {}):
        raise ToolError(f"`{key}` is set by the notebook's template.")
    if review.standings[key].status == "answered" and not question.many:
        raise ToolError(f"`{key}` is answered. A person changes it in the notebook.")
    return question


def _question(question: Question, review: Review) -> dict[str, Any]:
    standing = review.standings[question.key]
    return {
        "key": question.key,
        "label": question.label,
        "gate": question.gate,
        "status": standing.status,
        "prompt": question.prompt,
        "help": question.help,
        "example": example_line(question),
        "remarks": [remark.message for remark in standing.remarks],
    }
