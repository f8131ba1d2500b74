"""``nbready schema``: a JSON Schema of charters, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("schema")
@click.argument("file", type=click.Path(exists=True, path_type=Path), default=Path(), required=False)
def schema(file: Path) -> None:
    """Print a JSON Schema (draft 7) of charters with the questions in force, for completion in an editor.

    Save it, and start a charter file with `# yaml-language-server: $schema=charter.schema.json`.
    """
    from nbready.charter.schema import charter_schema
    from nbready.cli.questions import questions_in_force

    click.echo(json.dumps(charter_schema(questions_in_force(file)), ensure_ascii=False, indent=2))
