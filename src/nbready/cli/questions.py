"""``nbready questions``: what is asked here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from nbready.charter.example import example_line
from nbready.charter.model import GATES, Question, Questions
from nbready.cli.outside import allow_outside
from nbready.escape import plain_line

_FORMATS = ("text", "md", "yaml", "json")


@click.command("questions")
@click.argument("file", type=click.Path(exists=True, path_type=Path), default=Path(), required=False)
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text", help="How to show them.")
@allow_outside
def questions(file: Path, format_: str) -> None:
    """Print the questions in force for a folder, a notebook or a charter file (here, if none is given).

    As yaml they are a complete questions file: a start for a project's own, or for a translation.
    """
    in_force = questions_in_force(file)
    if format_ in ("yaml", "json"):
        from nbready.charter.export import questions_to_mapping
        from nbready.charter.yaml_write import write_value

        shape = questions_to_mapping(in_force)
        as_json = format_ == "json"
        text = json.dumps(shape, ensure_ascii=False, indent=2) + "\n" if as_json else write_value(shape)
    else:
        text = "\n".join(_lines(in_force, is_markdown=format_ == "md")) + "\n"
    click.echo(text, nl=False)


def questions_in_force(path: Path) -> Questions:
    """The questions of a folder's project, or of a notebook's document."""
    if path.is_file():
        from nbready.charter_file import open_document

        return open_document(path).questions
    from nbready.charter.questions import default_questions, load_questions
    from nbready.config import find_config

    config = find_config(path)
    return load_questions(config.questions) if config.questions else default_questions()


def _lines(questions: Questions, *, is_markdown: bool) -> Iterator[str]:
    for gate in GATES:
        if questions.at(gate):
            title = plain_line(questions.messages[f"before_{gate}"])
            yield from (f"## {title}" if is_markdown else click.style(title, bold=True), "")
        for question in questions.at(gate):
            lead = plain_line(questions.messages["for_example"])
            yield from _markdown(question, lead) if is_markdown else _text(question, lead)
            yield ""


def _text(question: Question, lead: str) -> Iterator[str]:
    yield f"{click.style(question.key, fg='cyan')}: {plain_line(question.prompt)}"
    if question.help:
        yield f"    {plain_line(question.help)}"
    yield f"    {lead} {plain_line(example_line(question))}"
    parts = [f"{part.key}{'' if part.required else '?'} ({part.type})" for part in question.parts if part.key]
    if parts:
        yield f"    {', '.join(parts)}"


def _markdown(question: Question, lead: str) -> Iterator[str]:
    yield f"**{plain_line(question.label)}** (`{question.key}`): {plain_line(question.prompt)}"
    if question.help:
        yield plain_line(question.help)
    yield f"*{lead} {plain_line(example_line(question))}*"
