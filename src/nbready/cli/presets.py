"""``nbready presets``: the kinds of projects that a charter can start from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nbready.cli.outside import allow_outside
from nbready.escape import plain_line, plain_text

if TYPE_CHECKING:
    from nbready.charter.model import Questions
    from nbready.templates.preset import Preset


@click.command("presets")
@click.argument("name", required=False)
@click.option(
    "--example", is_flag=True, help="Show the worked example: a made-up project that answers everything."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@allow_outside
def command(name: str | None, example: bool, as_json: bool) -> None:
    """List the presets, or show the one called NAME.

    An organisation's own presets stand in a folder of YAML files that the configuration names:
    `[tool.nbready] presets = "presets"`.
    """
    from nbready.charter.questions import default_questions, load_questions
    from nbready.config import find_config
    from nbready.templates.preset import find_presets, load_preset

    config = find_config(Path.cwd())
    questions = load_questions(config.questions) if config.questions else default_questions()
    if name is None and example:
        raise click.UsageError("--example needs the NAME of a preset.")
    if name is not None:
        preset = load_preset(name, config.presets, questions)
        data = json.dumps(_as_data(preset), indent=2, ensure_ascii=False) if as_json else ""
        click.echo(data or _shown(preset, questions, example=example))
        return
    presets = list(find_presets(config.presets, questions).values())
    if as_json:
        click.echo(json.dumps([_as_data(preset) for preset in presets], indent=2, ensure_ascii=False))
        return
    width = max(len(preset.name) for preset in presets)
    for preset in presets:
        click.echo(
            f"{click.style(f'{plain_line(preset.name):{width}}', bold=True)}  {plain_line(preset.summary)}"
        )


def _shown(preset: Preset, questions: Questions, *, example: bool) -> str:
    from nbready.charter.fill_in import write_charter

    body = write_charter(preset.example if example else preset.charter, questions, intro=False)
    return plain_text(f"# {preset.title}: {preset.summary}\n\n{body}").rstrip("\n")


def _as_data(preset: Preset) -> dict[str, object]:
    from nbready.charter.parse import charter_to_mapping

    return {
        "name": preset.name,
        "title": preset.title,
        "summary": preset.summary,
        "charter": charter_to_mapping(preset.charter),
        "example": charter_to_mapping(preset.example),
    }
