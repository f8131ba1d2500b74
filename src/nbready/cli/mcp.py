"""``nbready mcp``: the charter's questions for coding agents, and their persons."""

from __future__ import annotations

import os
from pathlib import Path

import click

from nbready.errors import ConfigError


@click.command("mcp")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(), required=False
)
def command(folder: Path) -> None:
    """Serve a project's notebooks to a coding agent, over the Model Context Protocol, on stdin and stdout.

    Tools: status, questions, check, and ask, which has the agent's client ask you. There is none that signs,
    and none that takes answers from the agent. For the agent's settings: `nbready mcp /path/to/project`.
    """
    try:
        from nbready.agents.server import new_server
    except ImportError as error:
        raise ConfigError(
            f"`nbready mcp` needs packages that are not installed ({error}).",
            remedy='Install them with `pip install "nbready[mcp]"`.',
        ) from error
    os.chdir(folder)
    new_server().run("stdio")
